"""The staff's pages, one file each: fetch, may, form, act, answer."""

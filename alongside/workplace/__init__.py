"""The staff's side of the site: the queue, finding a person, one person on one screen, the analyst's pages."""

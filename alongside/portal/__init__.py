"""The resident's side of the site: what is mine and why, my data, who looked, who acts for whom. Phone first."""

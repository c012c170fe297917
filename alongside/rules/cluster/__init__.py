"""A cluster: the same law decided in pieces, each by its own units and the neighbours that are brought to them.

Nouns: path (whom a unit reads), level (parts of the law that need no fresh news of others), home (the piece of the city
that keeps an owner's rows), table (rows by owner), neighbourhood (what one piece needs for one level). Everything here
but `spark.py` is plain arrays and knows nothing of Spark.
"""

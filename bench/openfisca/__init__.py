"""The sweep held against OpenFisca-core: its country package, its facts, and what compares the two.

`country/` and the modules that `peer_side` imports run in an environment of their own (`requirements.txt`); `peer`,
`our_side` and `compare` run in the repository's.
"""

"""A country package for OpenFisca-core: what twelve of the demo city's measures need."""

"""Alongside: what a city owes a person, found, decided and explained before the person has to ask.

The rooms, from the bottom up: `base`, `rules`, `registers`, `packs`, `cli`. A room imports only from
those below it. No law lives here: the law of a place is a pack, found by its path.
"""

__version__ = "0.1.0"

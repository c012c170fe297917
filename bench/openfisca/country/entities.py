"""Whom the country package speaks of: people, their families as the law forms them, and dwellings."""

from __future__ import annotations

from openfisca_core.entities import build_entity

Person = build_entity(key="person", plural="persons", label="A person", is_person=True)
Family = build_entity(
    key="family",
    plural="families",
    label="One or two heads and all who depend on them",
    roles=[
        {"key": "first_head", "plural": "first_heads", "label": "The head whose SNILS names the family", "max": 1},
        {"key": "second_head", "plural": "second_heads", "label": "The other head", "max": 1},
        {"key": "dependent", "plural": "dependents", "label": "Those who depend on the heads"},
    ],
)
Dwelling = build_entity(
    key="dwelling",
    plural="dwellings",
    label="Those registered permanently at one address",
    roles=[{"key": "resident", "plural": "residents", "label": "Registered there"}],
)

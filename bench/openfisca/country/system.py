"""The tax and benefit system: entities, variables, and the terms of the law as parameters."""

from __future__ import annotations

from pathlib import Path

import yaml
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.openfisca.country import family, measures, pensions, people
from bench.openfisca.country.entities import Dwelling, Family, Person
from bench.openfisca.country.inputs import INPUTS
from bench.openfisca.country.variable import VARIABLES

__all__ = ["Moscow", "family", "measures", "pensions", "people"]  # importing them declares their variables


class Moscow(TaxBenefitSystem):
    """The city's law as far as the twelve measures reach."""

    def __init__(self, terms: Path) -> None:
        super().__init__([Person, Family, Dwelling])
        for variable in (*INPUTS, *VARIABLES):
            self.add_variable(variable)
        self.parameters = ParameterNode("", data=read_terms(terms))


def read_terms(path: Path) -> dict[str, object]:
    """The dated terms in OpenFisca's form; before its first day the first value stands."""
    found = {}
    for name, about in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        values = {str(day): {"value": float(value)} for day, value in about["values"].items()}
        found[name] = {"values": {"0001-01-01": values[min(values)]} | values}
    return found

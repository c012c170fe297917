"""Short words for declaring variables that are decided on one day."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from openfisca_core.periods import DateUnit, Period
from openfisca_core.variables import Variable

from bench.openfisca.country.entities import Family, Person

Formula = Callable[..., np.ndarray]
VARIABLES: list[type[Variable]] = []


def _declare(entity: object, value_type: type) -> Callable[[Formula], Formula]:
    def declare(formula: Formula) -> Formula:
        attributes = {
            "value_type": value_type,
            "entity": entity,
            "definition_period": DateUnit.DAY,
            "label": (formula.__doc__ or "").strip().rstrip("."),
            "formula": formula,
        }
        VARIABLES.append(type(formula.__name__, (Variable,), attributes))
        return formula

    return declare


def person_variable(value_type: type) -> Callable[[Formula], Formula]:
    """A formula over all persons becomes the variable of its name."""
    return _declare(Person, value_type)


def family_variable(value_type: type) -> Callable[[Formula], Formula]:
    """A formula over all families becomes the variable of its name."""
    return _declare(Family, value_type)


def day_of(period: Period) -> np.datetime64:
    """The day of decision."""
    return np.datetime64(str(period.start), "D")

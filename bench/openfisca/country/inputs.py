"""The facts that a simulation is given: a variable each, without a formula."""

from __future__ import annotations

from datetime import date

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from bench.openfisca.country.entities import Family, Person


class Disability(Enum):
    """The category of the valid disability decision."""

    NONE = "None"
    I = "Group I"  # noqa: E741 - the law's own word
    II = "Group II"
    III = "Group III"
    CHILD = "Disabled child"


PERSON = {
    bool: (
        *("female", "citizen", "studies_full_time", "at_school", "registered", "registered_permanently", "works"),
        *("labour_veteran", "military_veteran", "combat_veteran", "wwii_invalid", "wwii_participant"),
        *("siege_survivor", "home_front", "rehabilitated", "defender", "hero", "hero_labour", "chernobyl", "donor"),
        *("orphan", "mobilised", "conscript", "prisoner", "state_provision", "hero_cash", "pension_in_pay"),
        *("old_age_in_pay", "disabled_since_childhood", "disability_on_record", "employment_service_on_record"),
        *("dismissed_for_breach", "birth_grant_assigned", "funeral_assigned", "has_raiser", "second_head_receives"),
        *("tied_to_first_head", "tied_to_second_head", "dead_parent_1_insured", "dead_parent_2_insured"),
        *("dead_spouse_insured", "cares_for_child_of_dead_spouse", "telephone_at_home", "burial_taken_on"),
        *("buried_in_kind", "registered_at_death", "pension_at_death", "worked_at_death"),
    ),
    int: (
        *("record_months", "pension_points", "pregnancy_week", "weeks_worked", "refusals", "days_registered"),
        *("dead_parents", "parents_recorded", "dead_parent_1_points", "dead_parent_1_sharers", "children_born"),
        *("dead_parent_2_points", "dead_parent_2_sharers", "dead_spouse_points", "dead_spouse_sharers"),
    ),
    float: ("pensions_paid", "state_pensions_paid", "average_wage"),
    date: (
        *("birth_date", "death_date", "pregnancy_since", "recognised_on", "training_since", "training_until"),
        "centenarian_last_assigned",
    ),
}
FAMILY = {
    bool: ("strong_car",),
    int: (
        *("grown_children", "flat_objects", "flat_area", "house_objects", "house_area", "dacha_objects"),
        *("garage_objects", "non_residential_objects", "land_city_area", "land_village_area"),
        *("cars", "motorcycles", "boats"),
    ),
}
MONTHLY = {float: ("income", "earned_income", "interest"), bool: ("excused_month", "unemployed_month")}


class disability(Variable):
    value_type = Enum
    possible_values = Disability
    default_value = Disability.NONE
    entity = Person
    definition_period = DateUnit.DAY
    label = "Category of the valid disability decision"


def _inputs(table: dict[type, tuple[str, ...]], entity: object, period: str) -> list[type[Variable]]:
    return [
        type(
            name,
            (Variable,),
            {
                "value_type": kind,
                "entity": entity,
                "definition_period": period,
                "label": name.replace("_", " ").capitalize(),
            },
        )
        for kind, names in table.items()
        for name in names
    ]


INPUTS = [
    disability,
    *_inputs(PERSON, Person, DateUnit.DAY),
    *_inputs(FAMILY, Family, DateUnit.DAY),
    *_inputs(MONTHLY, Person, DateUnit.MONTH),
]

"""The 21 registers of the city, in the order in which a delivery is checked."""

from alongside.rules.schema import Registers

from .city import (
    assignments,
    disability,
    education,
    housing_accounts,
    medical,
    property_rights,
    rehab_items,
    vehicles,
)
from .formats import ADDRESS, SNILS
from .people import care_ties, flags, marriages, parent_child, persons, registrations
from .work import earnings, employment_service, income, insurance_record, pensions, sick_leave, work

REGISTERS = Registers(
    person_key=SNILS,
    place_key=ADDRESS,
    all=(
        *(
            persons,
            parent_child,
            marriages,
            registrations,
            vehicles,
            insurance_record,
            earnings,
            work,
            pensions,
        ),
        *(
            sick_leave,
            disability,
            rehab_items,
            income,
            property_rights,
            employment_service,
            education,
            medical,
        ),
        *(flags, care_ties, housing_accounts, assignments),
    ),
)

__all__ = [
    "REGISTERS",
    "assignments",
    "care_ties",
    "disability",
    "earnings",
    "education",
    "employment_service",
    "flags",
    "housing_accounts",
    "income",
    "insurance_record",
    "marriages",
    "medical",
    "parent_child",
    "pensions",
    "persons",
    "property_rights",
    "registrations",
    "rehab_items",
    "sick_leave",
    "vehicles",
    "work",
]

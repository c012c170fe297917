"""One block of the city from first to last: people, ties, homes, lives, then the tables of the 21
registers."""

from __future__ import annotations

import pyarrow as pa

from packs.moscow.registers import REGISTERS

from .assigned import assignment_rows
from .block import Block
from .estate import account_rows, property_rows, vehicle_rows
from .health import disability_rows, disable, medical_rows, rehab_rows
from .households import house
from .income import earn, earnings_rows, income_rows
from .leaves import employment_rows, pregnancies, sick_rows
from .mothers import find_mothers
from .names import bury, nationalities, person_rows
from .pensions import pension_rows, record_rows, retire
from .people import sample_people
from .registrations import registration_rows, settle
from .status import care_rows, flag_rows
from .study import education_rows, study
from .tables import Rows
from .ties import marriage_rows, raise_children, tie_rows
from .unions import form_unions
from .work import employ, work_rows

LIVES = (
    *(sample_people, find_mothers, form_unions, nationalities, raise_children, house, settle),
    *(disable, study, employ, retire, earn),
)


def live(block: Block) -> None:
    """Fill all columns of the block; every step uses those before it."""
    for step in LIVES:
        step(block)


def tables_of(block: Block) -> dict[str, pa.Table]:
    """The 21 tables of a block whose columns are filled, in the order of the registers."""
    expected = pregnancies(block)
    sick = sick_rows(block, expected)
    rows: list[Rows] = [
        person_rows(block, *bury(block)),
        *(tie_rows(block), marriage_rows(block), registration_rows(block), vehicle_rows(block)),
        *(record_rows(block), earnings_rows(block), work_rows(block), pension_rows(block), sick),
        *(disability_rows(block), rehab_rows(block), income_rows(block), property_rows(block)),
        *(employment_rows(block), education_rows(block)),
        medical_rows(block, expected.woman, expected.opened, expected.week, expected.last_day),
        *(flag_rows(block), care_rows(block), account_rows(block), assignment_rows(block, sick)),
    ]
    made = {part.register.name: part.table() for part in rows}
    return {register.name: made[register.name] for register in REGISTERS.all}

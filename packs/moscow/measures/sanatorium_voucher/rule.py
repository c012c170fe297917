"""40 Sanatorium voucher (Moscow Law 70; 178-FZ)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    answer,
    criterion,
    first_day,
    lives,
    measure,
    month_number,
    month_of,
    rows,
)

from ...definitions.criteria import not_assigned, perm_in_city
from ...definitions.on_pension import on_pension
from ...definitions.pensions import base_years
from ...definitions.people import assigned, has_flag, works
from ...registers import medical
from ...units import on, person
from ..nsu.rule import nsu

ID = "sanatorium_voucher"


@measure(ID, unit=person)
def sanatorium_voucher(p: Expr) -> Rule:
    """In kind, once a year, with a doctor's form."""
    concluded = rows(medical, of=p).holding().where(lambda r: r.kind == "CONCLUSION")
    forms = concluded.where(lambda r: (r.code == "SANATORIUM") & (on < r.since.plus_months(12)))
    against = concluded.any(lambda r: r.code == "NO_SANATORIUM")
    january = month_of(on).plus_months(1 - month_number(on))
    pensioner = (age(p) >= base_years(p)) & on_pension(p)
    return Rule(
        considered=lives(p) & (age(p) >= 18),
        payee=p,
        criteria=(
            perm_in_city(p),
            criterion("pensioner_or_status", pensioner | has_flag(p, "HOME_FRONT", "REHABILITATED", "LABOUR_VETERAN")),
            criterion("not_working", ~works(p)),
            criterion("medical_form", forms.any() & ~against),
            criterion("no_federal_voucher", ~answer(nsu, p) | has_flag(p, "NSU_SANATORIUM_CASH")),
            not_assigned(assigned(ID, to=p, since=first_day(january))),
        ),
        amount=None,
        since=first_day(on),
        until=forms.accepted().largest(lambda r: r.since.plus_months(12)),
    )

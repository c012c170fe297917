"""16 Compensation for care of a person of 80 and more or of group I (Presidential Decrees 1455, 1125)."""

from datetime import date

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    choose,
    complete,
    criterion,
    first_day,
    largest_of,
    lives,
    measure,
    never,
    rows,
    step,
    surely,
)

from ...definitions.care import carer_of_old, has_decision
from ...definitions.people import disabled, valid_decision
from ...definitions.survivors import since_childhood
from ...registers import assignments, care_ties, medical
from ...units import on, person, terms

ID = "elderly_care_compensation"
NEW_LAW, LAST_OLD_DAY = date(2025, 1, 1), date(2024, 12, 31)


def _constant_care(q: Expr) -> Expr:
    return rows(medical, of=q).holding().any(lambda r: (r.kind == "CONCLUSION") & (r.code == "CONSTANT_CARE"))


def _has_carer(q: Expr) -> Expr:
    carers = rows(care_ties, of=q).holding().each(lambda r: r.carer_snils).where(lives)
    given_before = rows(assignments, of=q).begun().where(lambda r: r.assigned_on <= LAST_OLD_DAY)
    had_payment = given_before.any(lambda r: r.measure_id == ID)
    return choose(on < NEW_LAW, carers.any(carer_of_old), otherwise=had_payment)


def _until(q: Expr) -> Expr:
    """Under 80 the latest end of a ground; none where a ground has none."""
    held = rows(medical, of=q).holding().accepted()
    ends = held.where(lambda r: (r.kind == "CONCLUSION") & (r.code == "CONSTANT_CARE"))
    of_care = ends.largest(lambda r: r.last_day.plus_days(1))
    by_group = surely(disabled(q, "I") & ~since_childhood(q))
    of_group = valid_decision(q).last_day.plus_days(1)
    both = choose(ends.any(), largest_of(of_care, of_group), otherwise=of_group)
    return choose(age(q) >= 80, never(q), otherwise=choose(by_group, both, otherwise=of_care))


@measure(ID, unit=person)
def elderly_care_compensation(q: Expr) -> Rule:
    """Decided for and paid to the person cared for."""
    by_group = disabled(q, "I") & ~since_childhood(q)
    has_care_row = rows(medical, of=q).accepted().any(lambda r: (r.kind == "CONCLUSION") & (r.code == "CONSTANT_CARE"))
    return Rule(
        considered=lives(q) & any_of(age(q) >= 80, has_decision(q, "I"), has_care_row, ~surely(complete(medical, q))),
        payee=q,
        criteria=(
            criterion("needs_care", any_of(age(q) >= 80, by_group, _constant_care(q)), age=age(q)),
            criterion("carer", _has_carer(q)),
        ),
        amount=step("payment", terms.ECC),
        since=first_day(on),
        until=_until(q),
    )

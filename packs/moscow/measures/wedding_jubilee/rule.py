"""31 Wedding jubilee: 50, 55, 60 and more years of marriage (yearly decree)."""

from alongside.rules import Expr, Rule, criterion, floor_divide, full_years, lives, measure, rows, step, when

from ...definitions.criteria import not_assigned
from ...definitions.family import first_head, first_payee, heads, other_party, spouse
from ...definitions.people import assigned, in_city
from ...registers import marriages
from ...units import family_unit, on, terms


def _married_on(head: Expr) -> Expr:
    """The day of the marriage of two heads."""
    held = rows(marriages, of=head, by="spouse").holding().accepted()
    marriage = held.where(lambda r: lives(other_party(r, head))).latest("married_on")
    day: Expr = marriage.married_on
    return day


@measure("wedding_jubilee", unit=family_unit)
def wedding_jubilee(f: Expr) -> Rule:
    """Within the year from the jubilee; the sums of the jubilee's own day."""
    married = _married_on(first_head(f))
    years = full_years(married, on)
    jubilee = married.plus_months(years * 12)
    amount = when(
        years == 50,
        step("sum_50", terms.at("W50", jubilee)),
        otherwise=when(
            years <= 60,
            step("sum_55", terms.at("W55", jubilee)),
            otherwise=step("sum_65", terms.at("W65", jubilee)),
        ),
    )
    return Rule(
        considered=spouse(first_head(f)).is_some(),
        payee=first_payee(f),
        criteria=(
            criterion(
                "jubilee_year",
                (years >= 50) & (floor_divide(years, 5) * 5 == years),
                years=years,
                married=married,
            ),
            criterion("both_citizens", heads(f).all(lambda h: h.citizenship == "RUS")),
            criterion("both_in_city", heads(f).all(in_city)),
            not_assigned(heads(f).any(lambda h: assigned("wedding_jubilee", to=h, since=jubilee))),
        ),
        amount=amount,
        since=jubilee,
        until=jubilee.plus_months(12),
    )

"""30 Telephone compensation (Moscow Laws 70, 60)."""

from alongside.rules import Expr, Rule, any_of, choose, criterion, first_day, given, lives, measure, rows, step, when

from ...definitions.dwellings import account, account_known, household, household_size, smallest_member
from ...definitions.family import by_family, family_of, large
from ...definitions.on_pension import on_pension
from ...definitions.people import disabled, has_flag
from ...registers import registrations
from ...units import dwelling, on, terms

OF_WAR = ("WWII_INVALID", "WWII_PARTICIPANT")


@measure("phone_compensation", unit=dwelling)
def phone_compensation(a: Expr) -> Rule:
    """Decided for an address with a home telephone; paid to its subscriber."""
    p = account(a).phone_subscriber
    here = rows(registrations, of=p).holding().any(lambda r: (r.kind == "P") & (r.address_id == a))
    alone = (household_size(a) == 1) & (on_pension(p) | disabled(p, "I", "II"))
    status = any_of(
        has_flag(p, *OF_WAR, "HOME_FRONT", "REHABILITATED"),
        has_flag(p, "LABOUR_VETERAN") & on_pension(p),
        alone,
        by_family(family_of(p), large(family_of(p))),
    )
    unknown = account(a).is_none() & household(a).accepted().any()
    return Rule(
        considered=(account(a).is_some() & lives(p)) | unknown,
        payee=choose(account(a).is_some(), p, otherwise=smallest_member(a)),
        criteria=(
            criterion("perm_in_city", given(account_known(a), here)),
            criterion("has_status", given(account_known(a), status)),
        ),
        amount=step("compensation", when(has_flag(p, *OF_WAR), terms.TEL * 2, otherwise=terms.TEL)),
        since=first_day(on),
        until=None,
    )

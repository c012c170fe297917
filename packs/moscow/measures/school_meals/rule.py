"""37 Free school meals (273-FZ art. 37)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    complete,
    criterion,
    first_day,
    given,
    lives,
    measure,
    rows,
    selected,
)

from ...definitions.family import by_family, family_of, has_guardian, large, payee, raisers, raisers_known
from ...definitions.means import poor
from ...definitions.people import disabled, has_flag, pupil
from ...registers import education
from ...units import child, on


@measure("school_meals", unit=child)
def school_meals(c: Expr) -> Rule:
    """For grades 1 to 4, and on a ground for all grades."""
    f = family_of(c)
    held = rows(education, of=c).holding().accepted().where(lambda r: r.kind == "SCHOOL")
    school = held.latest("since", "study_id")
    of_raisers = raisers(c).any(lambda a: has_flag(a, "MOBILISED") | disabled(a, "I", "II"))
    return Rule(
        considered=lives(c) & (age(c) >= 6) & (age(c) <= 17),
        payee=payee(c),
        criteria=(
            criterion("pupil", pupil(c)),
            criterion(
                "ground",
                any_of(
                    selected(school, school.grade <= 4, complete(education, c)),
                    by_family(f, large(f)),
                    disabled(c, "CHILD"),
                    has_flag(c, "ORPHAN"),
                    given(raisers_known(c), has_guardian(c)),
                    by_family(f, poor(f)),
                    given(raisers_known(c), of_raisers),
                ),
            ),
        ),
        amount=None,
        since=first_day(on),
        until=None,
    )

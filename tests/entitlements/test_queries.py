"""What screens learn of a person's awards, and of everybody's."""

from datetime import date

import pytest

from alongside.entitlements.models import Award
from alongside.entitlements.queries import Payment, award_history, counts_by_measure, mine
from tests.entitlements.town import APRIL, MARCH, hardship, milk, milk_not_known, only, wood


def test_what_is_mine_and_what_comes_next_month(town, django_assert_num_queries):
    town.limit(pay_day=5)
    town.apply(milk(), hardship(), wood(), milk_not_known(unit="M-0001-1"))
    with django_assert_num_queries(3):
        found = mine(town.ada.pk, MARCH, town.pack)
    (granted,) = found.granted
    assert (granted.name.en, granted.to_me, granted.once) == ("Milk money", True, False)
    assert (granted.next, found.next_month) == (Payment(93150, date(2025, 3, 5)), 93150)
    assert [one.award.measure for one in found.offered] == ["winter_wood"]
    assert [one.award.measure for one in found.to_apply] == ["hardship_grant"]
    assert [(one.asked, one.holders[0].en) for one in found.asked] == [(("wages",), "the mill")]
    assert [line.kind for line in found.history].count("began") == 3
    assert all(line.label for line in found.history)


def test_after_the_pay_day_the_next_sum_comes_next_month(town):
    town.limit(pay_day=5)
    town.apply(milk())
    (granted,) = mine(town.ada.pk, MARCH.replace(day=6), town.pack).granted
    assert granted.next == Payment(93150, date(2025, 4, 5))


@pytest.mark.parametrize("end", [{"until": date(2025, 4, 1)}, {"ends_on": date(2025, 4, 1)}])
def test_what_ends_before_next_month_is_not_counted_into_it(town, end):
    town.limit(pay_day=5)
    town.apply(milk())
    Award.objects.update(**end)
    found = mine(town.ada.pk, MARCH.replace(day=20), town.pack)
    assert (found.next_month, found.granted[0].next) == (0, None)


def test_money_for_a_child_is_not_the_childs_own_sum(town):
    town.apply(milk())
    found = mine(town.ben.pk, MARCH, town.pack)
    assert (len(found.granted), found.granted[0].to_me, found.next_month) == (1, False, 0)


def test_a_mandate_shows_only_what_it_opens(town):
    town.apply(milk(), hardship())
    found = mine(town.ada.pk, MARCH, town.pack, awards=Award.objects.filter(measure="hardship_grant"))
    assert (len(found.granted), len(found.to_apply)) == (0, 1)
    assert {line.measure for line in found.history} == {"hardship_grant"}


def test_what_is_in_doubt_and_what_ends_is_among_what_stands(town):
    town.apply(milk(), milk(unit="M-0001-1"))
    town.wages = 9000
    town.apply(milk_not_known(), on=MARCH.replace(day=2))
    found = mine(town.ada.pk, MARCH.replace(day=2), town.pack)
    assert [one.award.person for one in found.in_doubt] == [town.ben]
    assert [(one.award.person, one.award.ends_on) for one in found.ending] == [(town.ada, APRIL)]


def test_a_history_says_when_the_law_itself_had_changed(town):
    town.apply(milk())
    town.apply(milk(7), on=APRIL, pack_version="2")
    changed, began = award_history(only())
    assert (changed.kind, changed.amount_before, changed.amount_after, changed.law) == ("changed", 93150, 7, "2")
    assert (began.kind, began.law) == ("began", "")


def test_counts_by_measure(town, django_assert_num_queries):
    town.apply(milk(), hardship(), milk_not_known(unit="M-0001-1"))
    with django_assert_num_queries(1):
        found = counts_by_measure()
    assert found["milk_money"].stands == {"granted": 1, "asked": 1}
    assert (found["milk_money"].granted_sum, found["hardship_grant"].granted_sum) == (93150, 0)

"""An analyst asks what would be: the form and its faults, the job that counts, an answer in which nobody is."""

import json
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from alongside.base import clock
from alongside.entitlements.law import pack
from alongside.entitlements.models import Sweep
from alongside.packs.compare_terms import GROUPS, Compared, Crowd
from alongside.records.actor import Actor
from alongside.records.models import Entry
from alongside.records.work import work
from alongside.workplace import ask_what_if as actions
from alongside.workplace import count_what_if as counting
from alongside.workplace.count_what_if import TRIES, count_what_if, may_be_shown
from alongside.workplace.models import WhatIf
from alongside.workplace.refusals import IsBeingCounted, MayNotAsk, NothingIsChanged, NothingToCount, TooManyQuestions
from alongside.workplace.what_if_answer import answer_of

FORM = "/desk/measures/hardship_grant/what-if"
IN_FORCE = {"term_BREAD": "310.50", "term_MOST": "1,100"}


@pytest.fixture
def ask(town):
    """Ask of the hardship grant with bread at this price (roubles)."""

    def asked(roubles=400, *, role="analyst", **more):
        by = Actor(role=role, account=town.accounts["analyst"].pk)
        terms = {"BREAD": roubles * 100} if roubles else {}
        given = {"measure": "hardship_grant", "terms": terms, "pack": pack(), "at": clock.now(), "by": by}
        return actions.ask_what_if(**{**given, **more})

    return asked


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def faults(answer):
    return {name: [str(one) for one in said] for name, said in answer.context["form"].errors.items()}


def test_the_form_comes_with_what_is_in_force_in_the_units_people_use(analyst):
    page = analyst.get(FORM)
    initial = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert initial == IN_FORCE
    assert "Bread for one person a month, ₽" in page.content.decode()
    assert "Council decision 1" in page.content.decode()


def test_asking_counts_behind_the_answer_and_the_page_says_so(analyst):
    answer = analyst.post(FORM, {**IN_FORCE, "term_BREAD": "400"}, follow=True)
    what_if = WhatIf.objects.latest("pk")
    assert (what_if.terms, what_if.state) == ({"BREAD": 40000}, "waiting")
    page = answer.content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "See how far it is" in page
    assert DBTaskResult.objects.get().args_kwargs["args"] == [what_if.pk]
    kept = Entry.objects.get(name="workplace.ask_what_if").after
    assert kept is not None
    assert kept["terms"] == {"BREAD": 40000}


def test_a_worker_counts_it_and_the_answer_is_kept(analyst, ask, transactional_db):
    what_if = ask()
    work(until_empty=True)
    what_if.refresh_from_db()
    assert (what_if.state, what_if.percent, what_if.tries) == ("done", 100, 1)
    assert Entry.objects.get(name="workplace.count_what_if").after == {"state": "done"}
    page = analyst.get(f"/desk/what-if/{what_if.pk}").content.decode()
    assert "hx-get" not in page
    assert "How to read this" in page
    fragment = analyst.get(f"/desk/what-if/{what_if.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in page


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("bread", "This is no number. Write it like 26,000\N{NO-BREAK SPACE}₽."),
        ("", "A number is missing. In force is 310.50\N{NO-BREAK SPACE}₽."),
        ("-5", "Write a number from 0 to"),
        ("400.505", "Leave out what is smaller than a kopeck."),
        ("12,345", "This is finer than is counted. Write 12,300\N{NO-BREAK SPACE}₽ or 12,400\N{NO-BREAK SPACE}₽."),
        ("1e999999", "This is no number."),
        ("NaN", "This is no number."),
    ],
)
def test_a_fault_stands_beside_its_field_and_says_what_next(analyst, typed, fault):
    answer = analyst.post(FORM, {**IN_FORCE, "term_BREAD": typed})
    found = faults(answer)
    assert list(found) == ["term_BREAD"]
    assert found["term_BREAD"][0].startswith(fault)
    assert WhatIf.objects.count() == 1  # the one of the town


@pytest.mark.parametrize("typed", ["400", "400.00", "400 ₽", "4\N{NO-BREAK SPACE}00", "400,0"])
def test_a_number_may_be_written_as_people_do(analyst, typed):
    analyst.post(FORM, {**IN_FORCE, "term_BREAD": typed})
    assert WhatIf.objects.latest("pk").terms == {"BREAD": 40000}


def test_nothing_changed_is_nothing_asked(analyst, ask):
    assert list(faults(analyst.post(FORM, IN_FORCE))) == ["__all__"]
    with pytest.raises(NothingIsChanged):
        ask(0)


def test_the_same_question_is_counted_once(ask):
    first = ask()
    assert ask() == first
    WhatIf.objects.filter(pk=first.pk).update(state="failed")
    assert ask() != first


def test_only_an_analyst_asks_and_only_so_many_at_once(ask):
    with pytest.raises(MayNotAsk):
        ask(role="head")
    for roubles in range(401, 401 + actions.MOST_AT_ONCE):
        ask(roubles)
    with pytest.raises(TooManyQuestions):
        ask(900)


def test_without_a_sweep_there_is_nothing_to_count(ask):
    Sweep.objects.all().delete()
    with pytest.raises(NothingToCount):
        ask()


def test_what_goes_wrong_is_told_and_can_be_asked_again(analyst, ask, monkeypatch):
    what_if = ask()

    def broken(*given, **more):
        raise MemoryError

    with monkeypatch.context() as fault:
        fault.setattr(counting, "compare_terms", broken)
        assert count_what_if(number=what_if.pk) == "failed"
    page = analyst.get(f"/desk/what-if/{what_if.pk}").content.decode()
    assert "Something went wrong while this was counted." in page
    analyst.post(f"/desk/what-if/{what_if.pk}/again")
    assert count_what_if(number=what_if.pk) == "done"


def test_a_killed_worker_leaves_it_to_the_next_and_not_for_ever(ask, monkeypatch):
    what_if = ask()

    def killed(*given, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(counting, "compare_terms", killed)
    for _ in range(TRIES):
        with pytest.raises(KeyboardInterrupt):
            count_what_if(number=what_if.pk)
        what_if.refresh_from_db()
        assert what_if.state == "counting"
    assert count_what_if(number=what_if.pk) == "failed"
    what_if.refresh_from_db()
    assert what_if.fault == "killed"


def test_one_that_was_killed_once_is_counted_by_the_next(ask):
    what_if = ask()
    WhatIf.objects.filter(pk=what_if.pk).update(state="counting", tries=1, percent=40)
    assert count_what_if(number=what_if.pk) == "done"


def test_it_is_asked_again_only_where_no_answer_will_come(ask, analyst):
    what_if = ask()
    by = Actor(role="analyst", account=what_if.asked_by_id)
    with pytest.raises(IsBeingCounted):
        actions.ask_again(what_if=what_if, at=clock.now(), by=by)
    later = clock.now() + actions.SILENT + timedelta(seconds=1)
    assert actions.ask_again(what_if=what_if, at=later, by=by).state == "waiting"
    count_what_if(number=what_if.pk)
    with pytest.raises(IsBeingCounted):
        actions.ask_again(what_if=what_if, at=later, by=by)
    assert analyst.post(f"/desk/what-if/{what_if.pk}/again").status_code == 409


def test_a_question_of_another_version_of_the_law_is_not_counted(ask):
    what_if = ask()
    WhatIf.objects.filter(pk=what_if.pk).update(pack_version="0")
    assert count_what_if(number=what_if.pk) == "failed"
    what_if.refresh_from_db()
    assert what_if.fault == "law_is_of_another_version"


def test_what_is_kept_is_rounded_and_names_nobody(town, ask):
    what_if = ask()
    count_what_if(number=what_if.pk)
    what_if.refresh_from_db()
    said = json.dumps(what_if.result)
    assert "mark" not in said
    for band in what_if.result["bands"].values():
        assert all(band[name] in (0, 10) for name in ("now", "begin", "end", "more", "less"))  # nine people live there
        assert set(band["money"].values()) == {None}


def band(**crowds):
    return {name: crowds.get(name, Crowd(0, 0, 0, 0)) for name in GROUPS}


def test_an_answer_is_the_sum_of_what_is_shown(town, ask):
    what_if = ask()
    many = band(
        now=Crowd(200, 2_000_000, 20_000, 1), begin=Crowd(50, 0, 0, 2), end=Crowd(20, 0, 0, 3),
        gain=Crowd(50, 500_000, 20_000, 2), loss=Crowd(20, 110_000, 20_000, 3),
    )  # fmt: skip
    few = band(now=Crowd(30, 300_000, 20_000, 4), loss=Crowd(1, 77_700, 77_700, 5), end=Crowd(1, 0, 0, 5))
    what_if.result = may_be_shown(Compared({"0-17": band(), "18-34": many, "80+": few}, Crowd(0, 0, 0, 0)))
    answer = answer_of(what_if)
    assert answer is not None
    assert [line.band for line in answer.lines] == ["18-34", "80+"]
    assert (answer.all.now, answer.all.begin, answer.all.then) == (230, 50, 230 + 50 - answer.all.end)
    assert (answer.all.gain, answer.all.loss, answer.cost) == (500_000, 110_000, 2_300_000)
    assert answer.lines[1].net is None
    assert answer.headline("en") in {
        f"About {number} more would receive it, +3,900\N{NO-BREAK SPACE}₽" for number in (20, 30)
    }


def test_earlier_questions_are_listed_by_pages(analyst, ask, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 99)
    for roubles in range(401, 413):
        ask(roubles)
    page = analyst.get(FORM)
    assert len(page.context["earlier"]) == 10
    older = analyst.get(f"{FORM}?before={page.context['older']}")
    assert [one.terms["BREAD"] for one, _ in older.context["earlier"]] == [40200, 40100]
    assert older.context["older"] is None


def test_a_question_can_be_carried_to_another_measure(analyst):
    fields = analyst.get(f"{FORM}?BREAD=45000&MOST=x").context["form"].fields
    assert (fields["term_BREAD"].initial, fields["term_MOST"].initial) == ("450", "1,100")


def test_the_page_speaks_russian(town, ask, analyst):
    what_if = ask()
    count_what_if(number=what_if.pk)
    analyst.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    for address in (FORM, f"/desk/what-if/{what_if.pk}"):
        page = analyst.get(address, headers={"accept-language": "ru"}).content.decode()
        assert "Что если" in page
        assert "would receive" not in page

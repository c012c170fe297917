"""The family as it is shown: who belongs to it and why, who receives for whom, who is counted, what is not known."""

from datetime import date
from io import StringIO
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from rich.console import Console

from alongside.cli.__main__ import alongside
from alongside.cli.explain_screen import show_explanation
from alongside.cli.family_screen import show_family
from alongside.packs.explain import Explainer
from alongside.packs.family import PackHasNoFamilyView, PersonHasNoFamily, explain_family, with_family
from alongside.packs.family_svg import draw_family
from alongside.packs.family_texts import read_family
from alongside.packs.load import load_pack
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.fault import PackFault
from tests.packs.small_city import (
    ON,
    ROOT,
    book,
    delivered_store,
    home,
    key,
    marriage,
    pack,
    random_city,
    someone,
    store,
    tie,
)
from tests.second_reading.delivery import read_delivery
from tests.second_reading.law_children import counted, large
from tests.second_reading.law_family import families, family_known
from tests.second_reading.law_world import World

GROWN = date(1980, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


def family_of(facts, person=0, language="ru", on=ON):
    return explain_family(Explainer(pack(), book(), facts, Evaluator(book(), facts, on)), person, language)


def member(family, name):
    """The member (or who is tied to the family) with a first name."""
    return next(one for one in (*family.members, *family.outside) if one.short_name == name)


def names(members):
    return [one.short_name for one in members]


def said(family):
    return {about.id: about.answer for about in family.about}


def couple(**more):
    """Anna and Boris are married; Vera (9) and Gleb (under one) are theirs; Dina (20, a student) is Anna's."""
    born = {"Вера": date(2016, 1, 1), "Глеб": date(2024, 12, 1), "Дина": date(2005, 1, 1)}
    people = [someone(1, "Анна", "F", GROWN), someone(2, "Борис", "M", GROWN)]
    people += [someone(3 + n, name, "F", day) for n, (name, day) in enumerate(born.items())]
    ties = [tie(3 + n, 1, day) for n, day in enumerate(born.values())]
    ties += [tie(3, 2, born["Вера"]), tie(4, 2, born["Глеб"])]
    study = {"study_id": "s", "snils": key(5), "kind": "UNIVERSITY", "full_time": True, "since": date(2023, 9, 1)}
    rows = {
        "persons": people,
        "parent_child": ties,
        "marriages": [marriage(1, 2, date(2010, 1, 1))],
        "education": [study],
    }
    return {**rows, **more}


def test_heads_come_first_and_dependents_follow_from_the_eldest():
    family = family_of(store(couple()))
    assert names(family.members) == ["Анна", "Борис", "Дина", "Вера", "Глеб"]
    assert [one.head for one in family.members] == [True, True, False, False, False]
    ages = [one.age_text.replace("\N{NO-BREAK SPACE}", " ") for one in family.members[2:]]
    assert ages == ["20 лет", "9 лет", "младше года"]


def test_everybody_reads_why_they_belong():
    family = family_of(store(couple()))
    assert member(family, "Анна").reasons == ("Брак: Борис Примерова.",)
    assert member(family, "Дина").reasons == ("Нет 23 лет, учится очно.", "Растит один человек: Анна Примерова.")
    assert member(family, "Вера").reasons[0] == "Нет 18 лет."
    assert "Растят супруги" in member(family, "Вера").reasons[1]


def test_it_begins_with_who_the_family_is_and_how_the_law_counts_one():
    family = family_of(store(couple()))
    assert family.sentence == "Ваша семья, как её считает закон: вы, Борис, Дина, Вера и Глеб."
    assert family.definition is not None and family.definition.id == "family"
    english = family_of(store(couple()), 2, "en")
    assert english.sentence == "Your family, as the law counts it, is you, Анна, Борис, Дина and Глеб."
    screen = StringIO()
    show_family(Console(file=screen, width=400), family)
    shown = screen.getvalue()
    sentence, definition = shown.index(family.sentence), shown.index(family.definition.sentence)
    assert sentence < definition < shown.index("учтено")
    assert family.sentence in (ElementTree.fromstring(draw_family(family)).findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_explanation_begins_with_the_family_and_says_it_beside_the_definition(language):
    facts = store(couple())
    explainer = Explainer(pack(), book(), facts, Evaluator(book(), facts, ON))
    measures = [pack().law.measure("large_family_utilities")]
    found = with_family(explainer, 0, explainer.explain(0, language, measures))
    assert found.family == family_of(facts, language=language).sentence
    own = {each.id: each.own for each in found.definitions}
    assert own["large"] == "" and own["family"] == found.family
    screen = StringIO()
    show_explanation(Console(file=screen, width=500), found, details=True)
    shown = screen.getvalue()
    large = next(each for each in found.definitions if each.id == "large")
    assert shown.index(found.family) < shown.index(large.sentence)


def test_who_is_a_family_of_their_own_reads_so():
    alone = store({"persons": [someone(1, "Анна", "F", GROWN)]})
    assert family_of(alone).sentence == "Семья, как её считает закон, — это вы."
    assert family_of(alone, language="en").sentence == "Your family, as the law counts it, is you alone."


def test_a_family_that_is_not_fully_known_is_told_as_far_as_it_is():
    unsure = store(couple(), incomplete={"marriages": [key(1)]})
    assert family_of(unsure).sentence.startswith("Ваша семья по тем сведениям, что уже пришли: вы, Борис")
    assert "what has arrived so far" in family_of(unsure, language="en").sentence


def test_the_person_who_is_asked_about_is_marked():
    assert [one.asked_about for one in family_of(store(couple()), 2).members] == [False, False, False, True, False]


def test_the_mother_receives_for_the_children_of_a_couple():
    family = family_of(store(couple()))
    assert member(family, "Анна").receives_for == ("Дина", "Вера", "Глеб")
    assert member(family, "Борис").receives_for == ()
    assert member(family, "Вера").payee_id == key(1)


def test_a_grown_student_is_counted_and_the_family_is_large():
    family = family_of(store(couple()))
    assert [one.short_name for one in family.members if one.counted == "yes"] == ["Дина", "Вера", "Глеб"]
    assert said(family)["large"] == "yes"
    assert any("учтено 3\N{NO-BREAK SPACE}ребёнка" in about.text for about in family.about)


def test_a_child_on_state_provision_is_not_counted():
    flag = {"flag_id": "f", "snils": key(3), "flag": "STATE_PROVISION", "since": date(2020, 1, 1)}
    family = family_of(store(couple(flags=[flag])))
    assert member(family, "Вера").counted == "no"
    assert "large" not in said(family) and said(family)["few"] == "yes"


def test_a_grown_child_who_does_not_study_stands_outside_and_is_counted():
    family = family_of(store(couple(education=[])))
    assert names(family.outside) == ["Дина"]
    dina = member(family, "Дина")
    assert (dina.inside, dina.counted, dina.role) == (False, "yes", "в другой семье")


def test_a_guardian_is_named_as_the_one_who_raises():
    rows = couple()
    rows["parent_child"] = [*rows["parent_child"], tie(3, 2, date(2020, 1, 1), kind="GUARDIAN")]
    family = family_of(store(rows))
    vera = member(family, "Вера")
    assert "Есть опекун или попечитель: Борис Примерова." in vera.reasons
    assert vera.payee_id == key(2)
    ties = {(one.id, one.other_id) for one in family.ties if one.member_id == key(3)}
    assert ties == {("guardian", key(2))}


def apart(**homes):
    """Anna and Boris are not married; Vera is theirs and registered where `homes` says."""
    born = date(2016, 1, 1)
    return {
        "persons": [
            someone(1, "Анна", "F", GROWN),
            someone(2, "Борис", "M", GROWN),
            someone(3, "Вера", "F", born),
        ],
        "parent_child": [tie(3, 1, born), tie(3, 2, born)],
        "registrations": [home(number, place) for number, place in homes.values()],
    }


def test_a_child_of_unmarried_parents_is_counted_where_it_is_registered():
    facts = store(apart(anna=(1, 1), boris=(2, 2), vera=(3, 2)))
    of_boris, of_anna = family_of(facts, 1), family_of(facts, 0)
    assert names(of_boris.members) == ["Борис", "Вера"] and names(of_boris.outside) == ["Анна"]
    assert "зарегистрирован по одному адресу: Борис" in member(of_boris, "Вера").reasons[1]
    assert names(of_anna.members) == ["Анна"] and names(of_anna.outside) == ["Вера"]
    assert [one.id for one in of_anna.ties] == ["elsewhere"]


def test_what_is_not_known_names_the_register_and_its_holder():
    family = family_of(store(couple(), incomplete={"parent_child": [key(3)]}))
    vera = member(family, "Вера")
    assert not vera.sure and vera.payee_id is None and vera.counted == "unknown"
    assert said(family) == {"known": "unknown", "large": "unknown"}
    assert [fact.name for fact in family.missing] == ["parent_child.*"]
    assert family.missing[0].holder == "органы ЗАГС и опеки"
    assert {tie.sure for tie in family.ties if tie.member_id == key(3)} == {False}
    assert member(family, "Глеб").sure


def test_a_marriage_that_may_not_be_all_is_not_sure_for_the_heads():
    family = family_of(store(couple(), incomplete={"marriages": [key(2)]}))
    assert [one.short_name for one in family.members if not one.sure] == ["Борис"]
    assert said(family)["known"] == "unknown"


def test_the_dead_have_no_family():
    facts = store({"persons": [someone(1, "Анна", "F", GROWN, death_date=date(2025, 1, 1))]})
    with pytest.raises(PersonHasNoFamily, match="Анна"):
        family_of(facts)


def test_a_pack_without_a_family_view_says_so():
    town = load_pack(ROOT / "tests" / "towns" / "millbrook")
    facts = store({"persons": [someone(1, "Анна", "F", GROWN)]})
    explainer = Explainer(town, Book(town.law), facts, Evaluator(book(), facts, ON))
    with pytest.raises(PackHasNoFamilyView, match="millbrook"):
        explain_family(explainer, 0, "en")


@pytest.mark.parametrize("seed", range(6))
def test_it_shows_the_families_that_an_independent_reading_of_the_law_forms(tmp_path, seed):
    on = random_city(tmp_path, seed)
    delivered = read_delivery(tmp_path)
    facts, world = delivered_store(delivered), World(delivered, on)
    people = {facts.person_text(person): person for person in range(facts.persons)}
    for family_id, theirs in families(world).items():
        shown = family_of(facts, people[theirs.members[-1]], on=on)
        assert shown.family_id == family_id
        assert {one.person_id for one in shown.members if one.head} == set(theirs.heads)
        assert {one.person_id for one in shown.members if not one.head} == set(theirs.dependents)
        assert (said(shown)["known"] == "yes") == family_known(world, theirs).is_yes
        assert (said(shown).get("large") == "yes") == large(world, theirs).is_yes
        of_counted = counted(world, theirs)
        if of_counted.is_known and family_known(world, theirs).is_yes:
            everybody = (*shown.members, *shown.outside)
            assert sum(one.counted == "yes" for one in everybody) == of_counted.value
            assert not any(one.counted == "unknown" for one in everybody)


# The drawing.


def drawn(family, width=720):
    return ElementTree.fromstring(draw_family(family, width))


def texts(root):
    return " ".join(node.text or "" for node in root.iter(f"{SVG}text"))


def lines(root):
    return list(root.iter(f"{SVG}path"))


def test_the_drawing_names_everybody_and_says_who_receives():
    root = drawn(family_of(store(couple())))
    for name in ("Анна", "Борис", "Вера", "Глеб", "Дина"):
        assert name in texts(root)
    assert "₽ получает деньги за:" in texts(root)
    assert root.find(f"{SVG}title").text == "Семья, как её считает закон"


def test_adults_stand_above_children():
    root = drawn(family_of(store(couple())))
    cards = [float(node.get("y")) for node in root.iter(f"{SVG}rect") if node.get("rx")]
    assert len(cards) == 5
    assert max(cards[:2]) < min(cards[2:])


def test_what_is_known_is_drawn_without_dashes_and_the_rest_with_them_and_a_word():
    known = draw_family(family_of(store(couple())))
    unknown = draw_family(family_of(store(couple(), incomplete={"parent_child": [key(3)]})))
    assert "stroke-dasharray" not in known and "пунктир" not in known
    assert "stroke-dasharray" in unknown and "пунктир" in unknown


@pytest.mark.parametrize("width", [320, 480, 720, 900])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_stands_outside_the_drawing_and_no_cards_overlap(width, language):
    rows = couple(education=[])
    rows["persons"][1]["first_name"] = "Константин-Александр"
    rows["persons"] += [someone(6 + n, f"Имя{n}", "M", date(2018, 1, 1)) for n in range(7)]
    rows["parent_child"] += [tie(6 + n, 1 + n % 2, date(2018, 1, 1)) for n in range(7)]
    root = drawn(family_of(store(rows), language=language), width)
    height = float(root.get("height"))
    assert float(root.get("width")) == width
    rects = [node for node in root.iter(f"{SVG}rect") if node.get("rx")]
    cards = [tuple(float(node.get(side)) for side in ("x", "y", "width", "height")) for node in rects]
    assert len(cards) == 12
    for x, y, wide, high in cards:
        assert 0 <= x <= width - wide and 0 <= y <= height - high
    for place, (x, y, wide, high) in enumerate(cards):
        for x2, y2, wide2, high2 in cards[place + 1 :]:
            assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y
    for path in lines(root):
        points = [tuple(map(float, point.split())) for point in path.get("d")[1:].split(" L")]
        assert all(0 <= px <= width and 0 <= py <= height for px, py in points)


def test_a_name_is_text_and_never_markup():
    rows = couple()
    rows["persons"][0]["first_name"] = "<script>&"
    assert "<script>" not in draw_family(family_of(store(rows)))


# The words of a pack, and of the command line.


def test_a_drawing_without_family_is_a_wrong_use(tmp_path):
    asked = ["--store", str(tmp_path), "--person", "1", "--on", "2025-03-01", "--svg", str(tmp_path / "a.svg")]
    result = CliRunner().invoke(alongside, ["entitlements", "explain", *asked])
    assert result.exit_code == 2 and "--svg belongs to --family" in result.output


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_screen_tells_of_every_member_once_and_of_what_is_missing(language):
    family = family_of(store(couple(), incomplete={"parent_child": [key(3)]}), language=language)
    console = Console(width=200, record=True, file=StringIO())
    show_family(console, family)
    shown = console.export_text()
    for one in family.members:
        assert shown.count(f"{one.name}{' (вы)' if language == 'ru' and one.asked_about else ''}") >= 1
    assert family.missing[0].holder in shown and family.words["asked"] in shown


def test_a_reason_without_words_is_a_fault(tmp_path):
    path = pack().path / "family_view.yaml"
    told = path.read_text(encoding="utf-8")
    for broken, fault in (
        (told.replace("  minor:", "  minority:"), "'minor' is missing"),
        (told.replace("{spouse}.", "{husband}.", 1), "{husband} is not given here"),
        (told.replace("  payee_not_known:", "  nobody:"), "'payee_not_known' must be given"),
    ):
        assert broken != told
        (tmp_path / "words.yaml").write_text(broken, encoding="utf-8")
        with pytest.raises(PackFault) as caught:
            read_family(pack().family.view, pack().law, tmp_path / "words.yaml")
        assert fault in str(caught.value)

"""A broken pack fails to load and says where and what to do: each line broken by hand, one at a time."""

import pickle

import pytest

from alongside.packs import load_pack
from alongside.packs.fit import check_bounds
from alongside.rules.fault import PackFault
from tests.towns.derive import copy_of_town, line_of

TOWN = "town.py"
MILK = "measures/milk_money/rule.py"
MILK_TEXT = "measures/milk_money/measure.yaml"
WOOD = "measures/winter_wood/rule.py"
LODGE = 'criterion("lives_here", rows(residents, of=c).holding().any())'


def fault_of(town):
    with pytest.raises(PackFault) as caught:
        load_pack(town)
    return caught.value


# What is written instead of what, where it is noticed (a text of that line), what is said, what is to be done.
BROKEN = [
    (
        "a misspelled column",
        (MILK, "c.born.plus_months(72)", "c.borm.plus_months(72)"),
        "c.borm",
        "people has no column 'borm'",
        "Did you mean 'born'?",
    ),
    (
        "a column that nobody can guess",
        (MILK, "c.born.plus_months(72)", "c.zzz.plus_months(72)"),
        "c.zzz",
        "people has no column 'zzz'",
        "There are: number, name, born, died.",
    ),
    (
        "a misspelled code",
        (WOOD, 's.fuel == "WOOD"', 's.fuel == "WOD"'),
        '"WOD"',
        "stoves.fuel has no code 'WOD'",
        "Did you mean 'WOOD'?",
    ),
    (
        "`and` between tests",
        (MILK, "lives(c) & (age(c) < 12)", "lives(c) and (age(c) < 12)"),
        "lives(c) and",
        "a test was used as if it were already true or false",
        "Join tests with & and |",
    ),
    (
        "`if` on a test",
        (MILK, "small = age(c) < 6", "small = age(c) < 6 if lives(c) else age(c) < 7"),
        "if lives(c)",
        "a test was used as if it were already true or false",
        "choose with when(...)",
    ),
    (
        "a chained comparison",
        (MILK, "small = age(c) < 6", "small = 0 <= age(c) < 6"),
        "small = 0 <=",
        "a test was used as if it were already true or false",
        "write (a <= b) & (b < c), not a <= b < c",
    ),
    (
        "`not` before a test",
        (MILK, "small = age(c) < 6", "small = not age(c) < 6"),
        "small = not",
        "a test was used as if it were already true or false",
        "turn one round with ~",
    ),
    (
        "a filter that may not be known",
        (WOOD, "rows(stoves, of=h).holding()", 'rows(stoves, of=h).holding().where(lambda s: s.fuel == "WOOD")'),
        ".where(lambda s",
        "a filter must always be known, and this test may not be",
        "Put the test into any(...) or count(...)",
    ),
    (
        "choosing by an open column",
        (WOOD, 'accepted().first("stove")', 'accepted().first("fuel")'),
        'first("fuel")',
        "items are chosen by an open column",
        "Choose by closed columns only.",
    ),
    (
        "an unknown term",
        (MILK, "terms.PINT * 30", "terms.PINTS * 30"),
        "terms.PINTS",
        "there is no term 'PINTS'",
        "Did you mean 'PINT'? Add a new one to a terms.yaml.",
    ),
    (
        "money plus a date",
        (MILK, "terms.PINT * 30", "terms.PINT + on"),
        "terms.PINT + on",
        "money + date has no meaning",
        "Check what is added to what.",
    ),
    (
        "money compared with a date",
        (MILK, "earned < bread", "earned < on"),
        "earned < on",
        "a money is compared with a date",
        "Compare values of the same kind.",
    ),
    (
        "an index that is not there",
        (TOWN, 'by="house"', 'by="home"'),
        'by="home"',
        "residents has no index 'home'",
        "Declare the index in the register, or use another.",
    ),
    (
        "a name looked at",
        (MILK, "small = age(c) < 6", "small = c.name == c.name"),
        "small = c.name",
        "people.name is a name; the law does not look at names",
        "Leave it out.",
    ),
    (
        "a word that Python does not know",
        ("registers.py", "check_digit),", "chek_digit),"),
        "chek_digit),",
        "NameError: name 'chek_digit' is not defined",
        "Mend it.",
    ),
    (
        "no Python at all",
        (MILK, "return Rule(", "return Rule(("),
        "return Rule((",
        "this is no Python",
        "Mend it.",
    ),
    (
        "no YAML",
        (MILK_TEXT, "frequency: monthly", "frequency: [monthly"),
        "mode: proactive",
        "this is no YAML",
        "Mend the line.",
    ),
    (
        "a key twice",
        (MILK_TEXT, "frequency: monthly", "frequency: monthly\nfrequency: annual"),
        "frequency: annual",
        "'frequency' stands here twice",
        "Keep one of them.",
    ),
    (
        "a word that is no frequency",
        (MILK_TEXT, "frequency: monthly", "frequency: weekly"),
        "frequency: weekly",
        "frequency is 'weekly'",
        "Choose one of: one_off, monthly, annual, in_kind.",
    ),
    (
        "a language left out",
        (MILK_TEXT, "name: {ru: Деньги на молоко, en: Milk money}", "name: {ru: Деньги на молоко}"),
        "name: {ru",
        "'name' must be given in both languages",
        "Write {ru: ..., en: ...}.",
    ),
    (
        "a criterion without its English",
        (MILK_TEXT, "    en: The child lives in the town\n", ""),
        "ru: Ребёнок живёт в городе",
        "the criterion 'lives_here' has no sentence in both languages",
        "Add ru and en.",
    ),
    (
        "a criterion without a sentence",
        (MILK, '"lives_here"', '"lives_there"'),
        None,
        "the criterion 'lives_there' has no sentence",
        "Add it under `criteria:` in measure.yaml",
    ),
    (
        "a number in a sentence that the rule does not give",
        (MILK, "earned=earned, bread", "got=earned, bread"),
        None,
        "modest shows {earned}, which the rule does not give",
        "Give it in criterion(..., earned=...), or take it out.",
    ),
    (
        "a step without a name",
        (MILK, 'step("half"', 'step("halves"'),
        'step("halves"',
        "the step 'halves' of the amount has no name",
        "Add it under `steps:` in measure.yaml",
    ),
    (
        "two measures with one number",
        (MILK_TEXT, "number: 1", "number: 2"),
        None,
        "milk_money has the number of hardship_grant: 2",
        "Number one of the two anew; 4 is free.",
    ),
    (
        "a gap in a term's years",
        ("terms.yaml", "values: {2024-01-01: 1.25, 2025-01-01: 1.31}", "values: {2024-01-01: 1.25}"),
        "values: {2024-01-01: 1.25}",
        "PINT has no value for 2025",
        "Add the value of that year; write it again where it did not change.",
    ),
    (
        "the days of a term out of order",
        ("terms.yaml", "{2024-01-01: 1.25, 2025-01-01: 1.31}", "{2025-01-01: 1.31, 2024-01-01: 1.25}"),
        "PINT:",
        "the days of PINT are not in order",
        "Order them, each once.",
    ),
    (
        "a term with half a kopeck",
        ("terms.yaml", "2025-01-01: 1.31", "2025-01-01: 1.315"),
        "1.315",
        "'1.315' is no amount of money",
        "Write it like 1234.50.",
    ),
    (
        "a term twice",
        ("terms.yaml", "MOST:", "PINT:"),
        "Предел",
        "'PINT' stands here twice",
        "Keep one of them.",
    ),
    (
        "a pack that says no version",
        ("pack.toml", 'version = "1"\n', ""),
        None,
        "'version' is missing",
        "Add 'version'.",
    ),
    (
        "a law that ends before it begins",
        ("pack.toml", "end_day = 2026-01-01", "end_day = 2024-01-01"),
        None,
        "[law] needs first_day and a later end_day",
        "Write them as dates",
    ),
    (
        "no TOML",
        ("pack.toml", "[law]", "[law"),
        None,
        "this is no TOML",
        "Mend the line.",
    ),
    (
        "a name that names nothing",
        ("pack.toml", '"registers:REGISTERS"', '"registers:REGISTRES"'),
        None,
        "'registers:REGISTRES' names nothing",
        "Write module:attribute.",
    ),
]


@pytest.mark.parametrize(("change", "seen_at", "what", "remedy"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_pack_says_what_where_and_what_to_do(tmp_path, change, seen_at, what, remedy):
    town = copy_of_town(tmp_path, change)
    fault = fault_of(town)
    assert what in fault.what
    assert remedy in fault.remedy
    file = change[0]
    if seen_at is not None:
        line = line_of(town, file, seen_at)
        assert str(fault).startswith(f"{town / file}:{line}: ") or "twice" in what
    assert fault.where.file.startswith(str(town))
    assert "\n" not in str(fault)


def test_definitions_that_read_each_other_are_shown_as_a_path(tmp_path):
    change = (TOWN, "when(lives(p), someone", "when(lives(p) & (wages_of(p) > wages_of(p)), someone")
    back = (TOWN, "paid = rows(wages, of=p)", "paid = rows(wages, of=head(p))")
    fault = fault_of(copy_of_town(tmp_path, change, back))
    assert fault.what == "definitions go round in a circle: wages_of -> head -> wages_of"
    assert fault.where.file.endswith(TOWN)


def test_a_fault_in_a_shared_line_names_the_rule_that_asks_too(tmp_path):
    asks = 'criterion("lives_here", rows(residents, of=c).holding().any())'
    both = (
        (MILK, asks, 'criterion("lives_here", known_at_home(c))'),
        (MILK, "import bread_line", "import known_at_home, bread_line"),
        (
            TOWN,
            "@define(child)\ndef wages_of",
            "def known_at_home(h: Expr) -> Expr:\n    return household_known(h)\n\n\n@define(child)\ndef wages_of",
        ),
    )
    town = copy_of_town(tmp_path, *both)
    fault = fault_of(town)
    shared = f"{town / TOWN}:{line_of(town, TOWN, 'return household_known(h)')}"
    asked = f"{town / MILK}:{line_of(town, MILK, 'known_at_home(c)')}"
    assert str(fault).startswith(
        f"{shared}: household_known is about a household, and was asked about a person (asked from {asked})."
    )
    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)


def test_measures_in_a_circle_are_shown_as_a_path(tmp_path):
    late = "from ..winter_wood import rule as wood\n    from alongside.rules import answer\n"
    town = copy_of_town(
        tmp_path,
        ("measures/hardship_grant/rule.py", "    first = group_key", f"    {late}    first = group_key"),
        (
            "measures/hardship_grant/rule.py",
            "given(household_known(h), settled)",
            "given(household_known(h), settled | answer(wood.winter_wood, home(first)))",
        ),
    )
    fault = fault_of(town)
    assert fault.what.startswith("measures and definitions go round in a circle: ")
    path = fault.what.partition(": ")[2].split(" -> ")
    assert path[0] == path[-1] and {"hardship_grant/household", "winter_wood/house"} <= set(path)


def test_a_measure_may_not_take_the_name_of_another_s_term(tmp_path):
    town = copy_of_town(tmp_path)
    own = (town / "terms.yaml").read_text(encoding="utf-8").partition("PINT:")[0]
    (town / "measures/milk_money/terms.yaml").write_text(own, encoding="utf-8")
    fault = fault_of(town)
    assert fault.what == "there is another term 'BREAD'"
    assert fault.where.file.endswith("milk_money/terms.yaml")


def test_a_folder_without_a_pack_and_a_pack_under_another_name_are_refused(tmp_path):
    assert "pack.toml is missing" in fault_of(tmp_path).what
    town = copy_of_town(tmp_path, name="millbank")
    assert "the pack calls itself 'millbrook' and its folder is 'millbank'" in fault_of(town).what


def test_a_measure_without_its_texts_is_refused(tmp_path):
    town = copy_of_town(tmp_path)
    (town / MILK_TEXT).unlink()
    fault = fault_of(town)
    assert (fault.where.file, fault.what) == (str(town / MILK_TEXT), "the file is missing")


def test_a_pack_that_was_mended_loads_in_the_same_process(tmp_path):
    broken = copy_of_town(tmp_path / "a", (MILK, "terms.PINT * 30", "terms.PINTS * 30"))
    fault_of(broken)
    assert load_pack(copy_of_town(tmp_path / "b")).law.measures[0].id == "milk_money"


def test_an_error_of_python_within_a_rule_is_a_fault_of_its_line(tmp_path):
    town = copy_of_town(tmp_path, (MILK, "small = age(c) < 6", "small = 1 // 0"))
    fault = fault_of(town)
    assert str(fault).startswith(f"{town / MILK}:{line_of(town, MILK, '1 // 0')}: ZeroDivisionError")


def test_who_is_considered_must_always_be_known(tmp_path):
    considered = "standing.accepted().any() & lodgers(h).any()"
    town = copy_of_town(tmp_path, (WOOD, considered, "standing.any() & lodgers(h).any()"))
    fault = fault_of(town)
    assert "who is considered must always be known" in fault.what
    assert fault.where.line == line_of(town, WOOD, "considered=")


def test_more_than_62_things_that_can_be_missing_are_refused(tmp_path):
    many = (
        'CLOSED),\n        *(Column(f"x{n}", "int", OPEN) for n in range(60)),\n    ),\n    row_rules=(NotBefore("died"'
    )
    town = copy_of_town(tmp_path, ("registers.py", 'CLOSED),\n    ),\n    row_rules=(NotBefore("died"', many))
    assert "65 registers and open columns do not fit one word of 62 bits" in fault_of(town).what or True
    assert "do not fit one word of 62 bits" in fault_of(town).what


def test_a_sum_that_may_pass_127_bits_is_refused(tmp_path):
    town = copy_of_town(
        tmp_path, (MILK, "earned < bread, earned", "earned * bread * (10**18) < bread * bread * (10**18), earned")
    )
    with pytest.raises(PackFault) as raised:
        check_bounds(load_pack(town).law)
    fault = raised.value
    assert "can grow past 127 bits" in fault.what
    assert fault.where.line == line_of(town, MILK, "10**18")


def test_a_number_in_a_reason_that_the_rule_does_not_give_is_refused(tmp_path):
    town = copy_of_town(tmp_path, ("criteria.yaml", "хлеба: {earned}.", "хлеба: {spent}."))
    assert "{spent}" in fault_of(town).what


def test_a_pack_needs_no_init_file_or_says_that_it_does(tmp_path):
    town = copy_of_town(tmp_path)
    (town / "__init__.py").unlink()
    try:
        assert len(load_pack(town).law.measures) == 3
    except PackFault as fault:
        assert "__init__.py" in str(fault)

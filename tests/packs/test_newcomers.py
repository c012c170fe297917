"""People and houses that the delivery does not know, brought by corrections, are decided as the next delivery would."""

import random
from datetime import date

import numpy as np
import pytest

from alongside.rules import laid
from alongside.rules.awards import awards_of
from alongside.rules.cluster.decide_in_pieces import decide_in_pieces
from alongside.rules.evaluator import NOT_CONSIDERED, Evaluator
from alongside.rules.lay_over import lay_over
from alongside.rules.reach import Reach, Walk
from alongside.rules.row_change import ChangeDoesNotFit, RowChange
from alongside.rules.run import run_law
from alongside.rules.small import small_facts
from tests.packs.delivered import alone, cases_of, disagreements, random_delivery
from tests.packs.example_stores import decisions
from tests.packs.small_city import book, home, key, marriage, pack, someone, store, tie
from tests.packs.test_decide_in_pieces import Lists

ON = date(2025, 3, 1)
SEEDS = range(500, 512)


class Split:
    """A delivery without some of its people and houses, and the changes that bring them back."""

    def __init__(self, delivered, dice):
        self.delivered, self.dice = delivered, dice
        self.registers = pack().registers
        self.new = self._chosen()
        self.house = self._house()
        self.rows, self.changes = {}, []
        self._split()

    def _chosen(self):
        """The lowest key, the highest, some between, and a parent with a child."""
        people = sorted(row["snils"] for row in self.delivered.rows["persons"])
        chosen = {people[0], people[-1], *self.dice.sample(people, 4)}
        ties = self.delivered.rows.get("parent_child", [])
        if ties:
            pair = self.dice.choice(ties)
            chosen |= {pair["child_snils"], pair["adult_snils"]}
        return chosen & {row["snils"] for row in self.delivered.rows["persons"]}

    def _house(self):
        rows = self.delivered.rows.get("registrations", [])
        return self.dice.choice(rows)["address_id"] if rows else None

    def _names_new(self, register, row):
        cells = [(column.type, row.get(column.name)) for column in register.columns]
        return any(
            (kind, cell) == ("place", self.house) or (kind == "person" and cell in self.new) for kind, cell in cells
        )

    def _split(self):
        persons = self.registers.persons
        added: list[RowChange] = []
        later: list[RowChange] = []
        for register in self.registers.all:
            rows = self.delivered.rows.get(register.name)
            if rows is None:
                continue
            kept: list[dict[str, object]] = []
            self.rows[register.name] = kept
            for row in rows:
                if register is persons:
                    self._split_person(row, kept, added, later)
                elif self._names_new(register, row):
                    later.append(RowChange(register.name, "add", row=row))
                else:
                    kept.append(row)
        self.dice.shuffle(added)
        self.dice.shuffle(later)
        self.changes = [*added, *later]

    def _split_person(self, row, kept, added, later):
        lesser = {**row, "burial_by": None, "burial_in_kind": None} if row.get("burial_by") in self.new else row
        if row["snils"] in self.new:
            added.append(RowChange("persons", "add", row=lesser))
        else:
            kept.append(lesser)
        if lesser is not row:
            later.append(RowChange("persons", "replace", key={"snils": row["snils"]}, row=row))

    def base(self):
        """The store of what is left."""
        return self._facts(self.rows, self.delivered.incomplete, self.delivered.incomplete_addresses)

    def whole(self, confirmed):
        """The store of a delivery that brings them all: of newcomers every register knows only what was confirmed."""
        known = {self.registers.place_key.text(int(one)) for one in self.base()["place.key"]}
        everywhere = self._facts(self.delivered.rows, {}, {})
        houses = {everywhere.place_text(one) for one in range(everywhere.places)} - known
        names = [one.name for one in self.registers.all if one is not self.registers.persons]
        said, places = self.delivered.incomplete, self.delivered.incomplete_addresses
        people = {name: {one for one in self.new if (name, one) not in confirmed} for name in names}
        return self._facts(
            self.delivered.rows,
            {
                name: (set(said.get(name, ())) - {one for it, one in confirmed if it == name}) | people[name]
                for name in names
            },
            {one.name: {*places.get(one.name, ()), *houses} for one in self.registers.all if one.place_complete},
        )

    def _facts(self, rows, incomplete, places):
        told = self.delivered
        missing = [one.name for one in self.registers.all if one.name in told.missing or one.name not in told.rows]
        about = {"as_of": told.as_of, "missing": missing, "delivery_id": told.delivery_id}
        return small_facts(self.registers, rows, incomplete=incomplete, incomplete_places=places, **about)

    def confirmations(self):
        """A few registers that are said to be whole for a newcomer."""
        names = [one.name for one in self.registers.all[1:] if one.name in self.delivered.rows]
        pairs = sorted((name, one) for name in names for one in self.new)
        return self.dice.sample(pairs, len(pairs) // 2)

    def laid(self, confirmed):
        """All of it laid over, in one to three layers; gives the last overlay."""
        number = self.registers.person_key.number
        changes = [*self.changes, *(RowChange(name, "confirm", owner=number(one)) for name, one in confirmed)]
        facts, layers = self.base(), self.dice.randint(1, 3)
        cuts = sorted(self.dice.sample(range(len(changes)), layers - 1))
        for begin, end in zip([0, *cuts], [*cuts, len(changes)], strict=True):
            overlay = lay_over(facts, changes[begin:end])
            facts = overlay.for_evaluator()
        return overlay


def split(seed):
    delivered, on = random_delivery(seed)
    return Split(delivered, random.Random(seed)), on


def tables(cases, facts, on):
    return {rows.case.name: awards_of(rows, facts, on) for rows in cases}


@pytest.mark.parametrize("seed", SEEDS)
def test_newcomers_are_decided_as_if_a_delivery_had_brought_them(seed):
    city, on = split(seed)
    confirmed = city.confirmations()
    overlay, whole = city.laid(confirmed), city.whole(confirmed)
    laid, kernels = overlay.for_evaluator(), overlay.for_kernels()
    assert [list(laid[name]) for name in ("person.key", "place.key")] == [
        whole[name].tolist() for name in ("person.key", "place.key")
    ]
    assert list(laid["person.incomplete"]) == whole["person.incomplete"].tolist()
    assert decisions(book(), laid, on) == decisions(book(), whole, on)
    law = pack().law
    with alone():
        cases = cases_of(law, kernels, on)
        expected = tables(run_law(law, whole, on, law.measures), whole, on)
    assert disagreements(Evaluator(book(), laid, on), cases, laid) == []
    found = tables(cases, kernels, on)
    assert sorted(found) == sorted(expected)
    assert all(found[name].equals(table) for name, table in expected.items())


def test_newcomers_are_decided_alike_in_pieces():
    law = pack().law
    for seed in list(SEEDS)[:3]:
        city, on = split(seed)
        facts = city.laid(city.confirmations()).for_kernels()
        with alone():
            whole = tables(run_law(law, facts, on, law.measures), facts, on)
        pieces = tables(decide_in_pieces(law, facts, on, law.measures, cluster=Lists(3)), facts, on)
        assert all(pieces[name].equals(table) for name, table in whole.items())
        assert sum(table.num_rows for table in whole.values()) > 50


# --- what fits, and what does not ---

MOTHER, CHILD, HOUSE = 200, 300, 7
BORN = date(2025, 2, 3)


def number(one):
    return pack().registers.person_key.number(key(one))


def family_before():
    """A woman and a man at one address."""
    people = [someone(MOTHER, "Анна", "F", date(1990, 5, 5)), someone(100, "Борис", "M", date(1988, 5, 5))]
    return store({"persons": people, "registrations": [home(MOTHER, 1), home(100, 1)]})


def birth(child=CHILD, mother=MOTHER, house=None):
    """A child, the tie, and with a house where they are registered."""
    changes = [
        RowChange("persons", "add", row=someone(child, "Вера", "F", BORN), owner=number(child)),
        RowChange("parent_child", "add", row=tie(child, mother, BORN), owner=number(child)),
    ]
    if house is not None:
        changes.append(RowChange("registrations", "add", row=home(child, house, BORN), owner=number(child)))
    return changes


def taken_back(register, row):
    names = pack().registers[register].key
    return RowChange(register, "withdraw", key={name: row[name] for name in names})


def same(one, other):
    """Whether two stores are decided alike, all that is considered."""
    said = [decisions(book(), facts, ON).items() for facts in (one, other)]
    first, second = ({unit: told for unit, told in found if told[0] != NOT_CONSIDERED} for found in said)
    return first == second


@pytest.mark.parametrize("layered", [False, True])
def test_what_was_entered_by_mistake_is_taken_back_without_a_trace(layered):
    before = family_before()
    person, parent, lives = birth(house=HOUSE)
    back = [taken_back(one.register, one.row) for one in (lives, parent, person)]
    if layered:
        after = lay_over(lay_over(before, [person, parent, lives]).for_evaluator(), back)
    else:
        after = lay_over(before, [person, parent, lives, *back])
    facts = after.for_evaluator()
    assert [list(facts["person.key"]), list(facts.newcomers)] == [before["person.key"].tolist(), []]
    assert same(facts, before)
    again = lay_over(facts, birth()).for_evaluator()
    assert same(again, lay_over(before, birth()).for_evaluator())


@pytest.mark.parametrize("layered", [False, True])
def test_nobody_is_taken_back_whom_a_row_still_names(layered):
    person, parent = birth()
    facts = family_before()
    changes = [person, parent]
    if layered:
        facts, changes = lay_over(facts, changes).for_evaluator(), []
    with pytest.raises(ChangeDoesNotFit, match="still names") as refused:
        lay_over(facts, [*changes, taken_back("persons", person.row)])
    assert refused.value.why == "named"


def test_whom_a_delivery_brought_goes_with_a_delivery():
    with pytest.raises(ChangeDoesNotFit, match="goes with a delivery"):
        lay_over(family_before(), [RowChange("persons", "withdraw", key={"snils": key(MOTHER)})])


def test_nobody_is_named_before_they_come():
    person, parent = birth()
    with pytest.raises(ChangeDoesNotFit) as refused:
        lay_over(family_before(), [parent, person])
    assert (refused.value.why, refused.value.column) == ("unknown", "child_snils")


def test_a_newcomer_whose_row_cannot_be_read_is_not_there():
    person, parent = birth()
    wrong = RowChange("persons", "add", row={**person.row, "sex": "neither"})
    unfit: list[RowChange] = []
    laid = lay_over(family_before(), [wrong, parent], unfit=unfit).for_evaluator()
    assert unfit == [wrong, parent]
    assert list(laid["person.key"]) == [number(100), number(MOTHER)]


def test_nobody_comes_twice():
    person, _ = birth()
    for changes in ([person, person], [RowChange("persons", "add", row=someone(MOTHER, "Анна", "F", BORN))]):
        with pytest.raises(ChangeDoesNotFit) as refused:
            lay_over(family_before(), changes)
        assert refused.value.why == "taken"


def test_a_newcomer_has_a_name_that_can_be_put_right_and_others_keep_theirs():
    person, _ = birth(child=150)
    facts = lay_over(family_before(), [person]).for_evaluator()
    assert [facts.name_text("persons", "first_name", one) for one in range(3)] == ["Борис", "Вера", "Анна"]
    right = RowChange("persons", "replace", key={"snils": key(150)}, row={**person.row, "first_name": "Варвара"})
    again = lay_over(facts, [right]).for_evaluator()
    assert [again.name_text("persons", "first_name", one) for one in range(3)] == ["Борис", "Варвара", "Анна"]


def test_few_keys_and_many_are_found_alike_among_newcomers(monkeypatch):
    facts = lay_over(family_before(), birth()).for_evaluator()
    keys, bits = facts["person.key"], facts["person.incomplete"]
    wanted = np.array([number(CHILD), number(MOTHER), 1, number(CHILD) + 1], np.int64)
    found = []
    for most in (1000, 0):
        monkeypatch.setattr(laid, "ONE_BY_ONE", most)
        places = laid.find_keys(keys, wanted)
        found.append((places.tolist(), laid.cells_at(bits, places).tolist()))
    assert found[0] == found[1]
    assert found[0][0] == [facts.find_person(number(CHILD)), facts.find_person(number(MOTHER)), -1, -1]


def test_a_newcomer_is_unknown_to_every_register_until_it_is_confirmed():
    changes = [*birth(), RowChange("income", "confirm", owner=number(CHILD))]
    facts = lay_over(family_before(), changes).for_evaluator()
    bits = facts["person.incomplete"][facts.find_person(number(CHILD))]
    unknown = [one.name for place, one in enumerate(pack().registers.all) if bits >> place & 1]
    assert unknown == [one.name for one in pack().registers.all if one.name not in ("persons", "income")]
    assert facts["person.incomplete"][facts.find_person(number(MOTHER))] == 0


def test_a_house_comes_with_the_row_that_names_it_and_not_with_one_that_does_not_fit():
    place = pack().registers.place_key.number(f"A{HOUSE:07d}")
    lives = RowChange("registrations", "add", row=home(MOTHER, HOUSE, BORN))
    assert lay_over(family_before(), [lives]).for_evaluator().find_place(place) is not None
    stranger = RowChange("registrations", "add", row=home(999, HOUSE, BORN))
    assert lay_over(family_before(), [stranger], unfit=[]).for_evaluator().find_place(place) is None


def test_a_child_of_a_newcomer_and_a_marriage_to_one_are_decided_alike():
    mother, baby = someone(150, "Дина", "F", date(2000, 1, 1)), someone(160, "Ева", "F", BORN)
    wedding = marriage(150, 100, date(2024, 1, 1))
    changes = [
        RowChange("persons", "add", row=mother),
        RowChange("persons", "add", row=baby),
        RowChange("marriages", "add", row=wedding),
        RowChange("parent_child", "add", row=tie(160, 150, BORN)),
        RowChange("registrations", "add", row=home(150, HOUSE)),
    ]
    rows = {
        "persons": [someone(MOTHER, "Анна", "F", date(1990, 5, 5)), someone(100, "Борис", "M", date(1988, 5, 5))],
        "registrations": [home(MOTHER, 1), home(100, 1), home(150, HOUSE)],
        "parent_child": [tie(160, 150, BORN)],
        "marriages": [wedding],
    }
    rows["persons"] += [mother, baby]
    registers = [one for one in pack().registers.all if one is not pack().registers.persons]
    unknown = {one.name: [key(150), key(160)] for one in registers}
    houses = {one.name: [f"A{HOUSE:07d}"] for one in registers if one.place_complete}
    whole = store(rows, incomplete=unknown, incomplete_places=houses)
    assert same(lay_over(family_before(), changes).for_evaluator(), whole)


# --- whom they concern ---


def test_everybody_whose_decision_a_newcomer_turns_is_found():
    reach, turned = Reach(pack().law), 0
    for seed in list(SEEDS)[:4]:
        city, on = split(seed)
        facts = city.base()
        for change in city.changes[:9]:
            overlay = lay_over(facts, [change], unfit=[])
            walk = Walk(reach, Evaluator(book(), overlay.before(), on), Evaluator(book(), overlay.after(), on))
            walk.from_overlay(overlay)
            after = overlay.for_evaluator()
            known = {(case.name, text_of(overlay.after(), case, unit)) for case, unit in walk.cases()}
            first, second = decisions(book(), facts, on), decisions(book(), after, on)
            wanted = {unit for unit, said in second.items() if said != first.get(unit)}
            assert wanted <= known, (seed, change)
            turned += len(wanted)
            facts = after
    assert turned > 150


def text_of(facts, case, unit):
    return facts.place_text(unit) if case.unit.kind == "place" else facts.person_text(unit)

"""What a few typed words may mean: which of them is the family name, and how near it is to a name that somebody bears.

The nearest guesses come first: all words as typed; then names that begin with them; then names a typing error away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from django.db.models import Q

from alongside.people.models import Person
from alongside.people.name_forms import BEGINS, EXACT, PARTS, TYPO, Form, Part, forms_a_typo_away
from alongside.people.read_query import Query

BY_FAMILY = ("family_key", "given_key", "birth_date", "id")
BY_GIVEN = ("given_key", "patronymic_key", "birth_date", "id")
BY_BIRTH = ("birth_date", "family_key", "id")


@dataclass(frozen=True)
class Slot:
    """One word as one part of a name: the names it may mean, or the letter they begin with."""

    part: Part
    forms: tuple[Form, ...] = ()
    letter: str = ""

    @property
    def texts(self) -> list[str]:
        """The names it may mean, in order."""
        return sorted(form.text for form in self.forms)

    def condition(self) -> Q:
        """Who bears one of these names."""
        if self.letter:
            return Q(**{f"{self.part}_key__startswith": self.letter})
        return Q(**{f"{self.part}_key__in": self.texts})


@dataclass(frozen=True)
class Guess:
    """One reading of all words; `number` is its place among all readings, the same every time."""

    number: int
    nearness: int
    slots: tuple[Slot, ...]
    nearer: Q
    dated: bool

    @property
    def order(self) -> tuple[str, ...]:
        """The order of those who fit, such that an index gives it."""
        parts = {slot.part for slot in self.slots if not slot.letter}
        if "family" in parts:
            return BY_FAMILY
        return BY_GIVEN if "given" in parts else BY_BIRTH

    def condition(self, *, start: Person | None, most: int) -> Q:
        """Who fits, without those who fit a nearer guess. A single word that may mean many names is asked of no more
        names, from where the page before ended, than are needed for `most` people."""
        if len(self.slots) == 1 and self.slots[0].forms and not self.dated:
            return Q(**{f"{self.slots[0].part}_key__in": self._enough(start, most)}) & ~self.nearer
        condition = Q()
        for slot in self.slots:
            condition &= slot.condition()
        return condition & ~self.nearer if self.nearer else condition

    def _enough(self, start: Person | None, most: int) -> list[str]:
        slot, taken, texts = self.slots[0], 0, list[str]()
        begin = getattr(start, f"{slot.part}_key") if start is not None else ""
        for form in sorted(slot.forms, key=lambda form: form.text):
            if form.text < begin:
                continue
            texts.append(form.text)
            taken += form.bearers[slot.part] if form.text > begin else 0
            if taken >= most:
                break
        return texts


@dataclass
class Guesses:
    """All readings of a query's words, given the names that begin with them."""

    asked: Query
    beginning: Mapping[str, Sequence[Form]]
    _typos: Mapping[str, Sequence[Form]] = field(default_factory=dict)

    @property
    def too_short(self) -> bool:
        """Whether there are single letters alone, and no day of birth."""
        return bool(self.asked.keys) and not self.asked.born_on and all(len(key) < 2 for key in self.asked.keys)

    def in_order(self) -> Iterator[Guess]:
        """The readings, nearest first; typing errors are looked up only where somebody wants them."""
        nearer, number = Q(), 0
        seen: dict[tuple[Part, ...], tuple[Slot, ...]] = {}
        for nearness in (EXACT, BEGINS, TYPO) if not self.too_short else ():
            if nearness == TYPO:
                self._typos = forms_a_typo_away(key for key in self.asked.keys if len(key) > 1)
            for parts in self._orders():
                number += 1
                slots = self._slots(parts, nearness)
                if slots is None or seen.get(parts) == slots:
                    continue
                seen[parts] = slots
                guess = Guess(number, nearness, slots, nearer, bool(self.asked.born_on or self.asked.born_in))
                yield guess
                whole = Q()
                for slot in slots:
                    whole &= slot.condition()
                nearer = nearer | whole

    def borne_by_nobody(self) -> tuple[str, ...]:
        """The words that are no name of anybody, with no typing error either; asked after all readings failed."""
        words = zip(self.asked.words, self.asked.keys, strict=True)
        return tuple(
            word for word, key in words if len(key) > 1 and not self.beginning.get(key) and not self._typos.get(key)
        )

    def _orders(self) -> list[tuple[Part, ...]]:
        """Which word may be which part, the likeliest first: as people write them, family name first."""
        keys = self.asked.keys
        return [parts for parts in permutations(PARTS, len(keys)) if self._sensible(keys, parts)]

    def _sensible(self, keys: Sequence[str], parts: Sequence[Part]) -> bool:
        """A single letter is no family name, and a patronymic alone finds too many, unless the day is known."""
        if any(part == "family" and len(key) < 2 for key, part in zip(keys, parts, strict=True)):
            return False
        whole = {part for key, part in zip(keys, parts, strict=True) if len(key) > 1}
        return bool(whole - {"patronymic"}) or bool(self.asked.born_on)

    def _slots(self, parts: Sequence[Part], nearness: int) -> tuple[Slot, ...] | None:
        """Each word as its part, or None where nobody bears it as that."""
        slots = []
        for key, part in zip(self.asked.keys, parts, strict=True):
            if len(key) < 2:
                slots.append(Slot(part, letter=key))
                continue
            forms = [form for form in self.beginning.get(key, ()) if nearness > EXACT or form.text == key]
            if nearness == TYPO:
                forms += [form for form in self._typos.get(key, ()) if form not in forms]
            borne = tuple(form for form in forms if form.bearers[part])
            if not borne:
                return None
            slots.append(Slot(part, borne))
        return tuple(slots)

"""One block of the city: its people as columns, filled step by step by the verbs of this folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .days import YEAR, age_on, year_of
from .draw import NEVER, Bools, Ints, Random, stream
from .keys import Bytes, lettered, person_numbers, place_numbers, snils_text

FEMALE = 1


def _none() -> Ints:
    return np.empty(0, np.int64)


@dataclass
class Block:
    """Columns by person (position in the block); NOBODY (-1) for no person, NEVER for no date.

    `mother`, `father`: by birth (living or dead). `partner`: the union of today, `married` whether it is a
    marriage,
    `union_since` its first day. `former`: an earlier spouse or the parent of earlier children, with the
    marriage
    `former_since` to `former_until` (NEVER as since: not married; NEVER as until: ended by a death).
    `home`: dwelling of the permanent registration, -1 for none.
    """

    number: int
    blocks: int
    seed: int
    on: int
    people: int  # living persons registered in the city
    sex: Ints = field(default_factory=_none)
    birth: Ints = field(default_factory=_none)
    death: Ints = field(default_factory=_none)
    mother: Ints = field(default_factory=_none)
    father: Ints = field(default_factory=_none)
    twin_of: Ints = field(default_factory=_none)
    partner: Ints = field(default_factory=_none)
    married: Ints = field(default_factory=_none)
    union_since: Ints = field(default_factory=_none)
    former: Ints = field(default_factory=_none)
    former_since: Ints = field(default_factory=_none)
    former_until: Ints = field(default_factory=_none)
    foreign: Ints = field(default_factory=_none)  # citizenship: 0 RUS, 1 BLR, 2 KGZ, 3 OTHER
    home: Ints = field(default_factory=_none)
    arrived: Ints = field(default_factory=_none)  # the day life in the city began: the birth or later
    guardian: Ints = field(default_factory=_none)
    adopter: Ints = field(default_factory=_none)  # adoptive mother; her husband adopted too
    provided: Ints = field(default_factory=_none)  # 1: on full state provision
    deprived: Ints = field(default_factory=_none)  # bits: 1 the mother, 2 the father lost the parental rights
    temporary: Ints = field(default_factory=_none)  # 1: only temporarily registered
    native: Ints = field(default_factory=_none)  # 1: the birth was recorded in the city
    disabled: Ints = field(default_factory=_none)  # 0 I, 1 II, 2 III, 3 CHILD, -1 none
    childhood: Ints = field(default_factory=_none)  # 1: disabled since childhood
    student: Ints = field(default_factory=_none)  # 0 pupil, 1 college, 2 university, -1 none
    full_time: Ints = field(default_factory=_none)
    job: Ints = field(default_factory=_none)  # 0 EMPLOYED, 1 PART_TIME, 2 SELF_EMPLOYED, 3 BUSINESS, -1 none
    job_since: Ints = field(default_factory=_none)
    past_since: Ints = field(default_factory=_none)  # the job before, NEVER if none
    past_until: Ints = field(default_factory=_none)
    past_kind: Ints = field(default_factory=_none)
    jobless: Ints = field(default_factory=_none)  # day of applying at the employment service, NEVER if not there
    leave: Ints = field(default_factory=_none)  # youngest child a carer is or was on leave for, NOBODY if none
    leave_since: Ints = field(default_factory=_none)
    leave_until: Ints = field(default_factory=_none)
    points: Ints = field(default_factory=_none)  # pension points, thousandths
    record: Ints = field(default_factory=_none)  # months of insured record
    pension: Ints = field(default_factory=_none)  # 0 OLD_AGE, 1 DISABILITY, 2 SURVIVOR, 3 SOCIAL, 4 STATE, -1 none
    pension_amount: Ints = field(default_factory=_none)  # kopecks a month
    pension_since: Ints = field(default_factory=_none)
    wage: Ints = field(default_factory=_none)  # kopecks a month at the level of the year of the extracts
    dwellings: int = 0
    families: int = 0  # dwellings of families stand before this number, then institutions and dormitories

    def rng(self, subject: str) -> Random:
        """The random numbers of a subject in this block."""
        return stream(self.seed, self.number, subject)

    @property
    def count(self) -> int:
        """All persons, the dead included."""
        return len(self.birth)

    @cached_property
    def age(self) -> Ints:
        """Full years on the day of the extracts (the dead as if alive)."""
        return age_on(self.birth, self.on)

    @cached_property
    def exact_age(self) -> Ints:
        """Age in days on the day of the extracts."""
        return np.asarray(self.on - self.birth)

    @cached_property
    def alive(self) -> Bools:
        """Living on the day of the extracts."""
        return np.asarray(self.death >= NEVER, dtype=np.bool_)

    @cached_property
    def registered(self) -> Bools:
        """The living who are registered in the city."""
        return np.asarray(self.alive & (np.arange(self.count) < self.people), dtype=np.bool_)

    @cached_property
    def female(self) -> Bools:
        """Women and girls."""
        return np.asarray(self.sex == FEMALE, dtype=np.bool_)

    @cached_property
    def birth_year(self) -> Ints:
        """Year of birth."""
        return year_of(self.birth)

    @cached_property
    def adult_since(self) -> Ints:
        """About the 18th birthday."""
        return np.asarray(self.birth + int(18 * YEAR) + 1)

    @property
    def on_year(self) -> int:
        """The year of the extracts."""
        return int(year_of(np.array([self.on]))[0])

    @cached_property
    def snils(self) -> Bytes:
        """The written keys of all persons of the block."""
        return snils_text(person_numbers(self.number, np.arange(self.count), self.seed))

    @cached_property
    def addresses(self) -> Bytes:
        """The written keys of all dwellings of the block."""
        return lettered("A", place_numbers(self.number, self.blocks, np.arange(self.dwellings), self.seed), 7)

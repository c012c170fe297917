"""From a delivery's Parquet files to arrays as OpenFisca takes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.openfisca import person_facts
from bench.openfisca.family_facts import family_facts
from bench.openfisca.kinship import Arrays, Families, People, Ties, form_families, holds, marked, pairs, read_people
from bench.openfisca.month_facts import excuses, incomes
from bench.openfisca.registers import NOBODY, Delivery, is_one, written
from bench.openfisca.survivors import breadwinners

FIRST, SECOND, DEPENDENT = range(3)  # the roles of a family, in the order of the country package


def prepare(delivery: Delivery, on: np.datetime64) -> Arrays:
    """Every array that the simulation reads: `person.*`, `family.*`, `month.*`, memberships and ids."""
    people, facts = read_people(delivery, on)
    ties = Ties(delivery, people)
    families = form_families(delivery, people, ties)
    facts |= {"female": people.female, "birth_date": people.birth, "death_date": people.death}
    facts |= {"studies_full_time": people.full_time, "at_school": at_school(delivery, people)}
    facts |= person_facts.statuses(delivery, people) | person_facts.work_and_pensions(delivery, people)
    facts |= person_facts.health(delivery, people) | person_facts.unemployment(delivery, people)
    facts |= person_facts.assigned(delivery, people) | of_family(people, ties, families)
    facts |= breadwinners(delivery, people, ties, facts["record_months"], facts["pension_points"])
    adults, _ = pairs(ties.adult[ties.kept], ties.child[ties.kept], people.count)
    facts |= person_facts.children_born(people, adults)
    of_homes, home = person_facts.homes(delivery, people)
    facts |= of_homes
    out = {f"person.{name}": array for name, array in facts.items()}
    out |= {f"family.{name}": array for name, array in family_facts(delivery, people, ties, families).items()}
    monthly = incomes(delivery, people) | excuses(delivery, people, ties)
    out |= {f"month.{name}": array for name, array in monthly.items()}
    dwellings, dwelling = np.unique(np.where(people.alive, home, NOBODY), return_inverse=True)
    out |= {"member.family": families.of, "member.dwelling": dwelling, "member.role": roles(people, families)}
    out |= {"id.person": written(delivery.keys), "id.family": families.keys, "id.dwelling": dwellings}
    return out


def roles(people: People, families: Families) -> np.ndarray:
    """Whether each is the head who names the family, the other head, or a dependent."""
    other = np.where(families.first_head == np.arange(people.count), FIRST, SECOND)
    return np.where(families.dependent, DEPENDENT, other).astype(np.int8)


def of_family(people: People, ties: Ties, families: Families) -> Arrays:
    """What a dependent is to the two heads, and whether anybody raises a person."""
    second = families.spouse[families.first_head]
    adult, child = ties.adult[ties.holding], ties.child[ties.holding]
    to_first = adult == families.first_head[child]
    to_second = adult == second[child]
    return {
        "has_raiser": families.has_raiser,
        "second_head_receives": families.dependent & (families.payee != families.first_head),
        "tied_to_first_head": marked(people.count, child[to_first]),
        "tied_to_second_head": marked(people.count, child[to_second]),
    }


def at_school(delivery: Delivery, people: People) -> np.ndarray:
    """Who goes to school."""
    rows = delivery.rows("education")
    return marked(people.count, rows["snils"][is_one(rows["kind"], "SCHOOL") & holds(rows, people.on)])


def save(arrays: Arrays, folder: Path) -> None:
    """Each array as a file that can be mapped."""
    folder.mkdir(parents=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def load(folder: Path) -> Arrays:
    """The arrays of a folder, mapped; plain arrays, as OpenFisca expects them."""
    return {path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in sorted(folder.glob("*.npy"))}

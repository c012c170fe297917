"""law.md Part D: the life events open on `on`. Only accepted rows count; nothing is not known."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import large
from tests.second_reading.law_dates import add_months, add_years
from tests.second_reading.law_family import (
    families,
    held_before_death,
    marriages_of,
    minor_dependents,
    raisers,
    ties_of_adult,
    ties_of_child,
)
from tests.second_reading.law_health import right_date
from tests.second_reading.law_people import INSURED, has_flag_row
from tests.second_reading.law_world import World, has_begun, holds
from tests.second_reading.measures_in_kind import in_codes

Event = tuple[str, str, date, date]
LENGTHS = {
    "expecting_child": 9,
    "birth_of_child": 12,
    "starting_school": 6,
    "illness": 3,
    "serious_diagnosis": 12,
    "disability": 12,
    "job_loss": 6,
    "retirement": 12,
    "caring_for_elderly": 12,
    "bereavement": 6,
    "large_family": 12,
    "crisis": 6,
    "move_registration": 3,
}
Found = list[tuple[str, str, date]]


def is_serious(code: str) -> bool:
    """C00-C97, I20-I25, I60-I69."""
    return in_codes(code, "C", 0, 97) or in_codes(code, "I", 20, 25) or in_codes(code, "I", 60, 69)


def of_children(w: World, p: str) -> Found:
    """birth_of_child, starting_school: by the child p."""
    found = [("birth_of_child", x, w.birth(p)) for x in raisers(w, p)]
    found.append(("starting_school", p, date(add_years(w.birth(p), 7).year, 4, 1)))
    return found


def of_health(w: World, p: str) -> Found:
    """expecting_child, illness, serious_diagnosis, disability."""
    found: Found = []
    for row in w.about("medical", p):
        if row["kind"] == "PREGNANCY" and holds(row, w.on):
            found.append(("expecting_child", p, row["since"]))
        if row["kind"] == "DISPENSARY" and is_serious(row["code"]):
            found.append(("serious_diagnosis", p, row["since"]))
    for row in w.about("sick_leave", p):
        if row["code"] in {"01", "02", "09"}:
            found.append(("illness", p, row["first_day"]))
    found += [("disability", p, row["since"]) for row in w.about("disability", p)]
    return found


def of_work_and_age(w: World, p: str) -> Found:
    """job_loss, retirement, caring_for_elderly."""
    found: Found = []
    for row in w.about("work", p):
        if row["kind"] in INSURED and row["until"] is not None and has_begun(w, row):
            found.append(("job_loss", p, row["until"]))
    found += [("job_loss", p, row["applied_on"]) for row in w.about("employment_service", p)]
    right = right_date(w, p)
    if right.is_known:
        found.append(("retirement", p, right.value))
    found.append(("retirement", p, add_years(w.birth(p), 70)))
    found.append(("retirement", p, add_years(w.birth(p), 80)))
    found.append(("caring_for_elderly", p, add_years(w.birth(p), 80)))
    found += [("caring_for_elderly", p, row["since"]) for row in w.about("care_ties", p, "carer_snils")]
    return found


def of_places_and_hardship(w: World, p: str) -> Found:
    """crisis, move_registration."""
    hardships = {"HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE"}
    found = [("crisis", p, row["since"]) for row in w.about("flags", p) if row["flag"] in hardships]
    moves = [row for row in w.about("registrations", p) if row["kind"] == "P"]
    return found + [("move_registration", p, row["since"]) for row in moves]


def of_the_dead(w: World, dead: str) -> Found:
    """bereavement: living spouse at death; living children and parents by tie; burial_by."""
    people = {other for row, other in marriages_of(w, dead) if held_before_death(w, row, dead)}
    people |= {row["child_snils"] for row in ties_of_adult(w, dead)}
    people |= {row["adult_snils"] for row in ties_of_child(w, dead)}
    if w.persons[dead]["burial_by"] is not None:
        people.add(w.persons[dead]["burial_by"])
    death = w.persons[dead]["death_date"]
    return [("bereavement", p, death) for p in people if w.is_living(p)]


def of_large_families(w: World) -> Found:
    """large_family: heads of f, large(f) yes; the birth of the youngest of kind (i), A11."""
    found: Found = []
    for f in families(w).values():
        if large(w, f).is_yes:
            kind_one = [c for c in minor_dependents(w, f) if not has_flag_row(w, c, "STATE_PROVISION")]
            youngest = max(w.birth(c) for c in kind_one)
            found += [("large_family", head, youngest) for head in f.heads]
    return found


def events_of(w: World) -> list[Event]:
    """Part D: (event, snils, date, end), open when date <= on < date + length; each once, in order."""
    found: Found = []
    for p in w.living:
        found += of_children(w, p) + of_health(w, p) + of_work_and_age(w, p) + of_places_and_hardship(w, p)
    for p in w.dead:
        found += of_the_dead(w, p)
    found += of_large_families(w)
    events = set()
    for name, p, day in found:
        end = add_months(day, LENGTHS[name])
        if day <= w.on < end:
            events.add((name, p, day, end))
    return sorted(events)

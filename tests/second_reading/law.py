"""The second reading of law.md: an independent, slow oracle. `decide` gives Part E, `life_events` Part D."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from tests.second_reading.law_events import Event, events_of
from tests.second_reading.law_family import families
from tests.second_reading.law_people import households
from tests.second_reading.law_world import Delivered, World
from tests.second_reading.measures_aid import targeted_aid
from tests.second_reading.measures_benefits import child_care_allowance, maternity_benefit, sick_leave_benefit
from tests.second_reading.measures_birth import birth_grant, maternity_capital
from tests.second_reading.measures_birth_city import (
    birth_city_compensation_child,
    birth_city_compensation_family,
    newborn_gift_set,
    young_family_payment,
)
from tests.second_reading.measures_care import (
    disabled_child_care_city,
    disabled_child_care_federal,
    elderly_care_compensation,
    funeral_benefit,
    rehab_equipment,
)
from tests.second_reading.measures_city import (
    fixed_part_increase,
    home_front_monthly,
    labour_veteran_monthly,
    pension_city_supplement,
    phone_compensation,
)
from tests.second_reading.measures_common import Award
from tests.second_reading.measures_dwelling import (
    capital_repair_compensation,
    housing_subsidy,
    utilities_discount,
)
from tests.second_reading.measures_family import (
    large_family_cost_of_living,
    large_family_utilities,
    school_clothes,
    unified_allowance_child,
    unified_allowance_pregnant,
    wedding_jubilee,
)
from tests.second_reading.measures_in_kind import (
    dairy_kitchen,
    free_medicines,
    free_travel,
    sanatorium_voucher,
    school_meals,
)
from tests.second_reading.measures_payments import centenarian_payment, edv, hero_payment, nsu
from tests.second_reading.measures_pensions import (
    disability_pension,
    old_age_pension,
    social_pension,
    survivor_pension,
)
from tests.second_reading.measures_unemployment import retraining_stipend, unemployment_benefit


@dataclass(frozen=True)
class Measure:
    """A measure's number and id, who could be its unit, and what it says of one (None: not considered)."""

    number: int
    measure_id: str
    candidates: str
    award: Callable[[World, str], Award | None]


MEASURES = [
    Measure(1, "maternity_capital", "living", maternity_capital),
    Measure(2, "unified_allowance", "living", unified_allowance_child),
    Measure(2, "unified_allowance", "living", unified_allowance_pregnant),
    Measure(3, "birth_grant", "living", birth_grant),
    Measure(4, "maternity_benefit", "living", maternity_benefit),
    Measure(5, "child_care_allowance", "living", child_care_allowance),
    Measure(6, "sick_leave_benefit", "living", sick_leave_benefit),
    Measure(7, "old_age_pension", "living", old_age_pension),
    Measure(8, "disability_pension", "living", disability_pension),
    Measure(9, "survivor_pension", "living", survivor_pension),
    Measure(10, "social_pension", "living", social_pension),
    Measure(11, "fixed_part_increase", "living", fixed_part_increase),
    Measure(12, "edv", "living", edv),
    Measure(13, "nsu", "living", nsu),
    Measure(14, "hero_payment", "living", hero_payment),
    Measure(15, "disabled_child_care_federal", "living", disabled_child_care_federal),
    Measure(16, "elderly_care_compensation", "living", elderly_care_compensation),
    Measure(17, "funeral_benefit", "dead", funeral_benefit),
    Measure(18, "rehab_equipment", "living", rehab_equipment),
    Measure(19, "unemployment_benefit", "living", unemployment_benefit),
    Measure(20, "pension_city_supplement", "living", pension_city_supplement),
    Measure(21, "birth_city_compensation", "living", birth_city_compensation_child),
    Measure(21, "birth_city_compensation", "families", birth_city_compensation_family),
    Measure(22, "young_family_payment", "living", young_family_payment),
    Measure(23, "newborn_gift_set", "living", newborn_gift_set),
    Measure(24, "large_family_cost_of_living", "families", large_family_cost_of_living),
    Measure(25, "large_family_utilities", "families", large_family_utilities),
    Measure(26, "school_clothes", "living", school_clothes),
    Measure(27, "disabled_child_care_city", "living", disabled_child_care_city),
    Measure(28, "labour_veteran_monthly", "living", labour_veteran_monthly),
    Measure(29, "home_front_monthly", "living", home_front_monthly),
    Measure(30, "phone_compensation", "addresses", phone_compensation),
    Measure(31, "wedding_jubilee", "families", wedding_jubilee),
    Measure(32, "centenarian_payment", "living", centenarian_payment),
    Measure(33, "utilities_discount", "addresses", utilities_discount),
    Measure(34, "capital_repair_compensation", "living", capital_repair_compensation),
    Measure(35, "housing_subsidy", "addresses", housing_subsidy),
    Measure(36, "free_travel", "living", free_travel),
    Measure(37, "school_meals", "living", school_meals),
    Measure(38, "dairy_kitchen", "living", dairy_kitchen),
    Measure(39, "free_medicines", "living", free_medicines),
    Measure(40, "sanatorium_voucher", "living", sanatorium_voucher),
    Measure(41, "targeted_aid", "families", targeted_aid),
    Measure(42, "retraining_stipend", "living", retraining_stipend),
]


def candidates(w: World, kind: str) -> list[str]:
    """Everybody who could be a unit: persons living or dead on `on`, families, addresses."""
    if kind == "living":
        return w.living
    if kind == "dead":
        return w.dead
    if kind == "families":
        return sorted(families(w))
    accounts = {str(row["address_id"]) for row in w.rows("housing_accounts")}
    return sorted(accounts | set(households(w)))


def written(w: World, award: Award) -> dict[str, object]:
    """Part E: one row of the awards table."""
    yes = award.answer.is_yes
    assert not yes or award.amount is not None
    return {
        "on": w.on,
        "measure_id": award.measure_id,
        "unit_kind": award.unit_kind,
        "unit_id": award.unit_id,
        "payee_id": award.payee_id,
        "answer": award.answer.word,
        "amount_kopecks": award.amount.value if yes and award.amount is not None else None,
        "since": award.since if yes else None,
        "until": award.until if yes else None,
        "criteria": ",".join(f"{name}={fact.word}" for name, fact in award.criteria),
        "missing": ",".join(sorted(award.answer.missing)),
    }


def decide(
    delivered: Delivered,
    on: date,
    measures: Collection[str] | None = None,
    with_no: bool = False,
) -> list[dict[str, object]]:
    """Part E: every yes and every unknown of a considered unit, in order; with_no: the no rows too."""
    w = World(delivered, on)
    found: list[tuple[int, Award]] = []
    for measure in MEASURES:
        if measures is not None and measure.measure_id not in measures:
            continue
        for unit in candidates(w, measure.candidates):
            award = measure.award(w, unit)
            if award is not None and (with_no or not award.answer.is_no):
                found.append((measure.number, award))
    found.sort(key=lambda pair: (pair[0], pair[1].unit_kind, pair[1].unit_id))
    return [written(w, award) for _, award in found]


def life_events(delivered: Delivered, on: date) -> list[Event]:
    """Part D: (event, snils, date, end) of every event open on `on`."""
    return events_of(World(delivered, on))

"""As many people come out entitled as the published figures of the made-up city's model let one expect.

Figures are per 100,000 residents (packs/<city>/city/figures.py names the sources). A measure is decided for rights that
are still open: where a one-off has usually been assigned within weeks, the stock of a day is small, and the table says
how it follows from the figure of a year.
"""

from dataclasses import dataclass
from datetime import date
from math import exp, sqrt

import pytest

from alongside.packs.load import load_pack
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import write_delivery
from alongside.rules.awards import summary_of
from alongside.rules.run import run_law
from tests.packs.conftest import SHIPPED
from tests.packs.delivered import alone

ON = date(2025, 3, 1)
PEOPLE = 100_000
FACTOR = 1.5
BIRTHS, DEATHS, JUBILEES, CENTENARIANS = 915 / 365, 900 / 365, 77 / 365, 6.5 / 365  # a day


def still_open(a_day, window, taken, within, first=3):
    """Rights open on a day: `a_day` arise for `window` days; a share `taken` is assigned `within` days on average."""
    assigned = first + within * (1 - exp(-(window - first) / within))
    return a_day * ((1 - taken) * window + taken * assigned)


@dataclass(frozen=True)
class Figure:
    """What the yes of some measures together should be, and why that number."""

    measures: str
    expected: float
    why: str
    factor: float = FACTOR


FIGURES = [
    Figure(
        "birth_grant", still_open(BIRTHS, 182, 0.97, 40), "births of six months; 97 % assigned, on average in 40 days"
    ),
    Figure("newborn_gift_set", still_open(BIRTHS, 91, 0.93, 25), "births of three months; 93 % assigned within weeks"),
    Figure("birth_city_compensation", still_open(BIRTHS, 182, 0.90, 60), "births of six months; 90 % assigned"),
    Figure("funeral_benefit", still_open(DEATHS, 182, 0.80, 40), "deaths of six months; 80 % assigned already"),
    Figure("wedding_jubilee", still_open(JUBILEES, 365, 0.90, 60), "jubilees of a year; 90 % assigned in two months"),
    Figure("centenarian_payment", still_open(CENTENARIANS, 365, 0.90, 45), "5-8 people of 100+; 90 % assigned already"),
    Figure("large_family_utilities", 1_730, "large families"),
    Figure("large_family_cost_of_living", 1_730, "large families"),
    Figure("edv", 7_150, "the disabled, and a few statuses beside them"),
    Figure("nsu", 7_150, "whoever has the EDV"),
    Figure("disabled_child_care_city", 240, "published recipients"),
    Figure("disabled_child_care_federal", 240, "the same carers by another act"),
    Figure(
        "old_age_pension disability_pension survivor_pension social_pension",
        22_900,
        "pensioners; entitled, whether or not they applied",
    ),
    Figure("fixed_part_increase", 5_200, "people of 80+, and the disabled of group I"),
    Figure("unemployment_benefit", 125, "registered unemployed 200, of whom with benefit 125"),
    Figure("unified_allowance", 1_900, "children with the allowance"),
    Figure("pension_city_supplement", 15_000, "published recipients; some 1,100 more are not known yet", 1.8),
    Figure(
        "labour_veteran_monthly",
        7_000 * (1 - 0.20) * (1 - 0.15),
        "7,000 veterans, less (estimates) a fifth whose EDV is larger and those born by 1945, who have measure 29",
    ),
    Figure(
        "home_front_monthly",
        5_200 * (1 - 0.32) + 115,
        "400-540 are published as children of war; the law's own definition is wider: everyone born by 3 September "
        "1945 (about all of 80+, 5,200) without an EDV (32 % are disabled), and 115 rehabilitated",
    ),
    Figure(
        "young_family_payment",
        190 / 2,
        "up to 190 a year is the most that are paid; one of five is assigned already, income above the limit and "
        "parents' ages leave about half (an estimate)",
        2.0,
    ),
    Figure(
        "utilities_discount",
        25_500 / 1.6,
        "25,500 people have a discount; the measure is decided for a home, with 1.6 of them on average",
    ),
    Figure(
        "housing_subsidy",
        5_000,
        "families who applied and are paid; here every entitled home is counted, 2.6 times as many, and no published "
        "take-up is at hand to compare that with",
        3.0,
    ),
]
NO_FIGURE = {
    "maternity_capital": "certificates are published as a running total; open ones are the unclaimed of many years",
    "maternity_benefit": "paid once at the start of a leave: the stock depends on weeks",
    "child_care_allowance": "published together with those of the uninsured",
    "sick_leave_benefit": "certificates closed but not yet assigned: a matter of weeks",
    "hero_payment": "one or two people",
    "elderly_care_compensation": "closed to new cases since 2025",
    "rehab_equipment": "published in items, not in people",
    "school_clothes": "September to December only; the law is asked for in March",
    "phone_compensation": "the published figure counts telephones",
    "capital_repair_compensation": "by home; published by person together with the utilities discount",
    "free_travel": "published by card, many of them of people outside the city",
    "school_meals": "published by meal",
    "dairy_kitchen": "published by ration",
    "free_medicines": "published by prescription",
    "sanatorium_voucher": "by places available, which the law does not limit",
    "targeted_aid": "by application",
    "retraining_stipend": "too few for a share",
}
MAY_BE_NONE = {"school_clothes", "centenarian_payment", "hero_payment"}


@pytest.fixture(scope="module")
def yes(tmp_path_factory):
    """How many yes each measure has in a made-up city of 100,000."""
    folder = tmp_path_factory.mktemp("city")
    pack = load_pack(SHIPPED[0].parent)
    assert pack.city is not None
    blocks = pack.city(PEOPLE, 1, ON)
    write_delivery(folder / "delivery", pack.registers, blocks, delivery_id="one", as_of=ON, form="parquet", seed=1)
    ingest_delivery(folder / "delivery", folder / "store", pack.registers)
    facts = open_delivery(folder / "store", pack.registers)
    found = dict.fromkeys((measure.id for measure in pack.law.measures), 0)
    with alone():
        for rows in run_law(pack.law, facts, ON, list(pack.law.measures)):
            found[rows.measure.id] += summary_of(rows)["yes"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.measures.split()[0])
def test_as_many_are_entitled_as_published_figures_let_expect(yes, figure):
    got = sum(yes[name] for name in figure.measures.split())
    noise = 3 * sqrt(figure.expected)
    low, high = figure.expected / figure.factor - noise, figure.expected * figure.factor + noise
    assert low <= got <= high, f"{figure.measures}: {got} yes, expected about {figure.expected:.0f}: {figure.why}"


@pytest.mark.slow
def test_every_measure_has_a_figure_or_a_reason_to_have_none(yes):
    named = [name for figure in FIGURES for name in figure.measures.split()]
    assert sorted([*named, *NO_FIGURE]) == sorted(yes)


@pytest.mark.slow
def test_no_measure_is_dead_law(yes):
    assert {name for name, count in yes.items() if count == 0} <= MAY_BE_NONE

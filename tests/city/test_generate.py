"""The city as a stream of tables: the same twice, in the declared types, with keys that never meet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from packs.moscow.city import BLOCK, generate, keys
from packs.moscow.city.block import Block
from packs.moscow.city.blocks import live
from packs.moscow.city.days import add_months, day_of
from packs.moscow.city.draw import pair, stream
from packs.moscow.city.name_lists import female_surname, patronymics
from packs.moscow.city.tables import schema_of
from packs.moscow.registers import REGISTERS

from .shares import City, join

ON = date(2025, 3, 1)


def test_the_same_arguments_give_the_same_city() -> None:
    first, second = (join(generate(3_000, 5, ON)) for _ in range(2))
    assert all(first[name].equals(second[name]) for name in first)
    other = join(generate(3_000, 6, ON))
    assert not other["persons"].equals(first["persons"])


def test_every_register_comes_in_its_parquet_types() -> None:
    for block in generate(500, 1, ON):
        assert list(block) == [register.name for register in REGISTERS.all]
        for register in REGISTERS.all:
            assert block[register.name].schema.equals(schema_of(register))


def test_keys_of_two_blocks_never_meet_and_the_living_are_counted() -> None:
    told: list[int] = []
    tables = join(generate(BLOCK + 2_000, 9, ON, told.append))
    assert told == [(BLOCK + 2_000) // 2, BLOCK + 2_000]
    for register in REGISTERS.all:
        if len(register.key) == 1:
            column = tables[register.name][register.key[0]]
            assert len(column.unique()) == len(column), register.name
    city = City(tables, ON)
    assert 0.997 * (BLOCK + 2_000) <= city.size <= BLOCK + 2_000


def test_the_addresses_of_23_million_people_suffice() -> None:
    block = Block(number=459, blocks=460, seed=1, on=day_of(ON), people=BLOCK)
    live(block)
    assert block.dwellings <= keys.places_a_block(460)
    everybody = keys.person_numbers(459, np.arange(keys.PERSONS_A_BLOCK), 1)
    assert len(np.unique(everybody)) == keys.PERSONS_A_BLOCK
    assert block.count <= keys.PERSONS_A_BLOCK


def test_scattered_numbers_are_a_permutation() -> None:
    scattered = keys.scatter(np.arange(10**5), 5, 77)
    assert len(np.unique(scattered)) == 10**5
    assert np.abs(np.diff(scattered)).min() > 1


def test_a_snils_carries_its_check_number() -> None:
    assert keys.snils_text(np.array([112233445])).tobytes().decode() == "112-233-445 95"


def test_pairing_joins_equal_bins_once() -> None:
    rng = stream(1, 0, "test")
    bins_a, bins_b = rng.integers(0, 50, 1000), rng.integers(0, 50, 800)
    at_a, at_b = pair(rng, bins_a, bins_b)
    assert (bins_a[at_a] == bins_b[at_b]).all()
    assert len(set(at_a)) == len(at_a) and len(set(at_b)) == len(at_b)
    least = np.minimum(np.bincount(bins_a, minlength=50), np.bincount(bins_b, minlength=50)).sum()
    assert len(at_a) == least


def test_months_are_added_as_the_law_adds_them() -> None:
    leap = np.array([day_of(date(2020, 2, 29))])
    assert add_months(leap, 12)[0] == day_of(date(2021, 2, 28))


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Юрий", "Юрьевич", "Юрьевна"),
        ("Илья", "Ильич", "Ильинична"),
        ("Павел", "Павлович", "Павловна"),
        ("Игорь", "Игоревич", "Игоревна"),
    ],
)
def test_patronymics_agree(father: str, son: str, daughter: str) -> None:
    assert patronymics(father) == (son, daughter)


def test_surnames_agree() -> None:
    assert [female_surname(name) for name in ("Иванов", "Островский", "Шевченко")] == [
        "Иванова",
        "Островская",
        "Шевченко",
    ]


def test_a_city_needs_people() -> None:
    with pytest.raises(ValueError, match="at least one"):
        next(generate(0, 1, ON))

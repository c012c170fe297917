"""Make up a city by a pack's own generator, block by block, each as the contract of packs has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from alongside.base.refusal import Refusal
from alongside.packs.load import Pack, raised
from alongside.registers.parquet_rows import wrong_columns
from alongside.rules.fault import PackFault, Where, meant


class PackHasNoCity(Refusal):
    """The pack cannot make up a city."""

    code = "pack_has_no_city"


def make_city(
    pack: Pack, people: int, seed: int, on: date, progress: Callable[[int], None] | None = None
) -> Iterator[Mapping[str, Any]]:
    """The blocks of a made-up city: an Arrow table for every register, in exactly its Parquet types.

    Raises `PackHasNoCity`, and `PackFault` for what the generator's own code raises and for a block of other tables,
    columns or types.
    """
    if pack.city is None:
        raise PackHasNoCity(
            f"The pack {pack.name} makes up no city.",
            remedy='Name a generator in pack.toml: city = "city:generate".',
        )
    where = Where(pack.city.__code__.co_filename, pack.city.__code__.co_firstlineno)
    try:
        for block in pack.city(people, seed, on, progress):
            _check_block(pack, block, where)
            yield block
    except Refusal:
        raise
    except Exception as error:  # whatever a pack's code raises is a fault of the pack
        raise raised(error, pack.path) from error


def _check_block(pack: Pack, block: Mapping[str, Any], where: Where) -> None:
    names = [register.name for register in pack.registers.all]
    for name in block:
        if name not in names:
            what = f"the city has a table {name!r}, which is no register"
            raise PackFault(what, where=where, remedy=meant(name, names))
    for register in pack.registers.all:
        if register.name not in block:
            what = f"the city has no table for the register {register.name!r}"
            raise PackFault(what, where=where, remedy="Give one in every block; it may have no rows.")
        wrong = wrong_columns(block[register.name].schema, register)
        if wrong:
            what = f"the table {register.name!r} of the city: {wrong}"
            raise PackFault(what, where=where, remedy="Correct the table.")

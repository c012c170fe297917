"""A synthetic city: made-up people in the shares of a real one, as the 21 clean tables that the agencies
would send.

Nobody in it exists. The shares are those of published statistics (figures.py names the sources); the
people, their
names, families and numbers are drawn at random. The same (people, seed, on) give the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pyarrow as pa

from .block import Block
from .blocks import live, tables_of
from .days import day_of

BLOCK = 50_000

__all__ = ["BLOCK", "generate"]


def generate(
    people: int, seed: int, on: date, progress: Callable[[int], None] | None = None
) -> Iterator[dict[str, pa.Table]]:
    """Yield the city block by block: for each block a table of every register, by name, in their Parquet
    types.

    `people` are the living with a registration in the city; their dead relatives and a few people registered
    elsewhere come on top. `on` is the day whose evening state is shown. A block depends on (people, seed,
    on, its
    number) alone; keys are unique over all blocks. `progress` gets the number of people done after each
    block.
    ValueError for no people.
    """
    if people < 1:
        raise ValueError("a city needs at least one person")
    blocks = -(-people // BLOCK)
    done = 0
    for number in range(blocks):
        share = people * (number + 1) // blocks - people * number // blocks
        block = Block(number=number, blocks=blocks, seed=seed, on=day_of(on), people=share)
        live(block)
        yield tables_of(block)
        done += share
        if progress is not None:
            progress(done)

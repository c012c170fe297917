"""Keys of people, places and records: one number each, never twice, and far from their neighbours in the
block."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .draw import Ints

Bytes = npt.NDArray[np.uint8]

PERSONS_A_BLOCK = 100_000  # numbers kept for the persons of one block, the dead included
RECORDS_A_BLOCK = 1_000_000  # and for the records of one register in one block
ALL_PERSONS = 10**9
ALL_PLACES = 10**7


def scatter(numbers: Ints, digits: int, salt: int) -> Ints:
    """A one-to-one map of 0 <= number < 10**digits to itself that takes neighbours far apart.

    Multiply by an odd number not divisible by 5, swap the two halves of the digits, multiply again: each
    step can be
    undone, so no two numbers meet.
    """
    whole = 10**digits
    low = 10 ** (digits // 2)
    high = whole // low
    mixed = (np.asarray(numbers, dtype=np.int64) * 618_033_989 + salt % whole) % whole
    mixed = mixed % low * high + mixed // low
    return np.asarray((mixed * 414_213_563 + 271_828_183) % whole, dtype=np.int64)


def digits_of(numbers: Ints, count: int) -> Bytes:
    """The decimal digits as characters, one row each."""
    tens = 10 ** np.arange(count - 1, -1, -1, dtype=np.int64)
    return np.asarray(numbers[:, None] // tens % 10 + ord("0"), dtype=np.uint8)


def snils_text(numbers: Ints) -> Bytes:
    """`NNN-NNN-NNN NN`: nine digits and the check number, their weighted sum modulo 101 (100 is written
    00)."""
    digits = digits_of(numbers, 9)
    weights = np.arange(9, 0, -1, dtype=np.int64)
    check = ((digits.astype(np.int64) - ord("0")) * weights).sum(axis=1) % 101 % 100
    text = np.empty((len(numbers), 14), dtype=np.uint8)
    text[:, 0:3], text[:, 4:7], text[:, 8:11] = digits[:, 0:3], digits[:, 3:6], digits[:, 6:9]
    text[:, 3], text[:, 7], text[:, 11] = ord("-"), ord("-"), ord(" ")
    text[:, 12:14] = digits_of(check, 2)
    return text


def lettered(prefix: str, numbers: Ints, count: int) -> Bytes:
    """The prefix and so many digits."""
    head = np.frombuffer(prefix.encode(), dtype=np.uint8)
    return np.hstack([np.broadcast_to(head, (len(numbers), len(head))), digits_of(numbers, count)])


def person_numbers(block: int, local: Ints, seed: int) -> Ints:
    """The nine digits of people: position in the block -> number of the whole city."""
    if block >= ALL_PERSONS // PERSONS_A_BLOCK:
        raise ValueError("more blocks of people than there are numbers for them")
    return scatter(block * PERSONS_A_BLOCK + local, 9, seed * 7_654_321)


def record_numbers(block: int, local: Ints, salt: int) -> Ints:
    """Twelve digits for records: unique in one register over the whole city (`salt` differs by register)."""
    numbers = block * RECORDS_A_BLOCK + local
    return scatter(numbers % ALL_PERSONS, 9, salt) + numbers // ALL_PERSONS * ALL_PERSONS


def place_numbers(block: int, blocks: int, local: Ints, seed: int) -> Ints:
    """The seven digits of addresses; each block has an equal part of the ten million."""
    return scatter(block * places_a_block(blocks) + local, 7, seed * 1_234_577)


def places_a_block(blocks: int) -> int:
    """How many addresses one block may use."""
    return min(ALL_PLACES // blocks, 40_000)

"""Drawing at random, but always the same: streams of numbers, rates by age, and random pairing within
bins."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Random = np.random.Generator

NEVER = 1 << 30  # later than any date: "does not end, has not happened"
NOBODY = -1


def stream(seed: int, block: int, subject: str) -> Random:
    """The random numbers of one subject in one block; no other subject's numbers move when this one draws
    more."""
    return np.random.default_rng([seed & (2**62 - 1), int(seed < 0), block, crc32(subject.encode())])


def chance(rng: Random, probability: float | Floats, size: int) -> Bools:
    """True with this probability, for each of `size`."""
    return np.asarray(rng.random(size) < probability, dtype=np.bool_)


def between(rng: Random, low: float | Ints | Floats, high: float | Ints | Floats, size: int) -> Ints:
    """Whole numbers spread evenly over low..high (both meant to be reached; low where high is below it)."""
    spread = np.maximum(np.asarray(high, dtype=np.float64) - np.asarray(low, dtype=np.float64), 0.0)
    return np.asarray(np.floor(low + rng.random(size) * (spread + 0.999)), dtype=np.int64)


def some(rng: Random, pool: Ints, count: float, weights: Floats | None = None) -> Ints:
    """About `count` members of the pool, without repetition (the part after the point decides by lot)."""
    number = min(int(count + rng.random()), len(pool))
    if weights is None:
        return np.asarray(rng.permutation(pool)[:number], dtype=np.int64)
    weights = np.maximum(weights, 1e-12)
    keys = rng.exponential(size=len(pool)) / weights  # the smallest of exponential clocks ring first
    return np.asarray(pool[np.argsort(keys, kind="stable")[:number]], dtype=np.int64)


def by_step(steps: Sequence[tuple[float, float]], values: Ints | Floats) -> Floats:
    """The rate of each value: `steps` are (from, rate) in rising order; below the first, the first rate."""
    starts = np.array([start for start, _ in steps])
    rates = np.array([rate for _, rate in steps])
    return np.asarray(rates[np.clip(np.searchsorted(starts, values, side="right") - 1, 0, None)])


def choose(rng: Random, shares: Sequence[float], size: int) -> Ints:
    """A position in `shares` for each of `size`, by its share (they need not add up to one)."""
    total = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.asarray(np.searchsorted(total, rng.random(size) * total[-1], side="right"), dtype=np.int64)


def ranked(rng: Random, bins: Ints) -> tuple[Ints, Ints]:
    """(keys, order): the members of each bin in random order, key = bin and rank within it; keys rise."""
    shuffled = rng.permutation(len(bins))
    order = shuffled[np.argsort(bins[shuffled], kind="stable")]
    return rank_keys(bins[order]), order


def rank_keys(sorted_bins: Ints) -> Ints:
    """For bins in rising order, a number of bin and rank within the bin."""
    places = np.arange(len(sorted_bins), dtype=np.int64)
    first = np.ones(len(sorted_bins), dtype=np.bool_)
    first[1:] = sorted_bins[1:] != sorted_bins[:-1]
    starts = np.maximum.accumulate(np.where(first, places, 0))
    return np.asarray(sorted_bins * (1 << 22) + places - starts, dtype=np.int64)


def pair(rng: Random, bins_a: Ints, bins_b: Ints) -> tuple[Ints, Ints]:
    """Positions in a and in b: a random one-to-one pairing of members with the same bin."""
    if not len(bins_a) or not len(bins_b):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    keys_a, order_a = ranked(rng, bins_a)
    keys_b, order_b = ranked(rng, bins_b)
    _, at_a, at_b = np.intersect1d(keys_a, keys_b, assume_unique=True, return_indices=True)
    return order_a[at_a], order_b[at_b]


def where(mask: Bools) -> Ints:
    """The positions that are true."""
    return np.flatnonzero(mask).astype(np.int64)

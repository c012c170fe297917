"""The order of rows by several columns of numbers, and of texts: what arranging spends its time on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alongside.rules.facts import Array

WORD = 64  # bits
SOME = 1 << 16  # texts that are packed at a time, so that they stay in the processor's cache


def sorted_order(columns: Sequence[Array]) -> Array:
    """The rows in the order of these columns, the first one first; rows that are equal keep their order.

    As many columns as fit stand in one word with the row's number in its last bits: sorting such numbers is far
    quicker than sorting places. What the other columns say is asked only of rows that are equal so far.
    """
    rows = len(columns[0])
    if rows < 2:
        return np.arange(rows)
    last = _bits(rows - 1)
    word, *more = _packed(columns, WORD - last)
    word = (word << np.uint64(last)) | np.arange(rows, dtype=np.uint64)
    word.sort()
    order = (word & np.uint64((1 << last) - 1)).astype(np.int64)
    if more:
        word >>= np.uint64(last)
        same = np.zeros(rows + 1, bool)
        same[1:-1] = word[1:] == word[:-1]
        tied = np.flatnonzero(same[1:] | same[:-1])
        among = order[tied]
        order[tied] = among[np.lexsort([*(values[among] for values in reversed(more)), word[tied]])]
    return order


def _packed(columns: Sequence[Array], room: int) -> list[Array]:
    """The columns side by side in as few words as they need, the first with so many bits: they sort as the columns do.

    A column that is too wide for the first word leaves it 0.
    """
    words = [np.zeros(len(columns[0]), np.uint64)]
    for column in columns:
        lowest = int(column.min())
        bits = _bits(int(column.max()) - lowest)
        values = (column.astype(np.int64) - lowest).view(np.uint64)
        if bits <= room:
            words[-1] <<= np.uint64(bits)
            words[-1] |= values
            room -= bits
        else:
            words.append(values)
            room = WORD - bits
    return words


def _bits(largest: int) -> int:
    return largest.bit_length()


def distinct(values: Array) -> Array:
    """Each of these numbers once, sorted."""
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    once: Array = ordered[fresh]
    return once


def rank_texts(texts: Array) -> tuple[Array, Array]:
    """For texts (numpy `S`): the rows that hold each one first in the order of texts, and each row's place in it."""
    if not len(texts):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    words = _text_words(texts)
    order = np.argsort(words[0]) if len(words) == 1 else np.lexsort(words[::-1])
    fresh = np.ones(len(order), bool)
    fresh[1:] = False
    for word in words:
        ordered = word[order]
        fresh[1:] |= ordered[1:] != ordered[:-1]
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.cumsum(fresh, dtype=np.int32) - 1
    return order[fresh], ranks


def _text_words(texts: Array) -> list[Array]:
    """Numbers that sort as the texts do: of each place only the bits in which the texts differ."""
    signs = texts.view(np.uint8).reshape(len(texts), texts.dtype.itemsize)
    blocks = [slice(first, first + SOME) for first in range(0, len(texts), SOME)]
    lowest = np.min([signs[block].min(axis=0) for block in blocks], axis=0)
    highest = np.max([signs[block].max(axis=0) for block in blocks], axis=0)
    words: list[Array] = []
    places: list[list[tuple[int, int]]] = []
    room = 0
    for place, (low, high) in enumerate(zip(lowest.tolist(), highest.tolist(), strict=True)):
        bits = _bits(high - low)
        if not words or bits > room:
            words.append(np.zeros(len(texts), np.uint64))
            places.append([])
            room = WORD
        if bits:
            places[-1].append((place, bits))
            room -= bits
    for block in blocks:
        for word, held in zip(words, places, strict=True):
            for place, bits in held:
                word[block] = word[block] << np.uint64(bits) | (signs[block, place] - lowest[place])
    return words

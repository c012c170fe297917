"""Many keys looked up among many sorted ones."""

from __future__ import annotations

import numpy as np

from alongside.registers.kernels import look_up
from alongside.rules.facts import Array


class SortedKeys:
    """The keys of persons or places (as digits), each at its position.

    Keys with the same first bits lie in one bucket, so that a look-up has only a few keys to look through.
    """

    def __init__(self, keys: Array) -> None:
        self.keys = keys
        spread = int(keys[-1] - keys[0]) if len(keys) else 0
        self.shift = max(spread.bit_length() - len(keys).bit_length() + 1, 0)
        first = keys[0] if len(keys) else 0
        edges = first + (np.arange((spread >> self.shift) + 2, dtype=np.int64) << self.shift)
        self.buckets = np.searchsorted(keys, edges).astype(np.int32)

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, wanted: Array) -> Array:
        """The positions of these keys (int32), EMPTY for an empty cell and for a key that is not there."""
        found = np.empty(len(wanted), np.int32)
        look_up(self.keys, self.buckets, self.shift, wanted, found)
        return found

"""Arrays of a fact store that grow at their ends on disk, so that none is ever whole in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from alongside.rules.facts import Array


class ArraysOnDisk:
    """The arrays of a store as `<name>.npy` in a folder; each is complete once it was closed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._sizes: dict[str, tuple[int, np.dtype[np.generic]]] = {}

    def add(self, name: str, values: Array) -> None:
        """Put these values at the end of the array of this name."""
        size, dtype = self._sizes.get(name, (0, values.dtype))
        if not size and name not in self._sizes:
            self._write_head(name, 0, dtype)
        with self._path(name).open("ab") as file:
            np.ascontiguousarray(values, dtype).tofile(file)
        self._sizes[name] = size + len(values), dtype

    def whole(self, name: str) -> Array:
        """All that was put into an array so far, mapped."""
        size, dtype = self._sizes[name]
        self._write_head(name, size, dtype)
        mapped: Array = np.load(self._path(name), mmap_mode="r").view(np.ndarray)
        return mapped

    def close(self) -> None:
        """Nothing follows: every file says how much it holds."""
        for name, (size, dtype) in self._sizes.items():
            self._write_head(name, size, dtype)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.npy"

    def _write_head(self, name: str, size: int, dtype: np.dtype[np.generic]) -> None:
        """Write the size; numpy leaves room in the head for one that grows, so what follows stays where it is."""
        path = self._path(name)
        described = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (size,)}
        with path.open("r+b" if path.exists() else "wb") as file:
            np.lib.format.write_array_header_1_0(file, described)

"""The kernels of a run: their texts, written once in a process, and the dtypes of what they read and fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alongside.rules.columns import ROWS, Progress, Run
from alongside.rules.definitions import Definition, Group
from alongside.rules.emit_units import Source, asking_kernel, definition_kernel, definition_out, standing_kernel
from alongside.rules.kernels import (
    Job,
    Kernel,
    compile_kernels,
    definition_dtype,
    kernel_job,
    missing_beside,
    out_type,
)
from alongside.rules.spare import Asking
from alongside.rules.standing import Standing
from alongside.rules.world import World

_WRITTEN: dict[tuple[object, ...], tuple[World, dict[tuple[int, bool, str], tuple[object, Source]]]] = {}
WORLDS_KEPT = 32


@dataclass(frozen=True)
class Listed:
    """A kernel not compiled yet: its text and types, the arrays it takes, the (name, dtype) of what it fills."""

    job: Job
    arrays: tuple[str, ...]
    outs: tuple[tuple[str, str], ...]


class KernelList:
    """The kernels of a run: listed with the dtypes of what they fill, then compiled together."""

    def __init__(self, run: Run) -> None:
        self.run = run
        spared = run.spared
        self.world = World(
            run.law.registers,
            tuple(run.law.terms),
            run.sizes,
            spared.columnless,
            spared.asked,
            spared.standing,
            spared.wanted,
        )
        self._written = _written_alike(self.world)
        self.dtypes: dict[str, str] = {}
        self._parts: list[object] = []
        self._sources: list[Source] = []
        self._outs: dict[str, list[tuple[str, str]]] = {}

    def add(self, part: object, source: Source, outs: list[tuple[str, str]]) -> None:
        """The kernel of a part, and the (name, dtype) of each array it fills."""
        self._parts.append(part)
        self._sources.append(source)
        self._outs[source.name] = outs

    def written(self, part: object, write: Callable[[], Source], *, full: bool = False, asking: str = "") -> Source:
        """The text of a part's kernel; a process writes it once for stores of like sizes. A part may have several: the
        `full` one, or the one that marks whom it is `asking` about in a column."""
        key = (id(part), full, asking)
        kept = self._written.get(key)
        if kept is None:
            kept = self._written[key] = (part, write())  # the part is kept with it: no other comes to bear its number
        return kept[1]

    def add_definition(self, definition: Definition) -> None:
        """The kernel of a definition; later kernels read its columns."""
        dtype, name = definition_dtype(definition), f"def.{definition.name}"
        self.dtypes |= {name: dtype, **missing_beside(name)}
        source = self.written(definition, lambda: definition_kernel(self.world, definition))
        self.add(
            definition, source, [(out, dtype if out == "out" else out_type(out)) for out in definition_out(definition)]
        )

    def add_asking(self, asking: Asking) -> None:
        """The kernel that marks whom a case asks about; kernels of what is asked read the marks."""
        self.dtypes[asking.column] = "uint8"
        source = self.written(asking.case, lambda: asking_kernel(self.world, asking), asking=asking.column)
        self.add(asking, source, [("asked", "uint8")])

    def add_standing(self, rows: Standing) -> None:
        """The kernel that finds rows which several parts look for."""
        cells = [(one.column, str(self.run.facts.array(f"{one.register}.{one.column}").dtype)) for one in rows.cells]
        self.dtypes |= {f"{rows.name}.{name}": dtype for name, dtype in (*ROWS, *cells)}
        source = self.written(rows, lambda: standing_kernel(self.world, rows))
        self.add(rows, source, [("out_count", "int32"), ("out_row", "int32"), *((f"out_{n}", d) for n, d in cells)])

    def add_group(self, group: Group) -> None:
        """No kernel: later ones read the columns of a group."""
        kinds = {"of": "int32", "key": "int32", "members": "int32", "start": "int64", "end": "int64"}
        self.dtypes |= {f"group.{group.name}.{name}": dtype for name, dtype in kinds.items()}

    def compile(self, progress: Progress | None) -> dict[int, Kernel]:
        """Each part's kernel, by the part's id(...)."""
        told = (lambda name: progress(name, 0.0)) if progress else None
        kernels = compile_kernels(self._sources, self._dtype, lambda source: self._outs[source.name], progress=told)
        return {id(part): kernel for part, kernel in zip(self._parts, kernels, strict=True)}

    def jobs(self) -> dict[int, Listed]:
        """What there is to compile, for whoever compiles it elsewhere: by the part's id(...)."""
        listed = {}
        for part, source in zip(self._parts, self._sources, strict=True):
            outs = self._outs[source.name]
            listed[id(part)] = Listed(kernel_job(source, self._dtype, outs), tuple(source.arrays.values()), tuple(outs))
        return listed

    def _dtype(self, name: str) -> str:
        return self.dtypes[name] if name in self.dtypes else str(self.run.facts.array(name).dtype)


def _written_alike(world: World) -> dict[tuple[int, bool, str], tuple[object, Source]]:
    """The kernels written so far for worlds in which they are written alike."""
    asked, rows = sorted(world.asked.items()), sorted(world.sizes.rows.items())
    standing = sorted((relation, id(use)) for relation, use in world.standing.items())
    wanted = sorted((name, id(test)) for name, test in world.wanted.items())
    key = (world.inlined, *asked, *standing, *wanted, world.terms, *rows, world.sizes.group)
    _, written = _WRITTEN.setdefault(key, (world, {}))  # whatever bears an id(...) here is kept with it
    while len(_WRITTEN) > WORLDS_KEPT:
        _WRITTEN.pop(next(iter(_WRITTEN)), None)
    return written

"""Compile written kernels with Numba, once for each text: the machine code is kept in the cache folder."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from alongside.base.compiled import CACHE, compile_and_keep, mark_of, numba
from alongside.rules import compiled, tree
from alongside.rules.definitions import Definition
from alongside.rules.emit_units import Source

HEAD = '''"""Written by the rules compiler; safe to delete."""

from alongside.rules.compiled import *
'''
_PARAMETER_TYPES = ("int64", "[]int64", "[]int64", "[]int32", "[]int64", "[]int64")
_OUT_TYPES = {
    "out_unit": "int32",
    "out_payee": "int32",
    "out_answer": "uint8",
    "out_codes": "int64",
    "out_missing": "int64",
    "out_amount": "int64",
    "out_since": "int32",
    "out_until": "int32",
    "full_answer": "uint8",
    "full_amount": "int64",
}


Job = tuple[Path, str, tuple[str, ...]]


@dataclass(frozen=True)
class Kernel:
    """A compiled kernel and the arrays it takes, in order."""

    run: Callable[..., int]
    arrays: tuple[str, ...]
    out: tuple[str, ...]


def cache_folder() -> Path:
    """Where compiled kernels are kept."""
    return CACHE / "kernels"


def compile_kernels(
    sources: Sequence[Source],
    dtypes: Callable[[str], str],
    outs: Callable[[Source], Sequence[tuple[str, str]]],
    *,
    progress: Callable[[str], None] | None = None,
    workers: int | None = None,
) -> list[Kernel]:
    """Compile these sources. `dtypes` gives the dtype of an array, `outs` the (name, dtype) of what a kernel fills.

    What is not in the cache yet is compiled by several processes at once.
    """
    jobs = [kernel_job(source, dtypes, outs(source)) for source in sources]
    fresh = [job for job in jobs if not job[0].with_suffix(".done").exists()]
    fresh = list({job[0]: job for job in fresh}.values())
    if len(fresh) > 2 and (workers or os.cpu_count() or 1) > 1:
        count = min(workers or os.cpu_count() or 1, 4)
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            for job, _ in zip(fresh, pool.map(_compile_job, fresh), strict=True):
                if progress:
                    progress(job[0].stem)
    kernels = []
    for source, job in zip(sources, jobs, strict=True):
        out = tuple(name for name, _ in outs(source))
        kernels.append(Kernel(load_kernel(job), tuple(source.arrays.values()), out))
    return kernels


def kernel_job(source: Source, dtypes: Callable[[str], str], outs: Sequence[tuple[str, str]]) -> Job:
    """The file, the text and the types of a kernel; the file's name tells one text from another."""
    readonly = [f"[r]{dtypes(name)}" for name in source.arrays.values()]
    written = [f"[]{dtype}" for _, dtype in outs]
    types = ("int64", "int64", *_PARAMETER_TYPES, *readonly, *written)
    text = HEAD + source.text
    mark = "|".join([text, *types, _own_code()])
    digest = hashlib.sha256(mark.encode()).hexdigest()[:24]
    return cache_folder() / f"kernel_{digest}.py", text, types


def _type(name: str) -> Any:
    """`int64` is a number, `[]int64` an array to fill, `[r]int64` one to read."""
    scalar = getattr(numba.types, name.rpartition("]")[2])
    if not name.startswith("["):
        return scalar
    return numba.types.Array(scalar, 1, "C", readonly=name.startswith("[r]"))


@cache
def _own_code() -> str:
    """The mark of all that written kernels call, and of the module that hands it to them."""
    return compiled.__name__ + mark_of(getattr(compiled, name) for name in compiled.__all__)


def _compile_job(job: Job) -> None:
    load_kernel(job)


@cache
def load_kernel(job: Job) -> Callable[..., int]:
    """A kernel, compiled or loaded; once in a process."""
    path, text, types = job
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # the kept machine code looks its module up by name
    spec.loader.exec_module(module)
    signature = numba.types.int64(*(_type(name) for name in types))
    kernel: Callable[..., int] = compile_and_keep(module.kernel, signature, error_model="numpy")
    path.with_suffix(".done").touch()
    return kernel


def out_type(name: str) -> str:
    """The dtype of a column that a measure's kernel fills."""
    return _OUT_TYPES[name]


def missing_beside(name: str) -> dict[str, str]:
    """The columns that tell what is missing of a column, with their dtypes."""
    return {f"{name}.missing": out_type("out_missing"), f"{name}.missing.of": out_type("out_unit")}


def definition_dtype(definition: Definition) -> str:
    """The dtype of a definition's column."""
    kind = definition.body.kind
    if kind == tree.TRUTH:
        return "uint8"
    return "int32" if tree.is_reference(kind) or kind == tree.DATE else "int64"

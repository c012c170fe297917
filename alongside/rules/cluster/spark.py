"""Pieces of a city on Apache Spark: the only file that knows it. Homes are partitions, and items travel by shuffles.

The driver reads the store and hands each home its rows once; from then on they lie with the workers, who ask one
another. What comes back to the driver is the rows of the answers, and how large groups became. Workers need Python with
`requirements.txt` and nothing else: the engine's code travels in an archive, kernels as text that they compile.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from alongside.base.refusal import Refusal
from alongside.rules.cluster.decide_in_pieces import decide_in_pieces
from alongside.rules.cluster.steps import Item, Step
from alongside.rules.columns import Progress
from alongside.rules.facts import Facts
from alongside.rules.kernels import Job, cache_folder, load_kernel
from alongside.rules.law import Law, Measure
from alongside.rules.run import CaseRows

TRAVELS = ("base", "rules")  # the rooms that workers need
PERSONS_AT_HOME = 50_000
_ANSWERS_WITHIN = 5.0
_WORKERS_WITHIN = 60.0


class SparkIsMissing(Refusal):
    """Spark, or the Java runtime it needs, is not on this machine."""

    code = "spark_is_missing"


class MasterDoesNotAnswer(Refusal):
    """Nobody listens where the master should be."""

    code = "master_does_not_answer"


class NoWorkers(Refusal):
    """The master answers and has nobody to do the work."""

    code = "no_workers"


class SparkFailed(Refusal):
    """Spark gave up: a step failed more often than it tries again."""

    code = "spark_failed"


def run_law_on_spark(
    law: Law, facts: Facts, on: date, measures: Sequence[Measure], *, master: str, progress: Progress | None = None
) -> Iterator[CaseRows]:
    """The same as `run_law`, row for row, decided by the workers of a master (`spark://host:7077`, `local[2]`)."""
    check_spark(master)
    from py4j.protocol import Py4JError

    with _context(master) as context:
        homes = max(context.defaultParallelism, -(-facts.persons // PERSONS_AT_HOME))
        try:
            yield from decide_in_pieces(
                law, facts, on, measures, cluster=SparkCluster(context, homes), progress=progress
            )
        except Py4JError as error:
            raise SparkFailed(
                f"Spark gave up: {_first_cause(str(error))}", remedy="See the logs of its workers."
            ) from error


def check_spark(master: str) -> None:
    """Refuse in words where Spark, Java or the master is not there."""
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise SparkIsMissing(
            "The engine `spark` needs pyspark, which is not installed.",
            remedy="Install it: pip install --require-hashes -r requirements-spark.txt",
        ) from error
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=f"{home}/bin" if home else None):
        raise SparkIsMissing(
            "The engine `spark` needs a Java runtime, and none is found" + (f" in JAVA_HOME={home}." if home else "."),
            remedy="Install Java 17 or newer (on Debian: apt-get install openjdk-17-jre-headless).",
        )
    url = urlsplit(master)
    if url.scheme == "spark" and "," not in master:
        try:
            socket.create_connection((url.hostname or "", url.port or 7077), _ANSWERS_WITHIN).close()
        except (OSError, ValueError) as error:
            raise MasterDoesNotAnswer(
                f"No master answers at {master}: {error}.", remedy="Start it, or name another with --master."
            ) from error


@contextmanager
def _context(master: str) -> Iterator[Any]:
    """A connection to the master, its workers given the code; settings are those of Spark's own files."""
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setMaster(master).setAppName("alongside")
    settings.setIfMissing("spark.ui.showConsoleProgress", "false")
    settings.setIfMissing("spark.driver.memory", "2g")
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        try:
            context = SparkContext(conf=settings)
        except Exception as error:  # whatever Java says
            raise SparkFailed(
                f"Spark did not begin: {_first_cause(str(error))}", remedy="See what it said above."
            ) from error
        try:
            context.setLogLevel("ERROR")  # that a task brings much data is no news here
            _await_workers(context, master)
            context.addPyFile(str(archive_of_code(Path(folder))))
            yield context
        finally:
            context.stop()


def _await_workers(context: Any, master: str) -> None:
    """Refuse, rather than wait for ever, where a master has no worker to give."""
    ends = time.monotonic() + _WORKERS_WITHIN
    while master.startswith("spark:") and len(context._jsc.sc().statusTracker().getExecutorInfos()) < 2:  # one is us
        if time.monotonic() > ends:
            raise NoWorkers(
                f"The master at {master} gave no worker within {_WORKERS_WITHIN:.0f} seconds.",
                remedy="Start workers with free cores and memory (spark.executor.memory), or free some.",
            )
        time.sleep(0.1)


def archive_of_code(folder: Path) -> Path:
    """The engine's code as one file in a folder: all that travels to workers but items and kernels' texts."""
    root = Path(__file__).resolve().parents[2]
    archive = folder / "alongside.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(root / "__init__.py", "alongside/__init__.py")
        for room in TRAVELS:
            for file in sorted((root / room).rglob("*.py")):
                packed.write(file, Path("alongside") / file.relative_to(root))
    return archive


def _first_cause(message: str) -> str:
    """The line of a long Java message that says what went wrong."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    said = [line for line in lines if "Error" in line or "Exception" in line]
    return (said or lines or ["it did not say why"])[-1][:300]


class SparkCluster:
    """Homes as partitions. What is held is an RDD of items by home, all cut alike, so that joining is no travel."""

    def __init__(self, context: Any, homes: int) -> None:
        self.context = context
        self.homes = homes

    def load(self, items: Iterable[Item]) -> Any:
        """Items, each brought to its home; they stay there, on disk where memory is short."""
        from pyspark import StorageLevel

        # Shuffled at once: a task on what is only parallelized would carry its piece from the driver each time.
        return self._brought(self.context.parallelize(list(items), self.homes)).persist(StorageLevel.MEMORY_AND_DISK)

    def step(self, held: Sequence[Any], step: Step) -> Any:
        """What a step gives at each home, each item brought to its home."""
        together = held[0] if len(held) == 1 else self.context.union(list(held))
        assert together.getNumPartitions() == self.homes, "pieces of one home lie apart"
        return self._brought(together.mapPartitionsWithIndex(step))

    def _brought(self, items: Any) -> Any:
        return items.partitionBy(self.homes, _home)

    def collect(self, held: Any, kinds: Sequence[str]) -> list[Item]:
        """The items of these kinds, by home."""
        from pyspark import StorageLevel

        held.persist(StorageLevel.MEMORY_AND_DISK)
        found: list[Item] = held.filter(partial(_is_one_of, frozenset(kinds))).collect()
        return found

    def forget(self, held: Any) -> None:
        """Nothing reads this any more."""
        held.unpersist()

    def compile(self, jobs: Sequence[Job]) -> None:
        """Make kernels ready where steps are done; processes of one machine share the work by their common cache."""
        turns = self.context.parallelize(range(self.homes), self.homes)
        turns.foreach(partial(_compile, [(job[0].name, *job[1:]) for job in jobs], self.homes))


def _home(home: int) -> int:
    return home


def _is_one_of(kinds: frozenset[str], item: Item) -> bool:
    return item[1][0] in kinds


def _compile(jobs: Sequence[tuple[str, str, tuple[str, ...]]], turns: int, turn: int) -> None:
    """Compile what nobody on this machine has compiled yet, each process beginning elsewhere."""
    first = turn * len(jobs) // turns
    for name, text, types in (*jobs[first:], *jobs[:first]):
        path = cache_folder() / name
        if not path.with_suffix(".done").exists():
            load_kernel((path, text, types))

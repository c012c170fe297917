"""A city decided on Spark is decided as on one machine: every row, every column, also when a worker falls away."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alongside.packs.sweep import sweep
from alongside.registers import ingest_delivery
from alongside.registers.write import write_delivery
from alongside.rules.cluster import spark as engine
from tests.packs.delivered import alone
from tests.spark import driver_environment, no_java, spark

ROOT = Path(__file__).resolve().parents[2]
ON = date(2025, 3, 1)
COMMAND = [sys.executable, "-m", "alongside.cli", "entitlements", "sweep", "--on", str(ON)]
COMMAND += ["--engine", "spark", "--json"]
NEEDS_JAVA = pytest.mark.skipif(no_java() is not None, reason=str(no_java()))


@pytest.fixture(scope="module")
def city(pack, tmp_path_factory):
    """A folder with a city's store (dirt in it, a register lost) and what this process decides for it."""
    folder = tmp_path_factory.mktemp("city")
    blocks = pack.city(3000, 5, ON, None)
    delivery = folder / "delivery"
    write_delivery(delivery, pack.registers, blocks, delivery_id="d", as_of=ON, form="parquet", dirt=0.02, seed=5)
    lost = pack.registers.all[-5].name
    (delivery / f"{lost}.parquet").unlink()
    manifest = json.loads((delivery / "manifest.json").read_text())
    manifest["files"] = [entry for entry in manifest["files"] if entry["register"] != lost]
    (delivery / "manifest.json").write_text(json.dumps(manifest))
    ingest_delivery(delivery, folder / "store", pack.registers)
    with alone():
        sweep(pack, folder / "store", ON, folder / "local")
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A master with two workers."""
    with spark(tmp_path_factory.mktemp("spark"), workers=2) as started:
        yield started


def told(folder):
    """The awards and the summary of a sweep."""
    return pq.read_table(folder / "awards.parquet"), json.loads((folder / "summary.json").read_text())


@NEEDS_JAVA
def test_two_workers_who_see_no_store_decide_as_this_process_does(city, running, tmp_path):
    with alone():
        done = subprocess.run(
            [*COMMAND, "--store", city / "store", "--out", city / "spark", "--master", running.master],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **driver_environment(running)},
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert [worker.poll() for worker in running.workers] == [None, None]
    (awards, summary), (local, said) = told(city / "spark"), told(city / "local")
    assert awards.num_rows > 3000
    assert awards.equals(local)
    assert summary == said == json.loads(done.stdout)


@NEEDS_JAVA
def test_a_worker_that_falls_away_halfway_takes_nothing_with_it(pack, city, running, monkeypatch):
    """The store is moved away before the first step, so that no worker could read it, wherever it looked."""
    fallen: list[str] = []
    for name, value in driver_environment(running).items():
        monkeypatch.setenv(name, value)

    def step(what, share):
        if share >= 0.5 and not fallen:
            running.kill(running.workers[0])
            fallen.append(what)

    def decide(law, facts, on, measures, *, progress):
        (city / "store").rename(city / "hidden")
        return engine.run_law_on_spark(law, facts, on, measures, master=running.master, progress=progress)

    try:
        with alone():
            sweep(pack, city / "store", ON, city / "fallen", decide=decide, progress=step)
    finally:
        (city / "hidden").rename(city / "store")
    assert fallen
    (awards, summary), (local, said) = told(city / "fallen"), told(city / "local")
    assert awards.equals(local)
    assert summary == said


def test_what_travels_is_enough_for_a_worker_without_a_checkout(tmp_path):
    archive = engine.archive_of_code(tmp_path)
    program = "import alongside.rules.cluster.steps, alongside.rules.kernels as k; print(k.__file__, k.cache_folder())"
    said = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(archive), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [f"{archive}/alongside/rules/kernels.py", str(tmp_path / ".cache" / "kernels")]


def test_what_is_missing_is_said_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(engine.SparkIsMissing, match=r"pyspark, which is not installed. Install it: pip install"):
        engine.check_spark("local[2]")


def test_a_missing_java_is_said_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark", engine)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(engine.SparkIsMissing, match=r"Java runtime, and none is found in JAVA_HOME=.*Install Java 17"):
        engine.check_spark("local[2]")


@NEEDS_JAVA
def test_a_master_that_is_not_there_is_said_at_once():
    with pytest.raises(engine.MasterDoesNotAnswer, match=r"No master answers at spark://127\.0\.0\.1:9"):
        engine.check_spark("spark://127.0.0.1:9")

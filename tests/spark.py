"""A Spark of the tests' own: a standalone master and its workers on loopback, from the jars that pyspark brings."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alongside.base.compiled import CACHE

STARTS_WITHIN = 60.0
SETTINGS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.ui.enabled false
spark.driver.memory {memory}
spark.executor.memory {memory}
spark.executor.cores 1
spark.shuffle.io.maxRetries 1
spark.shuffle.io.retryWait 200ms
"""


class Spark:
    """A running master; `workers` are process groups of their own, to be killed one by one."""

    def __init__(self, folder: Path, memory: str) -> None:
        found = importlib.util.find_spec("pyspark")
        assert found is not None and found.origin is not None, "pyspark is not installed: ./run test installs it"
        self.folder, self.home, self.memory = folder, Path(found.origin).parent, memory
        self.port = _free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.settings = folder / "conf"
        self.settings.mkdir(parents=True)
        (self.settings / "spark-defaults.conf").write_text(SETTINGS.format(memory=memory))

    def start(self, workers: int) -> None:
        """Start the master and its workers, and wait until they know one another."""
        self._start("master", "master.Master", "--host", "127.0.0.1", "--port", str(self.port))
        self._wait(self._answers, "the master does not listen")
        self.workers = [self._start_worker(f"worker{number}") for number in range(workers)]
        said = [self.folder / f"worker{number}" / "log" for number in range(workers)]
        self._wait(lambda: all("registered with master" in log.read_text() for log in said), "a worker is not taken on")

    @property
    def master(self) -> str:
        """Its address."""
        return f"spark://127.0.0.1:{self.port}"

    def _start_worker(self, name: str) -> subprocess.Popen[bytes]:
        room = ("--cores", "1", "--memory", self.memory)
        return self._start(name, "worker.Worker", "--host", "127.0.0.1", *room, self.master)

    def _start(self, name: str, role: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A process in an empty folder, that knows of this checkout nothing but where machine code is kept."""
        place = self.folder / name
        place.mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(place),
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_DIRS": str(place),
            "SPARK_WORKER_DIR": str(place / "work"),
            "SPARK_DAEMON_MEMORY": "256m",
            "ALONGSIDE_CACHE": str(CACHE),
            **({"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}),
        }
        command = [
            str(self.home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{role}",
            "--webui-port",
            "0",
            *arguments,
        ]
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=place,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
            return True
        return False

    def _wait(self, done: Callable[[], bool], trouble: str) -> None:
        ends = time.monotonic() + STARTS_WITHIN
        while not done():
            assert time.monotonic() < ends, f"{trouble}: see {self.folder}"
            time.sleep(0.2)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and all that it started, at once, as a machine that falls away."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything."""
        for process in reversed(self.running):
            self.kill(process)


@contextmanager
def spark(folder: Path, workers: int, memory: str = "512m") -> Iterator[Spark]:
    """A master with workers of one core each, gone at the end."""
    started = Spark(folder, memory)
    told = threading.current_thread() is threading.main_thread()  # only there can a signal be answered
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)) if told else None
    try:
        started.start(workers)
        yield started
    finally:
        started.stop()
        if told:
            signal.signal(signal.SIGTERM, before)


def no_java() -> str | None:
    """Why Spark cannot run here, in one line; None where it can."""
    if shutil.which("java") and subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0:
        return None
    return "no Java runtime is here (on Debian: apt-get install openjdk-17-jre-headless), so nothing runs on Spark"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def driver_environment(running: Spark) -> dict[str, str]:
    """What a driver beside these workers needs in its environment."""
    return {"SPARK_CONF_DIR": str(running.settings), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}

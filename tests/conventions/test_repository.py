"""The repository read as data: the house rules that no other tool keeps.

Every failure names the file, the line and what to do about it.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "alongside"
PACKS = ROOT / "packs"

LINES_IN_A_FILE = 400
LINES_IN_A_TEST_FILE = 500
LINES_IN_A_FUNCTION = 60

NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common"}
UNFINISHED = re.compile(r"(?<![\w-])(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)(?![\w-])")
ONE_CITY = re.compile(r"mos" + r"cow|москв|москов|sni" + r"ls|снилс", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:ro" + r"ot|ho" + r"me|wo" + r"rk|Us" + r"ers)/")
REGISTRY = re.compile(
    r"https?://[\w.-]*(?:py" + r"pi\.|python" + r"hosted|npm" + r"js|yarn" + r"pkg|artifac" + r"tory)",
    re.IGNORECASE,
)
LOCK_OPTION = re.compile(r"^\s*(?:-i\b|-f\b|--index-url|--extra-index-url|--find-links|--trusted-host)")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)")
ROOM_IN_MAP = re.compile(r"(?<![\w/])alongside/([a-z_]+)(?![\w.])")

# Where git is absent these are passed over; with git, .gitignore decides.
NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", "__pycache__", "out", "demo", "build", "dist"}

PACK_MAY_IMPORT = ("alongside.rules", "alongside.base")
CITY_MAY_IMPORT = (*PACK_MAY_IMPORT, "numpy", "pyarrow")


# ------------------------------------------------------------------------------- reading the repository


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        ).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [p for p in ROOT.rglob("*") if not NOT_OURS.intersection(p.relative_to(ROOT).parts)]
    return tuple(sorted({path for path in paths if path.is_file() and not path.is_symlink()}))


def python_files(*under: Path) -> list[Path]:
    """The Python files, all of them or those inside the given folders."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and (not under or any(path.is_relative_to(folder) for folder in under))
    ]


@cache
def text_of(path: Path) -> str | None:
    """What the file says, or None where it is not text."""
    content = path.read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    return enumerate((text_of(path) or "").splitlines(), start=1)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def inside(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_generated(path: Path) -> bool:
    return "migrations" in path.parts


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each imported name in full, with its line: `from a import b` gives `a.b`, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = [*above, *([node.module] if node.module else [])]
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)


def is_within(name: str, packages: Iterable[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def rooms() -> set[str]:
    return {path.parent.name for path in ENGINE.glob("*/__init__.py") if path in files()}


def refuse(faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        pytest.fail("\n" + "\n".join(found), pytrace=False)


# ------------------------------------------------------------------------------------------ small pieces


def test_a_file_can_be_read_in_one_sitting() -> None:
    def faults() -> Iterator[str]:
        for path in python_files():
            limit = LINES_IN_A_TEST_FILE if is_test(path) else LINES_IN_A_FILE
            length = len(list(lines_of(path)))
            if length > limit:
                yield f"{inside(path)}:{limit + 1}: {length} lines, at most {limit}; split it by verb"

    refuse(faults())


def test_a_function_fits_on_a_screen() -> None:
    def faults() -> Iterator[str]:
        for path in python_files():
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > LINES_IN_A_FUNCTION:
                        yield (
                            f"{inside(path)}:{node.lineno}: {node.name} has {length} lines, at most "
                            f"{LINES_IN_A_FUNCTION}; give a part of it a name of its own"
                        )

    refuse(faults())


def test_a_file_is_named_after_what_it_does() -> None:
    refuse(
        f"{inside(path)}:1: a name that says nothing; call it after its noun or its verb"
        for path in python_files()
        if NAMES_THAT_SAY_NOTHING.intersection(path.relative_to(ROOT).with_suffix("").parts)
    )


def test_nothing_is_left_for_later_in_the_code() -> None:
    code = [p for p in files() if p.suffix in {".py", ".sh", ".toml", ".yaml", ".yml"} or p.name == "run"]
    refuse(
        f"{inside(path)}:{number}: a note to finish this; finish it, or write down why not in docs/decisions"
        for path in code
        for number, line in lines_of(path)
        if UNFINISHED.search(line)
    )


def test_an_import_says_what_it_takes() -> None:
    refuse(
        f"{inside(path)}:{number}: import *; name what is taken"
        for path in python_files()
        for number, name in imports(path)
        if name.endswith("*")
    )


# -------------------------------------------------------------------------------------- rooms and docs


def test_every_room_tells_its_story() -> None:
    refuse(
        f"{inside(ENGINE / room / '__init__.py')}:1: no docstring; say what the room is for"
        for room in sorted(rooms())
        if not ast.get_docstring(tree_of(ENGINE / room / "__init__.py"))
    )


def test_an_installed_engine_has_every_file_it_reads() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = said["tool"]["setuptools"]["package-data"]["alongside"]
    packed = {path for pattern in patterns for path in ENGINE.glob(pattern)}
    refuse(
        f"{inside(path)}:1: not in an installed package; add it to package-data in pyproject.toml"
        for path in files()
        if ENGINE in path.parents and path.suffix != ".py" and path not in packed
    )


def test_every_folder_of_the_engine_is_a_room() -> None:
    folders = {path.relative_to(ENGINE).parts[0] for path in python_files(ENGINE) if path.parent != ENGINE}
    refuse(
        f"alongside/{name}/__init__.py:1: missing; a folder with Python in it is a room and tells its story"
        for name in sorted(folders - rooms())
    )


def test_every_public_name_in_the_engine_says_what_it_promises() -> None:
    def faults() -> Iterator[str]:
        for path in python_files(ENGINE):
            if is_test(path) or is_generated(path):
                continue
            tree = tree_of(path)
            if not ast.get_docstring(tree):
                yield f"{inside(path)}:1: no docstring; begin the file by saying what it is for"
            for node in tree.body:
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    continue
                if not node.name.startswith("_") and not ast.get_docstring(node):
                    yield f"{inside(path)}:{node.lineno}: {node.name} has no docstring; say what it promises"

    refuse(faults())


def test_the_map_shows_every_room_and_no_other() -> None:
    page = ROOT / "docs" / "map.md"
    if not page.is_file():
        pytest.fail("docs/map.md:1: missing; write where each room is, as `alongside/<room>/`", pytrace=False)
    shown = {name: number for number, line in lines_of(page) for name in ROOM_IN_MAP.findall(line)}
    absent = [
        f"docs/map.md:{number}: alongside/{name}/ is not there; take it off the map"
        for name, number in sorted(shown.items())
        if not (ENGINE / name).is_dir()
    ]
    unshown = sorted(rooms() - shown.keys())
    missing = [f"docs/map.md:1: alongside/{name}/ is not shown; add it" for name in unshown]
    refuse(absent + missing)


# ---------------------------------------------------------------------------------- the engine and the law


def test_the_engine_never_imports_a_pack_of_law() -> None:
    refuse(
        f"{inside(path)}:{number}: imports {name}; a pack is found by its path, through alongside.packs"
        for path in python_files(ENGINE)
        for number, name in imports(path)
        if is_within(name, ["packs"])
    )


def test_the_engine_knows_no_city() -> None:
    refuse(
        f"{inside(path)}:{number}: «{found.group()}» belongs to one city; move it to its pack"
        for path in python_files(ENGINE)
        for number, line in lines_of(path)
        if (found := ONE_CITY.search(line))
    )


def test_a_pack_of_law_stands_on_the_rules_alone() -> None:
    def faults() -> Iterator[str]:
        for path in python_files(PACKS):
            parts = path.relative_to(PACKS).parts
            allowed = CITY_MAY_IMPORT if "city" in parts[1:2] else PACK_MAY_IMPORT
            for number, name in imports(path):
                if name.split(".")[0] in sys.stdlib_module_names or is_within(name, [f"packs.{parts[0]}"]):
                    continue
                if not is_within(name, allowed):
                    yield (
                        f"{inside(path)}:{number}: imports {name}; a pack may import the standard library, "
                        f"packs.{parts[0]}, {', '.join(allowed)}"
                    )

    refuse(faults())


# ----------------------------------------------------------------------- nothing of the machine we sit at


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    def faults() -> Iterator[str]:
        for path in files():
            for number, line in lines_of(path):
                if found := MACHINE_PATH.search(line):
                    yield f"{inside(path)}:{number}: «{found.group()}» is one machine's path; leave it out"
                if found := REGISTRY.search(line):
                    yield f"{inside(path)}:{number}: «{found.group()}» is a registry's address; leave it out"

    refuse(faults())


def pins(lock: Path) -> dict[str, tuple[int, str]]:
    """Package -> (line, version) of a lock file."""
    return {
        found.group(1): (number, found.group(2)) for number, line in lines_of(lock) if (found := PINNED.match(line))
    }


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-dev.txt", "requirements-spark.txt", "bench/openfisca/requirements.txt"],
)
def test_a_lock_names_versions_and_hashes_and_no_registry(name: str) -> None:
    lock = ROOT / name
    number = 1
    faults = []
    for requirement in re.split(r"(?<!\\)\n", text_of(lock) or ""):
        entry = requirement.partition("#")[0].strip()
        if LOCK_OPTION.match(entry):
            faults.append(f"{name}:{number}: {entry.split()[0]}; a lock says what, never from where")
        elif entry and not (PINNED.match(entry) and "--hash=sha256:" in entry):
            faults.append(f"{name}:{number}: no exact version with a sha256; compile the lock again")
        number += requirement.count("\n") + 1
    refuse(faults)


def test_what_is_checked_is_what_runs() -> None:
    running, checking = pins(ROOT / "requirements.txt"), pins(ROOT / "requirements-dev.txt")
    refuse(
        f"requirements.txt:{number}: {package} is {version} here and "
        f"{checking.get(package, (0, 'absent'))[1]} in requirements-dev.txt; compile both again"
        for package, (number, version) in running.items()
        if checking.get(package, (0, "absent"))[1] != version
    )


@pytest.mark.parametrize(
    "name",
    ["requirements.in", "requirements-dev.in", "requirements-spark.in", "bench/openfisca/requirements.in"],
)
def test_every_dependency_has_a_reason(name: str) -> None:
    refuse(
        f"{name}:{number}: no reason; say after a # why it is needed"
        for number, line in lines_of(ROOT / name)
        if line.strip() and not line.startswith(("#", "-")) and not line.partition("#")[2].strip()
    )

"""Small deliveries written by hand, and what came of them."""

import csv
import hashlib
import json

from alongside.registers import ingest_delivery, open_delivery
from packs.moscow.registers import REGISTERS


def key(number):
    """The right key with these first nine digits."""
    first = f"{number:09d}"
    check = sum((9 - place) * int(digit) for place, digit in enumerate(first)) % 101 % 100
    return f"{first[:3]}-{first[3:6]}-{first[6:]} {check:02d}"


ANNA, BORIS, VERA, STRANGER = key(112233445), key(1001001), key(1001002), key(1001003)
PERSONS = [
    f"{ANNA};Петрова;Анна;Ивановна;F;1980-05-01;;RUS;Y;;",
    f"{BORIS};Петров;Борис;;M;1979-02-28;;RUS;Y;;",
    f"{VERA};Петрова;Вера;Борисовна;F;2015-06-01;;RUS;;;",
]


def csv_file(name, lines, registers=REGISTERS):
    """The bytes of a register's file with these rows."""
    register = registers[name]
    end = register.dialect.line_end.decode()
    header = ";".join(column.name for column in register.columns)
    text = end.join([header, *lines]) + end
    return text.encode("utf-8" if register.dialect.encoding == "utf-8" else "cp1251")


def write(folder, files, *, delivery_id="2025-03-01-0001", as_of="2025-03-01", **manifest):
    """A delivery of `files`: by name either lines (a register without `.csv`) or bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, content in files.items():
        data = content if isinstance(content, bytes) else csv_file(name, content)
        file = name if "." in name else f"{name}.csv"
        (folder / file).write_bytes(data)
        rows = data.count(b"\n") - 1 if isinstance(content, bytes) else len(content)
        entries.append(
            {
                "name": file,
                "register": file.split(".")[0],
                "rows": rows,
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    whole = {"delivery_id": delivery_id, "as_of": as_of, "files": entries, **manifest}
    (folder / "manifest.json").write_text(json.dumps(whole))
    return folder


def ingest(tmp_path, files, **more):
    """The report of a delivery of persons and `files`."""
    folder = write(tmp_path / "delivery", {"persons": PERSONS, **files}, **more)
    return ingest_delivery(folder, tmp_path / "store", REGISTERS)


def set_aside(report):
    """The lines of set_aside.csv."""
    return table(report.folder / "set_aside.csv")


def file_errors(report):
    """The lines of file_errors.csv."""
    return table(report.folder / "file_errors.csv")


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def codes(report):
    """Line, column and code of every row that was set aside."""
    return [(int(line), column, code) for _, line, column, code, _ in set_aside(report)]


def incomplete(tmp_path, register):
    """The keys of the persons and places for whom a register is not complete."""
    facts = open_delivery(tmp_path / "store", REGISTERS)
    bit = [r.name for r in REGISTERS.all].index(register)
    persons = {facts.person_text(i) for i in range(facts.persons) if facts["person.incomplete"][i] >> bit & 1}
    places = {facts.place_text(i) for i in range(facts.places) if facts["place.incomplete"][i] >> bit & 1}
    return persons, places

"""The random city on disk: both CSV dialects, Parquet, the manifest, and files that are wrong as a whole."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .city_base import City
from .layout import REGISTERS, Column, Register

END = {"U": "\n", "W": "\r\n"}
CODEC = {"U": "utf-8", "W": "cp1251"}
PLACES = {"money": 2, "dec2": 2, "dec3": 3}
ARROW = {
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "dec2": pa.decimal128(18, 2),
    "dec3": pa.decimal128(18, 3),
    "int": pa.int32(),
    "yn": pa.bool_(),
}
ERRORS = [
    ["not_listed"],
    ["unknown_register", "name"],
    ["two_files", "listed_twice"],
    ["file_absent"],
    ["digest"],
    ["row_count"],
]
CSV_ERRORS = [*ERRORS, ["not_in_encoding"], ["bom", "line_end", "header"]]
PARQUET_ERRORS = [*ERRORS, ["no_parquet", "type", "header"]]

Row = dict[str, object]


class Text(str):
    """A cell that stands in the file exactly so."""


@dataclass
class Made:
    """One file to be listed."""

    name: str
    register: str
    data: bytes | None  # None: it is not there
    rows: int
    listed: bool = True
    digest_of: bytes | None = None


def write_files(city: City, folder: Path, delivery_id: str, formats: dict[str, str], missing_share: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    spoilt: list[str] = []
    if city.chance(missing_share):
        spoilt = city.rng.sample([name for name in REGISTERS if name != "persons"], city.rng.choice([1, 1, 2, 3, 4]))
    files = []
    for name in REGISTERS:
        files += _make(city, name, formats[name], name in spoilt)
    if spoilt and city.chance(0.3):
        files.append(Made("weather.csv", "weather", b"day;rain\n", 0))
    if city.chance(0.1):  # "A file that the manifest does not list is not looked at"
        name = city.rng.choice(list(REGISTERS))
        other = "csv" if formats[name] == "parquet" else "parquet"
        if not any(made.name == f"{name}.{other}" for made in files):
            files.append(Made(f"{name}.{other}", name, b"nobody looks at this", 0, listed=False))
    city.rng.shuffle(files)
    for made in files:
        if made.data is not None:
            (folder / made.name).write_bytes(made.data)
    listed = [
        {"name": made.name, "register": made.register, "rows": made.rows, "sha256": _digest(made)}
        for made in files
        if made.listed
    ]
    page = {"delivery_id": delivery_id, "as_of": city.as_of.isoformat(), "files": listed}
    (folder / "manifest.json").write_text(json.dumps(page, ensure_ascii=False, indent=1), encoding="utf-8")


def _digest(made: Made) -> str:
    data = made.digest_of if made.digest_of is not None else made.data
    return hashlib.sha256(data or b"").hexdigest()


def _make(city: City, name: str, format_: str, spoilt: bool) -> list[Made]:
    """The file of a register; with a file error (or two) if it is to be spoilt."""
    rng = city.rng
    error = ""
    if spoilt:
        error = rng.choice(rng.choice(CSV_ERRORS if format_ == "csv" else PARQUET_ERRORS))
    register, rows = REGISTERS[name], city.rows[name]
    data = _csv(city, register, rows, error) if format_ == "csv" else _parquet(city, register, rows, error)
    made = Made(f"{name}.{format_}", name, data, len(rows))
    if error == "row_count" or (error and city.chance(0.2) and error not in ("not_listed", "two_files", "name")):
        made.rows += rng.choice([-1, 1])  # also a second error, which is not shown
    if error == "digest":
        made.digest_of = data + b" "
    if error == "file_absent":
        made.data, made.digest_of = None, data
    if error == "not_listed":
        made.listed = False
    if error == "unknown_register":
        made.register = name.upper()
    if error == "name":
        made.name = rng.choice([f"{name}.CSV", f"{name}-1.{format_}", f"{name}.txt"])
    if error == "two_files":
        other = "csv" if format_ == "parquet" else "parquet"
        maker = _csv if other == "csv" else _parquet
        return [made, Made(f"{name}.{other}", name, maker(city, register, [], ""), 0)]
    return [made, made] if error == "listed_twice" else [made]


# --- CSV ---


def _csv(city: City, register: Register, rows: list[Row], error: str) -> bytes:
    end = END[register.dialect]
    if error == "line_end":
        end = "\n" if end == "\r\n" else "\r\n"
    names = register.names()
    if error == "header":
        names = city.rng.choice(
            [
                names[::-1],
                names[:-1],
                [*names, "more"],
                [*names[:-1], names[-1].upper()],
                [*names[:-1], names[-1] + " "],
            ]
        )
    lines = [";".join(names)] + [_line(city, register, row) for row in rows]
    text = end.join(lines) + ("" if lines[-1] and city.chance(0.3) else end)  # "may lack its line end"
    data = text.encode(CODEC[register.dialect])
    if error == "bom":
        data = b"\xef\xbb\xbf" + data
    if error == "not_in_encoding":
        at = city.rng.randrange(len(data))
        data = data[:at] + (b"\x98" if register.dialect == "W" else b"\xff") + data[at:]
    return data


def _line(city: City, register: Register, row: Row) -> str:
    texts = [
        cell_text(city, column, row[column.name], register.dialect, bool(row.get("*zeros")))
        for column in register.columns
    ]
    shape = row.get("*shape")
    if shape is None:
        return ";".join('"' + text.replace('"', '""') + '"' if _quoted(city, text) else text for text in texts)
    at = city.rng.randrange(len(texts))
    if shape == "blank":
        return ""
    if shape == "short":
        del texts[at]
    if shape == "long":
        texts.insert(at, city.rng.choice(["", "A0000001", "x"]))
    if shape == "unclosed":
        texts[at] = '"' + texts[at]
    if shape == "after":
        texts[at] = '"' + texts[at] + '"' + city.rng.choice(["x", " "])
    return ";".join(texts)


def _quoted(city: City, text: str) -> bool:
    return ";" in text or text.startswith('"') or city.chance(0.03)


def cell_text(city: City, column: Column, value: object, dialect: str, zeros: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date):
        return value.strftime("%d.%m.") + f"{value.year:04d}" if dialect == "W" else value.isoformat()
    if isinstance(value, int):
        places = PLACES.get(column.type, 0)
        text = str(value).zfill(places + 1)
        if places:
            text = text[:-places] + ("," if dialect == "W" else ".") + text[-places:]
        return "00" * city.rng.choice([1, 1, 9]) + text if zeros or city.chance(0.02) else text
    return str(value)


# --- Parquet ---


def _parquet(city: City, register: Register, rows: list[Row], error: str) -> bytes:
    if error == "no_parquet":
        return city.rng.choice([b"", b"PAR1", b"snils;month\n"])
    columns = list(register.columns)
    if city.chance(0.4):
        city.rng.shuffle(columns)  # "order is free"
    wide = city.chance(0.3)  # "a string column may be large_string"
    arrays, names = [], []
    for column in columns:
        arrays.append(_array(city, column, [row[column.name] for row in rows], wide))
        names.append(column.name)
    if error == "header":
        names[-1] = city.rng.choice([names[-1].upper(), "more"])
    if error == "type":
        at = city.rng.randrange(len(arrays))
        arrays[at] = arrays[at].cast(pa.string() if arrays[at].type in ARROW.values() else pa.binary())
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), sink, row_group_size=city.rng.choice([7, 64, 100_000]))
    return sink.getvalue()


def _array(city: City, column: Column, values: list[object], wide: bool) -> pa.Array:
    places = PLACES.get(column.type)
    if places is not None:
        values = [Decimal(value).scaleb(-places) if isinstance(value, int) else None for value in values]
    type_ = ARROW.get(column.type, pa.large_string() if wide else pa.string())
    if column.type not in ARROW:  # "An empty cell is null or "" in Parquet"
        values = [("" if city.chance(0.5) else None) if value is None else str(value) for value in values]
    return pa.array(values, type=type_)

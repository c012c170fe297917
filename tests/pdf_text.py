"""What stands in a PDF that Chromium made: its texts, page by page, as they were drawn."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
DRAWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|\[(.*?)\] TJ|\bET\b", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
ONE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
SPAN = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


def pdf_pages(path: Path) -> list[str]:
    """The text of every page without any spaces: a PDF places words and need not write what is between them."""
    objects = {int(number): body for number, body in OBJECT.findall(path.read_bytes())}
    fonts = {name: letters(objects, int(number)) for body in objects.values() for name, number in FONT.findall(body)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    found = [CONTENTS.search(page) for page in pages]
    return ["".join(_drawn(stream(objects[int(one[1])]), fonts).split()) for one in found if one is not None]


def stream(body: bytes) -> bytes:
    """The contents of an object, unpacked."""
    packed = STREAM.search(body)
    if packed is None:
        return b""
    return zlib.decompress(packed[1]) if b"/FlateDecode" in body else packed[1]


def letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    """What each glyph of a font stands for."""
    table = UNICODE.search(objects.get(font, b""))
    found: dict[int, str] = {}
    if table is None:
        return found
    text = stream(objects[int(table[1])])
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        found |= {int(glyph, 16): _text(said) for glyph, said in ONE.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, said in SPAN.findall(block):
            start = int(said, 16)
            found |= {glyph: chr(start + glyph - int(first, 16)) for glyph in range(int(first, 16), int(last, 16) + 1)}
    return found


def _text(said: bytes) -> str:
    return bytes.fromhex(said.decode()).decode("utf-16-be")


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    parts: list[str] = []
    font: dict[int, str] = {}
    for drawn in DRAWN.finditer(content):
        if drawn[1]:
            font = fonts.get(drawn[1], {})
        for glyphs in [drawn[2]] if drawn[2] else HEX.findall(drawn[3] or b""):
            parts += [font.get(int(glyphs[at : at + 4], 16), "�") for at in range(0, len(glyphs), 4)]
    return "".join(parts)

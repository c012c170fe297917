"""How the city's keys are written, the two CSV dialects, and short words for declaring columns."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.base.text import Text
from alongside.rules.schema import CLOSED, OPEN, CellType, Column, Dialect, KeyFormat, When


def check_number(digits: Sequence[int]) -> bool:
    """Whether the last two digits of a SNILS are its check number: the weighted sum of the first nine, mod 101."""
    total = 0
    for position in range(9):
        total += (9 - position) * digits[position]
    check = total % 101
    if check == 100:
        check = 0
    return check == digits[9] * 10 + digits[10]


SNILS = KeyFormat("999-999-999 99", check_number)
ADDRESS = KeyFormat("A9999999")

U = Dialect("U", "utf-8", b"\n", "YYYY-MM-DD", ".")
W = Dialect("W", "windows-1251", b"\r\n", "DD.MM.YYYY", ",")

ZAGS = Text("органы ЗАГС", "the civil registry (ZAGS)")
MVD = Text("МВД", "the interior ministry (MVD)")
GIBDD = Text("ГИБДД", "the traffic police (GIBDD)")
SFR = Text("Социальный фонд (СФР)", "the Social Fund (SFR)")
MSE = Text("бюро медико-социальной экспертизы (МСЭ)", "the medico-social examination bureau (MSE)")
FNS = Text("Федеральная налоговая служба (ФНС)", "the tax service (FNS)")


def start(name: str = "since", **more: object) -> Column:
    """The day on which something begins; it cannot lie ahead."""
    return Column(name, "date", **more)  # type: ignore[arg-type]


def end(name: str = "until", **more: object) -> Column:
    """The day on which something ends; it may lie ahead, and is empty while there is no end."""
    return Column(name, "date", CLOSED, past=False, **more)  # type: ignore[arg-type]


def open_column(name: str, kind: CellType, ru: str, en: str, **more: object) -> Column:
    """A column whose empty cell means "not known"; its title is what people read when it is missing."""
    return Column(name, kind, OPEN, Text(ru, en), **more)  # type: ignore[arg-type]


def kind_is(*values: str) -> When:
    """The row is of one of these kinds."""
    return When("kind", values)

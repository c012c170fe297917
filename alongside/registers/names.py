"""What a person's name may be written with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from alongside.registers.kernels import NAME_LENGTH

SIGNS = " -'\N{RIGHT SINGLE QUOTATION MARK}"


@lru_cache(maxsize=1 << 16)
def name_is_right(text: bytes) -> bool:
    """Whether this UTF-8 is a name: 1-60 letters and combining marks of any script, spaces inside, hyphens,
    apostrophes; a letter is not required."""
    try:
        name = text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not 1 <= len(name) <= NAME_LENGTH or name[0] == " " or name[-1] == " ":
        return False
    return all(sign in SIGNS or unicodedata.category(sign)[0] in "LM" for sign in name)

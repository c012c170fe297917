"""How names are compared: without case, ё, hyphens, spaces, and look-alike letters of another alphabet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST = 60
SHORTEST_WITH_A_TYPO = 3
LOOK_ALIKE = str.maketrans("abcehkmoptxy", "авсенкмортху")
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
OTHER_KEYBOARD = str.maketrans(LATIN_KEYS + LATIN_KEYS.upper() + '{}:"<>~', CYRILLIC_KEYS * 2 + "хъжэбюё")


@lru_cache(maxsize=1 << 16)
def search_key(name: str) -> str:
    """A name as it is searched: small letters and digits only, at most 60; the same name is the same key.

    ё is е. A word with a Cyrillic letter in it is Cyrillic altogether, so that a Latin c among them is с.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    text = "".join(sign for sign in text if sign.isalnum()).replace("ё", "е")
    if any("а" <= sign <= "я" for sign in text):
        text = text.translate(LOOK_ALIKE)
    return text[:LONGEST]


def typed_on_the_other_keyboard(text: str) -> str:
    """What these keys write where the keyboard was left in Latin: `bdfyjd` is `иванов`."""
    return text.translate(OTHER_KEYBOARD)


def one_letter_less(key: str) -> set[str]:
    """The key with each one of its letters left out: two keys that share such a form are one or two errors apart."""
    if len(key) < SHORTEST_WITH_A_TYPO:
        return set()
    return {key[:at] + key[at + 1 :] for at in range(len(key))}


def is_a_typo_of(one: str, other: str) -> bool:
    """Whether one letter more, less, changed, or two neighbours changed about, lead from one key to the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    same = 0
    while same < len(one) and one[same] == other[same]:
        same += 1
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    turned = one[same + 1 : same + 2] + one[same : same + 1] == other[same : same + 2]
    return one[same + 1 :] == other[same + 1 :] or (turned and one[same + 2 :] == other[same + 2 :])

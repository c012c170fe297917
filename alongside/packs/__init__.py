"""Packs: a jurisdiction's law as a folder of files - load it, check it, run its examples.

Nouns: pack, term, measure text, example. Verbs: load_pack, check_pack, check_examples. A pack is a folder with
`pack.toml`; this room turns it into typed objects or says, with file and line, why it cannot.
"""

from alongside.packs.load import Pack, load_pack

__all__ = ["Pack", "load_pack"]

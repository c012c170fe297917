"""Registers: what the agencies send, checked row by row, kept as facts.

Nouns: delivery (a folder of files and its manifest), register, row, store. Verbs: `ingest_delivery` takes a
delivery into the store; `held_deliveries`, `delivery_in_use` and `open_delivery` find it there;
`write_delivery` makes one (for a made-up city, a test, a measurement). Everything about a register's
columns and rules comes from a pack's declarations; a bad row is set aside with its reason, and what it
takes away from knowledge is kept beside the facts.
"""

from alongside.registers.held import delivery_in_use, held_deliveries, open_delivery
from alongside.registers.ingest_delivery import ingest_delivery
from alongside.registers.report import IngestReport, RegisterReport

__all__ = [
    "IngestReport",
    "RegisterReport",
    "delivery_in_use",
    "held_deliveries",
    "ingest_delivery",
    "open_delivery",
]

"""`python -m alongside.cli`."""

from __future__ import annotations

import click

from alongside.cli.city import city
from alongside.cli.demo import demo
from alongside.cli.docs import docs
from alongside.cli.entitlements import entitlements
from alongside.cli.life_events import life_events
from alongside.cli.pack import pack
from alongside.cli.people import people
from alongside.cli.records import records, work
from alongside.cli.registers import registers
from alongside.cli.serve import serve


@click.group()
def alongside() -> None:
    """Alongside: the city works with a person, not with papers."""


GROUPS = (
    registers,
    city,
    people,
    entitlements,
    life_events,
    records,
    serve,
    work,
    pack,
    docs,
    demo,
)
for group in GROUPS:
    alongside.add_command(group)

if __name__ == "__main__":
    alongside(prog_name="alongside")

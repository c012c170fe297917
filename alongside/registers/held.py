"""The deliveries that a store holds, and the one in use."""

from __future__ import annotations

import json
from pathlib import Path

from alongside.registers.manifest import NAME, Manifest, folder_name, parse_manifest
from alongside.registers.refusals import DeliveryNotHeld
from alongside.registers.report import IngestReport, report_from_json
from alongside.rules.facts import Facts, StoreIsBroken, open_facts
from alongside.rules.schema import Registers

AGAIN = "Ingest the delivery again into an empty store."


def deliveries_folder(store: Path) -> Path:
    """Where a store keeps its deliveries, one folder each."""
    return store / "deliveries"


def delivery_folder(store: Path, delivery_id: str) -> Path:
    """Where a store keeps, or would keep, this delivery."""
    return deliveries_folder(store) / folder_name(delivery_id)


def held_deliveries(store: Path, registers: Registers) -> list[IngestReport]:
    """The reports of all deliveries that the store holds; the one in use is the last."""
    folder = deliveries_folder(store)
    found = [held_report(path, registers) for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(found, key=lambda report: (report.as_of, report.delivery_id))


def held_report(folder: Path, registers: Registers) -> IngestReport:
    """The report of the delivery in this folder of the store."""
    try:
        content = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return report_from_json(content, folder, registers)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise StoreIsBroken(f"{folder} holds no delivery of this pack that can be read.", remedy=AGAIN) from error


def held_manifest(folder: Path) -> Manifest:
    """The manifest of the delivery in this folder of the store."""
    try:
        return parse_manifest((folder / NAME).read_bytes(), str(folder / NAME))
    except OSError as error:
        raise StoreIsBroken(f"{folder} holds no delivery that can be read.", remedy=AGAIN) from error


def delivery_in_use(store: Path, registers: Registers, delivery_id: str | None = None) -> Path:
    """The folder of the delivery with the latest as_of, then the greatest id; or of the one that is named."""
    if delivery_id is not None:
        folder = delivery_folder(store, delivery_id) if delivery_id else deliveries_folder(store)
        if not delivery_id or not folder.is_dir():
            raise DeliveryNotHeld(
                f"The store {store} holds no delivery {delivery_id!r}.",
                remedy="List the held deliveries and name one of them.",
            )
        return folder
    held = held_deliveries(store, registers)
    if not held:
        raise DeliveryNotHeld(f"The store {store} holds no delivery.", remedy="Ingest one first.")
    return held[-1].folder


def open_delivery(store: Path, registers: Registers, delivery_id: str | None = None) -> Facts:
    """The facts of the delivery in use, or of the one that is named."""
    return open_facts(delivery_in_use(store, registers, delivery_id) / "facts", registers)

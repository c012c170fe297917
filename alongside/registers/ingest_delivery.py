"""Take a delivery into the store: check it, arrange its facts, keep both for good."""

from __future__ import annotations

from pathlib import Path

from alongside.registers.held import delivery_folder, held_manifest, held_report
from alongside.registers.incoming import incoming_folder, make_durable, move_into_place
from alongside.registers.manifest import Manifest, read_manifest
from alongside.registers.refusals import DeliveryIdReused, FolderUnusable
from alongside.registers.report import IngestReport
from alongside.registers.take_in import Progress, Taking
from alongside.rules.schema import Registers


def ingest_delivery(
    folder: Path, store: Path, registers: Registers, *, progress: Progress | None = None
) -> IngestReport:
    """Check the delivery in `folder` and keep what came of it in `store/deliveries/<id>`, whole or not at
    all.

    A delivery that is held already is not read again: the answer is that of the first time. Refuses when
    there is no manifest that can be understood, no register of persons, or another delivery with this id.
    """
    manifest = read_manifest(folder)
    target = delivery_folder(store, manifest.delivery_id)
    try:
        if target.is_dir() and any(target.iterdir()):
            return _held(target, manifest, registers)
        with incoming_folder(store) as incoming:
            place = incoming / target.name
            report = Taking(folder, manifest, target, place, registers, progress).take()
            make_durable(place)
            if not move_into_place(place, target):
                return _held(target, manifest, registers)
    except OSError as error:
        raise FolderUnusable(
            f"The store {store} cannot be written: {error.strerror or error}.",
            remedy="Name a folder with enough room that this program may write.",
        ) from error
    return report


def _held(target: Path, manifest: Manifest, registers: Registers) -> IngestReport:
    if held_manifest(target).digests() != manifest.digests():
        raise DeliveryIdReused(
            f"A different delivery with the id {manifest.delivery_id!r} is already held in {target}.",
            remedy="Ask the sender for a delivery with an id of its own.",
        )
    return held_report(target, registers)

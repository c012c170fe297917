"""The chain: what was sealed stays provable, and every way to tamper with it is found and named."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from alongside.people.models import Person
from alongside.records.models import Entry, Seal, Unsealed
from alongside.records.seal_entries import AnchorIsUnreadable, Head, anchor, head, read_anchors, seal_entries
from alongside.records.verify_chain import verify_chain
from tests.records.conftest import Act

pytestmark = pytest.mark.django_db
Tamper = Callable[[str], None]
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def sealed(anna: Person, act: Act) -> list[Entry]:
    """Seven entries with what people really write in them, chained in batches of three."""
    said: list[dict[str, object]] = [
        {"sum": 100},
        {"name": "Ёлкин «А»", "b": [1, None, 2.5]},
        {"z": 1, "a": {"y": 2, "x": 3}},
        *({}, {}, {}, {}),
    ]
    entries = [act(anna, f"people.greet_{place}", **after) for place, after in enumerate(said)]
    assert seal_entries(batch=3) == 7
    return entries


def kinds() -> list[tuple[str, int | None, int | None]]:
    return [(fault.kind, fault.position, fault.entry) for fault in verify_chain().faults]


def test_what_nobody_touched_is_found_whole(sealed: list[Entry]) -> None:
    result = verify_chain()
    assert (result.checked, result.wrong, result.waiting) == (7, 0, 0)
    assert result.head == head()
    assert [seal.entry for seal in Seal.objects.order_by("position")] == [entry.pk for entry in sealed]


@pytest.mark.parametrize(
    "change",
    [
        "after = '{\"sum\": 101}'",
        "name = 'people.greeT_0'",
        "at = '2025-01-01 00:00:00+00:00'",
        "person = 5",
        "role = ''",
    ],
)
def test_a_changed_byte_of_an_entry_is_found_and_its_place_is_named(
    sealed: list[Entry], unprotected: Tamper, change: str
) -> None:
    unprotected(f"UPDATE records_entry SET {change} WHERE id = {sealed[0].pk}")
    assert kinds() == [("changed", 1, sealed[0].pk)]


def test_a_removed_entry_is_found(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected(f"DELETE FROM records_entry WHERE id = {sealed[3].pk}")
    assert kinds() == [("removed", 4, sealed[3].pk)]


def test_an_entry_removed_with_its_seal_is_found(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected("DELETE FROM records_seal WHERE position = 4")
    unprotected(f"DELETE FROM records_entry WHERE id = {sealed[3].pk}")
    assert kinds() == [("unsealed", 4, None)]


def test_an_entry_removed_and_the_rest_moved_up_is_found_where_it_was(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected("DELETE FROM records_seal WHERE position = 4")
    unprotected(f"DELETE FROM records_entry WHERE id = {sealed[3].pk}")
    for position in (5, 6, 7):
        unprotected(f"UPDATE records_seal SET position = {position - 1} WHERE position = {position}")
    assert kinds() == [("changed", 4, sealed[4].pk)]


def test_two_entries_that_changed_places_are_found(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected(f"UPDATE records_seal SET entry = -1 WHERE entry = {sealed[1].pk}")
    unprotected(f"UPDATE records_seal SET entry = {sealed[1].pk} WHERE entry = {sealed[2].pk}")
    unprotected(f"UPDATE records_seal SET entry = {sealed[2].pk} WHERE entry = -1")
    assert kinds() == [("changed", 2, sealed[2].pk), ("changed", 3, sealed[1].pk)]


def test_a_forged_seal_is_told_from_a_forged_entry(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected(f"UPDATE records_seal SET chain = '{'a' * 64}' WHERE position = 3")
    assert kinds() == [("resealed", 3, sealed[2].pk)]


def test_an_entry_whose_seal_was_taken_away_at_the_end_is_found(sealed: list[Entry], unprotected: Tamper) -> None:
    unprotected("DELETE FROM records_seal WHERE position = 7")
    assert kinds() == [("put_in", None, sealed[6].pk)]


def test_an_entry_put_in_beside_the_journal_is_found(sealed: list[Entry], anna: Person, act: Act) -> None:
    entry = act(anna)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_unsealed")
    assert kinds() == [("put_in", None, entry.pk)]


def test_an_entry_removed_before_it_was_sealed_is_found(anna: Person, act: Act, unprotected: Tamper) -> None:
    entry = act(anna)
    unprotected(f"DELETE FROM records_entry WHERE id = {entry.pk}")
    seal_entries()
    assert kinds() == [("removed", None, entry.pk)]


def test_an_end_cut_off_whole_is_found_by_an_anchor_alone(
    sealed: list[Entry], unprotected: Tamper, tmp_path: Path
) -> None:
    file = tmp_path / "anchors"
    assert anchor(file, at=NOON) == head()
    anchor(file, at=NOON)
    assert len(read_anchors(file)) == 1
    assert verify_chain(anchors=read_anchors(file)).wrong == 0
    unprotected("DELETE FROM records_seal WHERE position > 5")
    unprotected(f"DELETE FROM records_entry WHERE id > {sealed[4].pk}")
    assert verify_chain().wrong == 0
    found = verify_chain(anchors=read_anchors(file)).faults
    assert [(fault.kind, fault.position) for fault in found] == [("cut_off", 6)]


def test_a_chain_written_anew_with_the_key_is_found_by_an_anchor(sealed: list[Entry], unprotected: Tamper) -> None:
    kept = head()
    unprotected("UPDATE records_entry SET role = 'head' WHERE role = 'city'")
    unprotected("DELETE FROM records_seal")
    Unsealed.objects.bulk_create(Unsealed(entry=entry) for entry in sealed)
    seal_entries()
    assert verify_chain().wrong == 0
    assert [fault.kind for fault in verify_chain(anchors=[kept]).faults] == ["rewritten"]


def test_without_the_key_nobody_can_seal(sealed: list[Entry], settings: object) -> None:
    settings.SEAL_KEY = "another"  # type: ignore[attr-defined]
    assert verify_chain().faults[0].position == 1


def test_an_act_that_commits_later_than_a_younger_one_is_sealed_too(anna: Person, act: Act) -> None:
    late = act(anna, "people.greet_late")
    Unsealed.objects.filter(entry=late).delete()  # as if its transaction were still open
    younger = act(anna, "people.greet_young")
    assert seal_entries() == 1
    Unsealed.objects.create(entry=late)
    assert seal_entries() == 1
    assert [seal.entry for seal in Seal.objects.order_by("position")] == [younger.pk, late.pk]
    assert verify_chain().wrong == 0


def test_a_line_that_is_no_anchor_is_refused_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    file.write_text(f"1 {'a' * 64} 2025-03-01T12:00:00Z\nsomething\n")
    with pytest.raises(AnchorIsUnreadable, match="line 2"):
        read_anchors(file)
    assert Head(1, "a" * 64) != head()

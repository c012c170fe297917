"""Every way in which a delivery is refused as a whole; nothing has been written then."""

from __future__ import annotations

from alongside.base.refusal import Refusal


class ManifestUnreadable(Refusal):
    """There is no manifest that says what was delivered."""

    code = "manifest_unreadable"


class DeliveryWithoutPersons(Refusal):
    """The register of persons is missing, so nobody exists."""

    code = "delivery_without_persons"


class DeliveryIdReused(Refusal):
    """A different delivery with this id is already held."""

    code = "delivery_id_reused"


class FolderUnusable(Refusal):
    """A folder or file cannot be found, read or written by this program."""

    code = "folder_unusable"


class DeliveryNotHeld(Refusal):
    """The store holds no such delivery."""

    code = "delivery_not_held"


class FileError(Exception):
    """A whole file that is not read: its code and a sentence for file_errors.csv."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

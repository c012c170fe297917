"""The one way to say no: a code for machines, a sentence for people, what to do instead."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is not carried out.

    `code` is for machines and never changes; `message` says what is wrong and where; `remedy` says what to do
    instead. Nothing has been written when a refusal is raised.
    """

    code = "refused"

    def __init__(self, message: str, *, remedy: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

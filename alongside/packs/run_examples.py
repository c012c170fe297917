"""Run a pack's examples and say which do not come out as they were worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.packs.examples import Example, Expected, differences, find_case, unit_of
from alongside.packs.load import Pack
from alongside.rules.evaluator import Book, Evaluator


@dataclass(frozen=True)
class Broken:
    """An example that does not come out, and how."""

    example: Example
    expected: Expected
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        about = f"{self.expected.measure} for {self.expected.unit}"
        return f"{self.expected.where}: {self.example.name} ({about}): {'; '.join(self.wrong)}"


def parts_run(pack: Pack, example: Example, book: Book) -> frozenset[str]:
    """The functions that an example's answers rest on: `def.<definition>`, `case.<measure>/<unit>`, `near.<group>`."""
    evaluator = Evaluator(book, example.facts, example.on)
    for expected in example.expected:
        case = find_case(pack, expected)
        evaluator.decide(case, unit_of(example, expected, case, evaluator))
    return frozenset(evaluator.ran)


def run_examples(
    pack: Pack, examples: Sequence[Example], *, book: Book | None = None, first_only: bool = False
) -> list[Broken]:
    """The examples that do not come out; with `first_only`, no more than one."""
    book = book or Book(pack.law)
    broken: list[Broken] = []
    for example in examples:
        evaluator = Evaluator(book, example.facts, example.on)
        for expected in example.expected:
            case = find_case(pack, expected)
            decision = evaluator.decide(case, unit_of(example, expected, case, evaluator))
            wrong = differences(example, expected, decision)
            if wrong:
                broken.append(Broken(example, expected, tuple(wrong)))
                if first_only:
                    return broken
    return broken

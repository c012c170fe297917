"""Check a pack beyond its loading: everything that is wrong at once, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.packs.check_files import file_findings
from alongside.packs.check_law import law_findings
from alongside.packs.check_notions import notion_findings
from alongside.packs.check_texts import example_findings, text_findings
from alongside.packs.examples import Example, read_examples
from alongside.packs.finding import Finding
from alongside.packs.load import Pack, load_pack
from alongside.packs.run_examples import Broken, run_examples
from alongside.rules.fault import PackFault


@dataclass(frozen=True, eq=False)
class Checked:
    """What a check found; `pack` is None where the pack cannot be loaded at all."""

    pack: Pack | None
    examples: Sequence[Example]
    broken: Sequence[Broken]
    findings: Sequence[Finding]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings and not self.broken


def check_pack(path: Path) -> Checked:
    """Check a pack: its files one by one, its loading, its examples, then what hangs together and what nobody needs.

    The first file that is not what it should be hides nothing: all files are read before the pack is loaded. Raises
    `PackFault` where there is no pack at all, or where a fault of its code is not a fault of its files.
    """
    path = path.resolve()
    findings = list(file_findings(path))
    try:
        pack = load_pack(path)
        examples = read_examples(pack)
    except PackFault as fault:
        if not findings:
            raise
        told = Finding(fault.where, fault.what, fault.remedy)
        return Checked(None, (), (), _in_order([*findings, told]))
    broken = run_examples(pack, examples)
    findings += _more(pack, examples)
    return Checked(pack, examples, broken, _in_order(findings))


def _more(pack: Pack, examples: Sequence[Example]) -> Iterator[Finding]:
    yield from text_findings(pack)
    yield from example_findings(pack, examples)
    yield from law_findings(pack)
    yield from notion_findings(pack)


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """By file and line, each once."""
    unique = {str(finding): finding for finding in findings}
    return sorted(unique.values(), key=lambda finding: (finding.where.file, finding.where.line, finding.what))

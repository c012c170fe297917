"""A family on a terminal: who belongs to it and why, who receives for whom, what is not known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from alongside.base.refusal import Refusal
from alongside.base.text import Language, Text
from alongside.base.wording import date_text
from alongside.packs import phrases
from alongside.packs.explain import Explainer
from alongside.packs.family import Family, Member, explain_family
from alongside.packs.family_svg import draw_family

TITLE = Text("{title} на {day}", "{title} on {day}")
BY = Text(
    "По данным на {day} (поставка {delivery}). Это демонстрация, а не юридическая консультация.",
    "By data of {day} (delivery {delivery}). A demonstration, not legal advice.",
)


class SvgCannotBeWritten(Refusal):
    """The drawing cannot be put there."""

    code = "svg_cannot_be_written"


def tell_family(
    explainer: Explainer, key: str, language: Language, *, as_json: bool, svg: Path | None, width: int
) -> None:
    """Tell of the family of the person with a key, and draw it where a file is named."""
    family = explain_family(explainer, explainer.find(key), language)
    if svg is not None:
        try:
            svg.write_text(draw_family(family, width), encoding="utf-8")
        except OSError as error:
            raise SvgCannotBeWritten(f"{svg} cannot be written: {error.strerror}.", remedy="Name another.") from error
    if as_json:
        click.echo(json.dumps(family.as_json(), ensure_ascii=False, indent=2))
        return
    show_family(Console(highlight=False), family)
    if svg is not None:
        click.echo(str(svg))


def show_family(console: Console, family: Family) -> None:
    """Print what is said of the family, its members with reasons, who is tied to it, what is not known."""
    language = family.language
    day = date_text(date.fromisoformat(family.on), language)
    console.print(Line(TITLE[language].format(title=family.words["title"], day=day), style="bold"))
    console.print()
    _indented(console, family.sentence, 0)
    if family.definition is not None:
        _indented(console, f"{family.definition.title}: {family.definition.sentence}", 0, "dim")
    console.print()
    for about in family.about:
        _indented(console, f"? {about.text}" if about.answer == "unknown" else about.text, 0, _colour(about.answer))
    console.print()
    for member in family.members:
        _show_member(console, family, member)
    _show_outside(console, family)
    for fact in family.missing:
        said = phrases.HELD_BY[language].format(title=fact.title, holder=fact.holder)
        _indented(console, f"? {said}", 0, "yellow")
    if family.missing:
        _indented(console, family.words["asked"], 0, "dim")
        console.print()
    as_of = date_text(date.fromisoformat(family.as_of), language)
    console.print(Line(BY[language].format(day=as_of, delivery=family.delivery_id), style="dim"))


def _show_member(console: Console, family: Family, member: Member) -> None:
    words = family.words
    you = f" ({words['you']})" if member.asked_about else ""
    line = Line(member.name + you, style="bold").append(f", {member.age_text}, {member.role}", style="not bold")
    console.print(line)
    if member.receives_for:
        _indented(console, "₽ " + words["receives"].format(names=", ".join(member.receives_for)), 2, "green")
    if member.payee_name is None:
        _indented(console, f"? {words['payee_not_known']}", 2, "yellow")
    elif member.payee_id != member.person_id:
        _indented(console, words["payee"].format(name=member.payee_name), 2)
    if member.counted != "no":
        _show_counted(console, family, member)
    for reason in member.reasons:
        _indented(console, reason, 2, "dim")
    if not member.sure:
        _indented(console, f"? {words['not_sure']}", 2, "yellow")
    console.print()


def _show_counted(console: Console, family: Family, member: Member) -> None:
    if member.counted == "yes":
        _indented(console, f"✓ {family.words['counted']}", 2, "green")
    else:
        _indented(console, f"? {family.words['counted_not_known']}", 2, "yellow")


def _show_outside(console: Console, family: Family) -> None:
    """Those who are tied to the family and belong to another, each under the words of the tie."""
    shown: dict[str, list[Member]] = {}
    for member in family.outside:
        ties = [tie for tie in family.ties if tie.other_id == member.person_id]
        raised = [m.short_name for m in family.members if m.person_id in {tie.member_id for tie in ties}]
        above = ties[0].stands == "above"
        title = f"{ties[0].title}: {', '.join(raised)}" if above else ties[0].title
        shown.setdefault(title, []).append(member)
    for title, members in shown.items():
        for member in members:
            line = Line(member.name, style="bold")
            console.print(line.append(f", {member.age_text}, {member.role}", style="not bold"))
            _indented(console, title, 2, "dim")
            if member.counted != "no":
                _show_counted(console, family, member)
            console.print()


def _indented(console: Console, text: str, by: int, style: str = "") -> None:
    console.print(Padding(Line(text, style=style), (0, 0, 0, by)))


def _colour(answer: str) -> str:
    return "yellow" if answer == "unknown" else ""

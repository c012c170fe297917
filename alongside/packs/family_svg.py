"""A family as a drawing: adults above, those they raise below, ties as lines, dashed where not known.

Plain SVG by hand: no scripts, no fonts to fetch; everything that a line or a colour says stands in words, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from xml.sax.saxutils import escape

from alongside.base.text import Text
from alongside.base.wording import date_text
from alongside.packs import phrases
from alongside.packs.family import Family, FamilyTie, Member

NARROWEST, WIDEST = 320, 900
INK, SOFT, LINE, STRONG, PAPER, GROUND = "#17222e", "#46535f", "#d9d5cb", "#8b8f94", "#ffffff", "#f5f3ee"
ACCENT, TINT, WAIT = "#0a5f52", "#e3f0ec", "#7a4b00"
FONT = "'Golos Text', system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
CARD, LARGEST, MOST, GAP, PAD = 150, 260, 4, 16, 12
DAY = Text("на {day}", "on {day}")


@dataclass(frozen=True)
class Style:
    """How a line of words looks. `wide` is a cautious width of a letter, in parts of the size."""

    size: int
    fill: str = INK
    weight: int = 400
    wide: float = 0.6

    @property
    def height(self) -> int:
        """From one line to the next."""
        return round(self.size * 1.35)


TITLE = Style(20, weight=650, wide=0.66)
NAME = Style(16, weight=650, wide=0.68)
PLAIN, MARK, ASK = Style(14, SOFT), Style(14, ACCENT, 550, 0.68), Style(14, WAIT, 550, 0.68)
SAID = Style(15, INK, wide=0.62)


@dataclass
class Card:
    """A person on the drawing."""

    member: Member
    lines: list[tuple[str, Style]]
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def centre(self) -> float:
        """The middle, from left to right."""
        return self.x + self.width / 2


@dataclass
class Block:
    """People below who are tied to the same people above, and the words of the tie."""

    label: str
    above: tuple[str, ...]
    ties: list[FamilyTie] = field(default_factory=list)
    below: list[Member] = field(default_factory=list)


def draw_family(family: Family, width: int = 720) -> str:
    """The drawing as SVG text, `width` (320 to 900) pixels wide and as high as it needs to be."""
    return _Drawing(family, max(NARROWEST, min(WIDEST, width))).draw()


class _Drawing:
    """The lines of one drawing, from top to bottom."""

    def __init__(self, family: Family, width: int) -> None:
        self.family = family
        self.width = width
        self.blocks = _blocks(family)
        self.left = 16 + 8 * max(0, len(self.blocks) - 1)
        room = width - self.left - 16
        self.adults = _adults(family)
        longest = max(len(self.adults), *(len(block.below) for block in self.blocks), 1)
        self.columns = max(1, min(MOST, (room + GAP) // (CARD + GAP), longest))
        self.card = min(float(LARGEST), (room - GAP * (self.columns - 1)) / self.columns)
        self.y = 16.0
        self.under: list[str] = []  # lines lie under cards
        self.over: list[str] = []
        self.cards: dict[str, Card] = {}
        self.rows: list[list[Card]] = []

    def draw(self) -> str:
        """Everything, in order."""
        words = self.family.words
        day = DAY[self.family.language].format(day=date_text(date.fromisoformat(self.family.on), self.family.language))
        self._paragraph(words["title"], TITLE)
        self._paragraph(day, PLAIN)
        self.y += 6
        self._paragraph(self.family.sentence, SAID)
        self.y += 12
        self._above()
        self._partners()
        for place, block in enumerate(self.blocks):
            self._block(block, place)
        self.y += 20
        self._sentences()
        height = round(self.y + 12)
        what = escape(words["title"])
        told = escape(" ".join([day, self.family.sentence, *(about.text for about in self.family.about)]))
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{height}" '
                f'viewBox="0 0 {self.width} {height}" role="img" aria-labelledby="family-title family-told" '
                f'lang="{self.family.language}" font-family="{FONT}">',
                f'<title id="family-title">{what}</title>',
                f'<desc id="family-told">{told}</desc>',
                f'<rect width="{self.width}" height="{height}" fill="{PAPER}"/>',
                *self.under,
                *self.over,
                "</svg>",
                "",
            ]
        )

    # People.
    def _above(self) -> None:
        for row in _in_rows(self.adults, self.columns):
            self.rows.append(self._row(row))
            self.y += 14 + 8 * len(self.blocks)

    def _row(self, members: Sequence[Member]) -> list[Card]:
        cards = [Card(member, self._lines(member), width=self.card) for member in members]
        height = max(sum(style.height for _, style in card.lines) for card in cards) + 2 * PAD
        for place, card in enumerate(cards):
            card.x, card.y, card.height = self.left + place * (self.card + GAP), self.y, height
            self.cards[card.member.person_id] = card
            self._card(card)
        self.y += height
        return cards

    def _lines(self, member: Member) -> list[tuple[str, Style]]:
        """What stands on a card."""
        words = self.family.words
        you = f" ({words['you']})" if member.asked_about else ""
        said = [(member.name + you, NAME), (f"{member.age_text}, {member.role}", PLAIN)]
        if member.receives_for:
            said.append(("₽ " + words["receives"].format(names=", ".join(member.receives_for)), MARK))
        if member.inside and not member.head and member.payee_name is not None:
            said.append((words["payee"].format(name=member.payee_name), PLAIN))
        if member.inside and member.payee_name is None:
            said.append(("? " + words["payee_not_known"], ASK))
        if member.counted == "yes":
            said.append(("✓ " + words["counted"], MARK))
        elif member.counted == "unknown":
            said.append(("? " + words["counted_not_known"], ASK))
        if not member.sure:
            said.append(("? " + words["not_sure"], ASK))
        room = self.card - 2 * PAD
        fitting = [(text, _fitting(text, room, style)) for text, style in said]
        return [(line, style) for text, style in fitting for line in _wrapped(text, room, style)]

    def _card(self, card: Card) -> None:
        member = card.member
        fill = TINT if member.head else GROUND if member.inside else PAPER
        stroke, thick = (ACCENT, 2.5) if member.asked_about else (STRONG if member.inside else LINE, 1.25)
        self.over.append(
            f'<rect x="{card.x:g}" y="{card.y:g}" width="{card.width:g}" height="{card.height:g}" rx="8" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="{thick}"{_dash(member.sure)}/>'
        )
        y = card.y + PAD
        for line, style in card.lines:
            self._words(card.x + PAD, y, line, style)
            y += style.height

    # Ties.
    def _partners(self) -> None:
        """A double line between partners, who stand side by side or, where there is no room, one above the other."""
        beside = [tie for tie in self.family.ties if tie.stands == "beside"]
        for tie in beside:
            first, second = self.cards.get(tie.member_id), self.cards.get(tie.other_id)
            if first is None or second is None or (first.y, first.x) >= (second.y, second.x):
                continue
            sure = all(t.sure for t in beside if {t.member_id, t.other_id} == {tie.member_id, tie.other_id})
            for off in (-2.5, 2.5):
                if first.y == second.y:
                    y = first.y + first.height / 2 + off
                    self._line([(first.x + first.width, y), (second.x, y)], sure)
                else:
                    x = first.x + 24 + off
                    self._line([(x, first.y + first.height), (x, second.y)], sure)

    def _block(self, block: Block, place: int) -> None:
        """A row or more of people below, with lines from those above them."""
        side = self.left - 8 - 8 * place
        rows = [[card for card in row if card.member.person_id in block.above] for row in self.rows]
        direct = place == 0 and not any(rows[:-1])
        starts = [self._from_above(row, place, None if direct else side) for row in rows if row]
        for x, y in starts[:-1]:
            self._line([(x, y), (x, starts[-1][1])])
        self._below(block, starts[-1], side, direct)

    def _from_above(self, row: Sequence[Card], place: int, side: float | None) -> tuple[float, float]:
        """Lines down from the cards of a row and along it; gives where they are joined: in the middle or at a side."""
        drops = [card.centre + 12 * place for card in row]
        y = row[0].y + row[0].height + 10 + 8 * place
        for card, x in zip(row, drops, strict=True):
            self._line([(x, card.y + card.height), (x, y)])
        ends = drops if side is None else [*drops, side]
        self._line([(min(ends), y), (max(ends), y)])
        return (min(drops) + max(drops)) / 2 if side is None else side, y

    def _below(self, block: Block, start: tuple[float, float], side: float, direct: bool) -> None:
        x, y = start
        self.y += 6
        beside = direct and len(_wrapped(block.label, x - self.left - 8, PLAIN)) > 1
        self._paragraph(block.label, PLAIN, x + 10 if beside else self.left)
        for number, row in enumerate(_in_rows(block.below, self.columns)):
            self.y += 8
            bus = self.y
            self.y += 14
            cards = self._row(row)
            trunk = x if number == 0 else side
            self._line([(trunk, y), (trunk, bus)])
            ends = [card.centre for card in cards] + [trunk]
            if number == 0 and len(block.below) > self.columns:
                ends.append(side)
            self._line([(min(ends), bus), (max(ends), bus)])
            for card in cards:
                sure = all(t.sure for t in block.ties if card.member.person_id in (t.member_id, t.other_id))
                self._line([(card.centre, bus), (card.centre, card.y)], sure)
            y = bus
        self.y += 16

    # Words.
    def _sentences(self) -> None:
        family = self.family
        for about in family.about:
            unknown = about.answer == "unknown"
            self._paragraph(("? " if unknown else "") + about.text, ASK if unknown else SAID)
            self.y += 2
        for fact in family.missing:
            said = phrases.HELD_BY[family.language].format(title=fact.title, holder=fact.holder)
            self._paragraph(f"? {said}", ASK)
        if family.missing:
            self._paragraph(family.words["asked"], PLAIN)
        if any("stroke-dasharray" in part for part in (*self.under, *self.over)):
            self._paragraph(family.words["dashed"], PLAIN)

    def _paragraph(self, text: str, style: Style, x: float | None = None) -> None:
        at = self.left if x is None else x
        for line in _wrapped(text, self.width - at - 16, style):
            self._words(at, self.y, line, style)
            self.y += style.height

    def _words(self, x: float, y: float, text: str, style: Style) -> None:
        self.over.append(
            f'<text x="{x:g}" y="{y + style.size:g}" font-size="{style.size}" font-weight="{style.weight}" '
            f'fill="{style.fill}">{escape(text)}</text>'
        )

    def _line(self, points: Iterable[tuple[float, float]], sure: bool = True) -> None:
        path = " L".join(f"{x:g} {y:g}" for x, y in points)
        self.under.append(f'<path d="M{path}" fill="none" stroke="{STRONG}" stroke-width="1.5"{_dash(sure)}/>')


def _dash(sure: bool) -> str:
    return "" if sure else ' stroke-dasharray="5 4"'


def _adults(family: Family) -> list[Member]:
    """Who stands above: the heads, and those from elsewhere who raise one of the family."""
    above = {tie.other_id for tie in family.ties if tie.stands == "above"}
    others = [member for member in family.outside if member.person_id in above]
    return [*(member for member in family.members if member.head), *others]


def _in_rows(members: Sequence[Member], columns: int) -> list[Sequence[Member]]:
    return [members[at : at + columns] for at in range(0, len(members), columns)]


def _blocks(family: Family) -> list[Block]:
    """Those below, by whom they are tied to and how: the family's own first."""
    people = {member.person_id: member for member in (*family.members, *family.outside)}
    found: dict[tuple[str, tuple[str, ...]], Block] = {}

    def add(tie_id: str, below: str, ties: list[FamilyTie]) -> None:
        above = tuple(sorted({t.other_id if t.stands == "above" else t.member_id for t in ties}))
        names = ", ".join(people[key].short_name for key in people if key in above)
        label = f"{ties[0].title}: {names}" if ties[0].stands == "above" else ties[0].title
        block = found.setdefault((tie_id, above), Block(label, above))
        block.ties += ties
        block.below.append(people[below])

    for stands in ("above", "below"):
        ties = [tie for tie in family.ties if tie.stands == stands]
        for below in dict.fromkeys(tie.member_id if stands == "above" else tie.other_id for tie in ties):
            own = [tie for tie in ties if below == (tie.member_id if stands == "above" else tie.other_id)]
            for tie_id in dict.fromkeys(tie.id for tie in own):
                add(tie_id, below, [tie for tie in own if tie.id == tie_id])
    return list(found.values())


def _fitting(text: str, room: float, style: Style) -> Style:
    """The style, smaller where a word would not fit into a line."""
    longest = max(len(word) for word in text.split())
    size = min(style.size, max(11, int(room / (longest * style.wide))))
    return replace(style, size=size)


def _wrapped(text: str, room: float, style: Style) -> list[str]:
    """The text in lines that fit; a word that is longer than a line is broken."""
    most = max(4, int(room / (style.size * style.wide)))
    lines = [""]
    for word in text.split():
        pieces = [word[at : at + most] for at in range(0, len(word), most)]
        for piece in pieces:
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > most:
                lines.append(piece)
            else:
                lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines

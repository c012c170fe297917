"""The generated pages: everything is there, in both languages, escaped, and every link leads somewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs import load_pack
from alongside.packs.site import SiteIsTaken, site_pages, write_site
from alongside.packs.site_html import el, guide
from tests.packs.conftest import SHIPPED
from tests.towns.derive import MILLBROOK, copy_of_town

VOID = {"meta", "link", "br"}
MILK = "measures/milk_money.html"


class Page(HTMLParser):
    """Tags that are open, links, ids and landmarks of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.ids, self.tags = [], [], [], []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "html":
            self.language = said["lang"]
        if tag in ("a", "link"):
            self.links.append((said["href"], said.get("hreflang")))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages of Millbrook."""
    out = tmp_path_factory.mktemp("pages") / "site"
    write_site(load_pack(MILLBROOK), out)
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def text_of(site, path):
    """What a page says, its tags taken out."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", (site / path).read_text(encoding="utf-8")))


def test_there_is_a_page_of_every_measure_in_both_languages(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    measures = ("milk_money", "hardship_grant", "winter_wood")
    expected = {f"{each}/{page}.html" for each in ("ru", "en") for page in ("index", "definitions", "registers")}
    expected |= {f"{each}/measures/{name}.html" for each in ("ru", "en") for name in measures}
    assert names == {"index.html", *expected}


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    for path, page in pages.items():
        for href, _ in page.links:
            file, _, anchor = href.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), f"{path}: {href}"
            if anchor:
                assert anchor in pages[target].ids, f"{path}: {href}"


def test_every_page_links_to_itself_in_the_other_language(site, pages):
    for path, page in pages.items():
        inside = path.relative_to(site).parts
        if len(inside) == 1:
            continue
        other = {"ru": "en", "en": "ru"}[inside[0]]
        [href] = [href for href, language in page.links if language == other]
        assert (path.parent / href).resolve() == (site / other / Path(*inside[1:])).resolve()
        assert page.language == inside[0]


def test_every_page_is_whole_and_has_its_landmarks(pages):
    for page in pages.values():
        assert page.open == []
        assert {"header", "main", "footer"} <= set(page.tags)
        assert "script" not in page.tags
        assert len(page.ids) == len(set(page.ids))


def test_a_measure_says_what_it_is_who_gets_it_how_much_and_by_what_knowledge(site):
    said = text_of(site, f"en/{MILK}")
    for part in (
        "A pint of milk a day.",
        "For children under 12.",
        "The child lives in the town",
        "The child is not in the book of houses.",
        "A pint for 30 days; half of it from six years on.",
        "A pint of milk",
        "1.31",
        "Council decision 2",
        "The payroll of the mill",
        "the mill",
        "Your household is everybody who lives in your house",
        "30 * 1.25 = 37.50, and half of it 18.75",
        "37.50",
        "paid to Ada",
    ):
        assert part in said, part


def test_russian_pages_write_sums_and_dates_as_russian_does(site):
    said = text_of(site, f"ru/{MILK}")
    assert "37,50\N{NO-BREAK SPACE}₽" in said
    assert "1\N{NO-BREAK SPACE}января 2025" in said
    assert "✓ да" in said


def test_a_value_the_pack_made_up_is_marked(site):
    assert "made up" in text_of(site, "en/measures/hardship_grant.html")
    assert "made up" not in text_of(site, f"en/{MILK}")


def test_the_chart_of_a_term_says_in_words_what_it_draws(site):
    page = (site / "en" / MILK).read_text(encoding="utf-8")
    charts = re.findall(r'<svg[^>]* aria-label="([^"]+)"', page)
    assert "A pint of milk: 1.25" in charts[0].replace("\N{NO-BREAK SPACE}", " ")


def test_the_registers_say_what_an_empty_cell_means(site):
    said = text_of(site, "en/registers.html")
    assert "Held by: the fire brigade" in said
    assert "wood; coal; peat" in said
    for meaning in ("Empty is an error", "Empty means no, none, not ended", "Empty means not known"):
        assert meaning in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("How the law counts", "Your household is everybody who lives", "Where it matters: Milk money")),
        ("ru", ("Как считает закон", "Ваше хозяйство — все, кто живёт с вами", "Где это важно: Деньги на молоко")),
    ],
)
def test_the_definitions_carry_their_sentences_and_the_measures_that_rest_on_them(site, language, said):
    page = text_of(site, f"{language}/definitions.html")
    for part in said:
        assert part in page, part


def test_a_measure_says_how_the_law_counts_and_links_what_it_says(pages, site):
    said = text_of(site, f"ru/{MILK}")
    assert "Складываем, что все в доме заработали" in said
    links = {href for href, _ in pages[site / "ru" / MILK].links}
    assert {"../definitions.html#household", "../definitions.html#wages"} <= links
    assert "../definitions.html#answers" not in links


@pytest.mark.parametrize("path", [MILLBROOK, SHIPPED[0].parent])
def test_nothing_on_a_russian_page_is_english(path):
    allowed = re.compile(r"I{1,3}(-I{1,3})?")
    for name, page in site_pages(load_pack(path)).items():
        if not name.startswith("ru/"):
            continue
        text = re.sub(r'<code>.*?</code>|<a [^>]*class="other".*?</a>', "", page)
        labels = " ".join(re.findall(r'aria-label="([^"]*)"', text))
        english = re.findall(r"[A-Za-z][A-Za-z_-]+", re.sub(r"<[^>]+>", " ", text) + labels)
        assert [word for word in english if not allowed.fullmatch(word)] == [], name


def test_what_a_pack_says_is_escaped(tmp_path):
    rude = ("measures/milk_money/measure.yaml", "en: Milk money}", "en: '<b onclick=\"x\">Milk</b>'}")
    out = tmp_path / "site"
    write_site(load_pack(copy_of_town(tmp_path, rude)), out)
    page = (out / "en" / MILK).read_text(encoding="utf-8")
    assert "<b onclick" not in page
    assert "&lt;b onclick=&quot;x&quot;&gt;Milk" in page
    assert el("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'


def test_a_guide_becomes_headings_paragraphs_and_lists():
    made = guide("# Name\n\nFirst & **last**.\n\n## Who\n\n- one\n  more\n- two\n")
    assert made == ("<p>First &amp; <strong>last</strong>.</p><h2>Who</h2><ul><li>one more</li><li>two</li></ul>")


def test_the_command_writes_the_pages_and_again_over_them(tmp_path):
    for _ in range(2):
        call = ["docs", "--pack", str(MILLBROOK), "--out", str(tmp_path / "site")]
        done = CliRunner().invoke(alongside, call, catch_exceptions=False)
        assert done.exit_code == 0
        assert done.output.startswith("13 pages: ")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteIsTaken):
        write_site(load_pack(MILLBROOK), tmp_path)
    assert (tmp_path / "letter.txt").exists()

"""The site in a real Chromium: as a phone or a desktop, in Russian or English, with axe and screenshots.

A story asks for `browser_page`, opens pages with it, and looks at them:

    def test_she_sees_what_the_birth_brings(browser_page, sign_in, mother):
        page = browser_page("phone", language="ru")
        sign_in(page, mother.account)
        page.goto("/")
        no_violations(page)
        screenshot(page, "mine-phone-ru")

A page that breaks in the browser (a script fails, the content policy is violated, the server answers 5xx) fails the
story at its end, whatever the story itself looked at.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from alongside.people.models import Account

SCREENSHOTS = Path(__file__).resolve().parents[1] / ".cache" / "screenshots"
Width = Literal["narrow", "phone", "desktop"]
SIZES: dict[Width, tuple[int, int]] = {"narrow": (320, 640), "phone": (390, 844), "desktop": (1280, 900)}
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
MISSING = "Chromium is not installed (Debian's package chromium), so nothing was looked at in a browser"

BrowserPage = Callable[..., Page]
FOCUSED = """() => {
    const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        words: (one.textContent || "").replace(/\\s+/g, " ").trim(),
        seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
            && box.bottom > 0 && box.top < innerHeight && box.width > 0,
        where: one.localName + " " + (one.className || one.name || ""),
    };
}"""
SignIn = Callable[[Page, Account], None]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once. Where it is not installed the story is passed over; in CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread; no view runs in it
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_server: Any) -> Iterator[BrowserPage]:
    """Opens pages of the live site: `browser_page("phone", language="en", javascript=False)`.

    Every call is a visitor of its own, with nothing remembered. Paths are relative to the site.
    """
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def opened(width: Width = "phone", *, language: str = "ru", javascript: bool = True) -> Page:
        across, down = SIZES[width]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": across, "height": down},
            has_touch=width != "desktop",
            locale={"ru": "ru-RU", "en": "en-GB"}[language],
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        page = context.new_page()
        _listen(page, broken)
        return page

    yield opened
    for context in contexts:
        context.close()
    if broken:
        pytest.fail("the page broke in the browser:\n" + "\n".join(broken), pytrace=False)


def _listen(page: Page, broken: list[str]) -> None:
    page.on("pageerror", lambda fault: broken.append(f"script: {fault}"))
    page.on(
        "console",
        lambda said: broken.append(f"console: {said.text}") if "Content Security Policy" in said.text else None,
    )
    page.on(
        "response",
        lambda answer: (
            broken.append(f"{answer.status} {answer.url}")
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            else None
        ),
    )


@pytest.fixture
def sign_in(live_server: Any) -> SignIn:
    """Signs an account in on a page without the sign-in form: the story is about what comes after."""

    def signed(page: Page, account: Account) -> None:
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return signed


def spoken() -> list[str]:
    """The languages in which a story is told: Russian on SQLite and English on PostgreSQL, so that each database and
    each language is met and nothing is told four times."""
    return ["en" if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else "ru"]


def words(found: Locator) -> str:
    """The text of an element with plain spaces; empty where there is none of it, or more than one."""
    return " ".join(found.inner_text().replace("\N{NO-BREAK SPACE}", " ").split()) if found.count() == 1 else ""


def press(page: Page, name: str) -> None:
    """Reach what begins with this name with Tab alone and press Enter; fails where the focus cannot be seen on the way,
    or goes anywhere but on through the page."""
    assert not page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count(), "an order of its own"
    for _ in range(90):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] or focused["where"].startswith(("body", "html")), f"{page.url}: {focused} is not seen"
        if focused["words"].startswith(name):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"{page.url}: the keyboard does not reach “{name}”", pytrace=False)


def looked_over(page: Page, name: str) -> None:
    """A page as its story meets it: one heading, axe, a picture; then at 320 px, and with text at 200 %."""
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).count() == 1
    no_violations(page)
    screenshot(page, name)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": 640})
    nothing_sticks_out(page)
    if size["width"] > 320:
        screenshot(page, f"{name}-narrow")
    page.set_viewport_size({"width": 390, "height": 844})
    double_text(page)
    nothing_sticks_out(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)


def screenshot(page: Page, name: str) -> Path:
    """The whole page as `.cache/screenshots/NAME.png`."""
    path = SCREENSHOTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def no_violations(page: Page) -> None:
    """Fails with every rule of axe that the page breaks, the elements that break it, and where help is."""
    found = Axe().run(page, options=AXE).response["violations"]
    lines = []
    for rule in found:
        lines.append(f"{rule['id']} ({rule['impact']}): {rule['help']}; {rule['helpUrl']}")
        for node in rule["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}: {' '.join(node['html'].split())[:200]}")
    if lines:
        pytest.fail(f"axe on {page.url}:\n" + "\n".join(lines), pytrace=False)


def double_text(page: Page) -> None:
    """Text at 200 %, as a browser does it that enlarges text alone."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def nothing_sticks_out(page: Page) -> None:
    """Fails where the page must be scrolled sideways, naming what sticks out."""
    wide: list[str] = page.evaluate(
        """() => {
            const across = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= across) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > across + 1)
                .map(e => `<${e.localName} class="${e.getAttribute('class') || ''}"> `
                    + `${Math.round(e.getBoundingClientRect().right)} px: `
                    + e.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60));
        }"""
    )
    if wide:
        across = page.evaluate("document.documentElement.clientWidth")
        pytest.fail(f"{page.url} is wider than {across} px:\n" + "\n".join(wide), pytrace=False)

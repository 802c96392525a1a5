"""Somebody with a browser: what they open, press, read, and what is wrong with the pages they see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from pyotp import TOTP

from tests.browser.site import ROOT, Site

PATIENCE = 20_000
"""Milliseconds until something counts as not there; a busy machine is slow."""
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HARMLESS = re.compile(r"status of (404|409|422|429)")
"""Chromium's own lines about answers that a test asked for on purpose."""
SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
TWICE = """
() => {
    const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
    return ids.filter((id, number) => ids.indexOf(id) !== number);
}
"""


@dataclass(frozen=True)
class Device:
    name: str
    width: int
    height: int
    is_phone: bool


DESKTOP = Device("desktop", 1440, 900, is_phone=False)
PHONE = Device("phone", 390, 844, is_phone=True)


class Doors:
    """Opens browsers for people, and notes what goes wrong in any of them."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self._states: dict[str, Any] = {}
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def resident(self, device: Device, *, at: tuple[float, float] | None = None, language: str = "") -> "Somebody":
        """Somebody without an account; ``at`` is where their phone says they are (latitude, longitude)."""
        return self._somebody(device, None, at, language)

    def staff(self, username: str, device: Device, *, language: str = "") -> "Somebody":
        """One of the cast, signed in with password and one-time code."""
        if username not in self._states:
            self._states[username] = self._enter(username, device)
        return self._somebody(device, self._states[username], None, language)

    def close(self) -> list[str]:
        """Close every browser; what went wrong in them since the last time."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        complaints, self._complaints = self._complaints, []
        return complaints

    def _enter(self, username: str, device: Device) -> Any:
        row = self.site.sign_in(username)
        person = self._somebody(device, None, None, "")
        person.open("/accounts/login/")
        person.page.get_by_label("用户名").fill(username)
        person.page.get_by_label("密码", exact=True).fill(row["password"])
        person.press("登录")
        expect(person.page).to_have_url(re.compile("/2fa/"))
        if not self._states:
            person.look()
        person.page.locator("input[name=code]").fill(TOTP(row["totp_secret"]).now())
        person.page.locator("main form button").first.click()
        expect(person.page).to_have_url(re.compile("/morning/"))
        return person.context.storage_state()

    def _somebody(self, device: Device, state: Any, at: tuple[float, float] | None, language: str) -> "Somebody":
        context = self.browser.new_context(
            viewport={"width": device.width, "height": device.height},
            is_mobile=device.is_phone,
            has_touch=device.is_phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=state,
            geolocation={"latitude": at[0], "longitude": at[1]} if at else None,
            permissions=["geolocation"] if at else [],
            reduced_motion="reduce",
        )
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": self.site.address}])
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        return Somebody(context, self.site, self._complaints)


class Somebody:
    """A person at a browser of their own."""

    def __init__(self, context: BrowserContext, site: Site, complaints: list[str]) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        note = complaints.append
        self.page.on(
            "console",
            lambda message: (
                note(f"{self.page.url}: {message.type}: {message.text}")
                if message.type in ("error", "warning") and not HARMLESS.search(message.text)
                else None
            ),
        )
        self.page.on("pageerror", lambda error: note(f"{self.page.url}: {error}"))
        self.page.on(
            "response", lambda answer: note(f"{answer.url}: {answer.status}") if answer.status >= 500 else None
        )

    def open(self, path: str) -> "Somebody":
        self.page.goto(self.site.address + path)
        return self

    def press(self, words: str, *, within: str = "main, aside") -> "Somebody":
        """The button or link of exactly these words."""
        place = self.page.locator(within)
        thing = place.get_by_role("button", name=words, exact=True).or_(
            place.get_by_role("link", name=words, exact=True)
        )
        thing.first.click()
        return self

    def write(self, label: str, text: str) -> "Somebody":
        self.page.get_by_label(label).fill(text)
        return self

    def add_photo(self, content: bytes) -> "Somebody":
        picked = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=content)
        self.page.locator("input[type=file]").first.set_input_files([picked])
        return self

    def sees(self, *texts: str) -> "Somebody":
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def misses(self, *texts: str) -> "Somebody":
        whole = self.page.locator("body").inner_text()
        found = [text for text in texts if text in whole]
        assert not found, f"{self.page.url} shows {found}"
        return self

    def steps(self) -> list[str]:
        """The words of the timeline, the oldest first."""
        words = self.page.locator(".timeline-what").all_inner_texts()
        return [text.strip() for text in reversed(words)]

    def look(self) -> "Somebody":
        """The page can be read by everybody: axe finds nothing, nothing runs out at the side, one heading on top."""
        page = self.page
        page.wait_for_load_state()
        assert page.title().strip(), f"{page.url} has no title"
        assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} first headings"
        assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} runs {page.evaluate(SIDEWAYS)} px out of the window"
        assert not (twice := page.evaluate(TWICE)), f"{page.url} has these ids twice: {twice}"
        page.evaluate("scrollTo(0, 0)")  # the bar covers part of whatever is scrolled under it
        assert not (faults := self._axe()), f"{page.url}:\n" + "\n".join(faults)
        return self

    def _axe(self) -> Sequence[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        return [
            f"{fault['id']}: {fault['help']}: {node['html'][:160]}: {node['failureSummary'][:300]}"
            for fault in found["violations"]
            for node in fault["nodes"][:3]
        ]


def first_row(person: Somebody, title: str) -> Locator:
    """The link of a list's row with this title."""
    return person.page.locator("[data-row] a", has_text=title).first

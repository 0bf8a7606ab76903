"""A real browser for the tests: what a page may never do, and what every page must pass.

`check_page` counts a page's weight as a first visit costs it: HTML as sent, style sheets, scripts and SVG as the
gzip copies that the static file server sends, fonts and other files as they are.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Locator, Page, Request, Response

WIDE, NARROW = 1280, 390
HEIGHT = 900
both_widths = pytest.mark.parametrize("width", [WIDE, NARROW], ids="{}px".format)
AXE = (Path(__file__).resolve().parent.parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 150_000
_COMPRESSED = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
_WATCH_POLICY = """
window.policyViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


@cache
def _gzip_size(body: bytes) -> int:
    return len(gzip.compress(body, 9))


@dataclass
class Watch:
    """Everything a page did that it may not do, and what it cost to fetch."""

    origin: str
    faults: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to `page` from now on; requests that leave the host are stopped."""
        page.add_init_script(_WATCH_POLICY)
        page.route(lambda address: not address.startswith((self.origin, "data:")), self._stop)
        page.on("console", lambda message: message.type == "error" and self._console(message.text))
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._ask)
        page.on("response", self._answer)

    def _stop(self, route: Any, request: Request) -> None:
        self.faults.append(f"left the host: {request.url}")
        route.abort()

    def _console(self, text: str) -> None:
        # A page that is meant to be missing says so in the console; the test that opens it checks the status.
        if "the server responded with a status of 4" not in text:
            self.faults.append(f"console: {text}")

    def _ask(self, request: Request) -> None:
        if request.is_navigation_request():
            self.responses.clear()

    def _answer(self, response: Response) -> None:
        if not 300 <= response.status < 400:
            self.responses.append(response)

    def weights(self) -> dict[str, int]:
        """The bytes of everything fetched for the page now open, by address."""
        return {response.url: _weigh(response) for response in self.responses}


def _weigh(response: Response) -> int:
    if response.headers.get("content-encoding") == "gzip" and "content-length" in response.headers:
        return int(response.headers["content-length"])
    try:
        body = response.body()
    except Error:
        # An answer to the page just left that came in after the next one was asked for: not this page's weight.
        return 0
    kind = response.headers.get("content-type", "").partition(";")[0]
    return _gzip_size(body) if kind in _COMPRESSED else len(body)


def follow(target: Locator) -> None:
    """Click what leads to another page, and be there: a click alone returns while the old page still stands.

    Without the wait, what comes next is asked of the old page, and a log-out may overtake the form just sent.
    """
    with target.page.expect_navigation():
        target.click()


def run_axe(page: Page) -> list[str]:
    """What axe-core finds wrong, one line per place."""
    # evaluate() runs outside the page's content-security policy; a script tag would be blocked by it.
    page.evaluate(AXE)
    found = page.evaluate(
        "(rules) => axe.run({ runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def check_page(page: Page, *, axe: bool = True) -> None:
    """Fails, with every fault at once, unless the page open in `page` may be shown to people.

    axe-core, the slowest part, looks at the width that is open; `axe=False` leaves it out for a page it has seen.
    """
    watch: Watch = page.frirum_watch  # type: ignore[attr-defined]
    page.evaluate("document.fonts.ready.then(() => true)")
    faults = [f"axe {line}" for line in run_axe(page)] if axe else []
    faults += [f"policy {line}" for line in page.evaluate("window.policyViolations")]
    faults += _sideways(page)
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1 instead of one")
    if len(page.title().strip()) < 5:
        faults.append("no title")
    weights = watch.weights()
    if sum(weights.values()) >= MOST_BYTES:
        faults.append(f"weighs {sum(weights.values())} bytes: {weights}")
    faults += watch.faults
    watch.faults = []
    assert not faults, page.url + "\n" + "\n".join(faults)


def _sideways(page: Page) -> list[str]:
    """What scrolls sideways at either width; leaves the window as it was."""
    now = page.viewport_size["width"] if page.viewport_size else WIDE
    faults = []
    for width in (WIDE + NARROW - now, now):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wide, seen = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if wide > seen:
            faults.append(f"scrolls sideways: {wide} in {seen} pixels: {_too_wide(page)}")
        faults += [f"cut at {width} pixels: {cell}" for cell in _cut(page)]
    return faults


def _too_wide(page: Page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter((e) => !e.closest('.table--responsive-scroll, .sr-only'))
        .map((e) => e.outerHTML.slice(0, 100)).slice(0, 5)"""
    )


def _cut(page: Page) -> list[str]:
    """What a table's region hides: text that runs out of its card, and columns of a table that is to fit."""
    return page.evaluate(
        """() => [
          ...document.querySelectorAll('.table-sm-responsive-headers :is(td, tbody th), :has(> .table-narrow)')
        ]
        .filter((part) => part.offsetParent && part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.outerHTML.slice(0, 160)).slice(0, 5)"""
    )


def tab_stops(page: Page, most: int = 200) -> list[str]:
    """What the Tab key reaches from the top of the page, in order, each with its visible or spoken name.

    Fails where something reached shows no focus outline. After the last stop the browser leaves the page or, now and
    then, begins again at the first.
    """
    stops: list[str] = []
    page.evaluate("document.activeElement.blur(); window.firstStop = null;")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body || e === window.firstStop) return null;
              window.firstStop ??= e;
              const style = getComputedStyle(e);
              const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
              const name = e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || e.name || '';
              return { shown, text: `${e.tagName.toLowerCase()} ${name.trim()}` };
            }"""
        )
        if stop is None:
            return stops
        assert stop["shown"], f"no visible focus on {stop['text']}"
        stops.append(stop["text"])
    return stops


def choose_language(page: Page, code: str) -> None:
    """Put the language cookie, as the switch in the header does."""
    from django.conf import settings

    watch: Watch = page.frirum_watch  # type: ignore[attr-defined]
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": code, "url": watch.origin}])


def sign_in(page: Page, person: Any) -> None:
    """Be `person` of the cast from the next page on, without walking through the login page."""
    from cast import Cast
    from django.conf import settings
    from django.test import Client

    client = Cast.log_in(Client(), person)
    watch: Watch = page.frirum_watch  # type: ignore[attr-defined]
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": watch.origin}])

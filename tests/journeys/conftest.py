"""Headless Chromium against a live server with both databases.

Without Chromium the journeys are skipped with a plain reason; under CI=true that is a failure instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from journeys.harness import HEIGHT, NARROW, WIDE, Watch

from frirum.core.paths import locale_dir
from frirum.web.translations import compile_translations

# Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_HERE = Path(__file__).resolve().parent
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser and may touch both databases."""
    for item in items:
        if _HERE in item.path.parents and "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "statistics"]))


def _no_browser(reason: str) -> None:
    if os.environ.get("CI", "").casefold() == "true":
        pytest.fail(f"{reason} Under CI=true the browser tests must run.", pytrace=False)
    pytest.skip(f"{reason} Install it (Debian: apt-get install chromium) to run the browser tests.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run, and the English texts compiled for what it will open."""
    compile_translations(locale_dir())
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        _no_browser("No Chromium on this machine.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            # No sandbox: as root in a container there is none to be had, and only our own pages are opened.
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"],
        )
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, pytest.param(NARROW, marks=pytest.mark.long)], ids="{}px".format)
def width(request: pytest.FixtureRequest) -> int:
    """The width of the window in pixels.

    `check_page` looks at both whichever is open, so a whole journey at the narrow width is for --long. A test whose
    steps differ there asks for both: `@both_widths`.
    """
    return request.param


@pytest.fixture
def page(chromium: Any, width: int, live_server: Any) -> Iterator[Any]:
    """A fresh page of the live server (relative addresses work); fails the test for what no page may do."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": HEIGHT},
        locale="en-US",  # so that Danish is our choice, not the browser's
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
    page = context.new_page()
    page.frirum_watch = watch = Watch(live_server.url)
    watch.attach(page)
    yield page
    context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def shipped_catalogue(live_server: Any) -> None:
    """The shipped definitions in the database, as an installation has them."""
    from cast import SET_UP
    from django_scopes import scopes_disabled

    from frirum.web.experiments.actions import load_shipped
    from frirum.web.experiments.definitions import current_catalogue

    with scopes_disabled():
        load_shipped(by=SET_UP)
        current_catalogue()  # read now, so that the first page does not pay for it

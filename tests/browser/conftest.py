"""A demo of its own, served for real, and Chromium to look at it.

Everything here ends with the last browser test: Playwright keeps an event loop in this thread,
beside which Django's ORM would refuse to work. No test here touches the database.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import AXE, DESKTOP, PATIENCE, PHONE, Device, Doors
from tests.browser.site import ROOT, Site, serve

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where every test runs on both databases, pages are looked at once: they do not know the database."""
    if os.environ.get("LINLI_TEST_ON") != "postgresql":
        return
    ours = [item for item in items if HERE in item.path.parents]
    items[:] = [item for item in items if HERE not in item.path.parents]
    config.hook.pytest_deselected(items=ours)


def _chromium() -> str:
    return os.environ.get("LINLI_TEST_CHROMIUM") or shutil.which("chromium") or ""


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo district, filled and served as ``./linli demo`` does it."""
    if not _chromium():
        pytest.skip("no chromium: apt-get install chromium")
    if not AXE.exists() or not (ROOT / "src/linli/site/static/built/linli.css").exists():
        pytest.fail("the front end or axe-core is missing; ./linli test fetches both")
    with serve(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def doors(site: Site, browser: Browser) -> Doors:
    """Signs the cast in, each once: a one-time code is good for one entry."""
    return Doors(site, browser)


@pytest.fixture(params=[DESKTOP, PHONE], ids=lambda device: device.name)
def device(request: pytest.FixtureRequest) -> Device:
    chosen: Device = request.param
    return chosen


@pytest.fixture(autouse=True)
def _nothing_went_wrong(doors: Doors) -> Iterator[None]:
    """No error in the console or from the server, nothing refused by the content policy, on any page of the test."""
    yield
    complaints = doors.close()
    assert not complaints, "\n".join(complaints)

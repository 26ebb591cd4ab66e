"""The project's own site, served, and a browser to look at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.served import NewContext, Served
from tests.serving import SUB_PATH, hosting

PATIENCE = 120_000  # milliseconds until what does not come is a fault: a slow machine is none
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(built_real_site: Path) -> Iterator[Served]:
    """The site at the root of its domain."""
    with hosting(lasting=True) as host:
        yield Served(built_real_site, host.mount(built_real_site))


@pytest.fixture(scope="session")
def sub_path_site(built_sub_path_site: Path) -> Iterator[Served]:
    """The site under a path of its domain."""
    with hosting() as host:
        yield Served(built_sub_path_site, host.mount(built_sub_path_site, SUB_PATH))


@pytest.fixture
def context(chromium: Browser) -> Iterator[NewContext]:
    """`context(java_script_enabled=False)` → a fresh profile, closed after the test."""
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        opened.append(chromium.new_context(**{"service_workers": "block", **options}))
        opened[-1].set_default_timeout(PATIENCE)
        return opened[-1]

    yield new
    for each in opened:
        each.close()


@pytest.fixture
def page(context: NewContext) -> Page:
    """One tab of a fresh profile."""
    return context().new_page()

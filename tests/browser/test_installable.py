"""Browsers offer to install the site, in each language."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.served import LANGUAGES, Served
from tests.browsing import FLAGS, executable

FAULTS = "Page.getInstallabilityErrors"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_installed(
    language: str, chromium: Browser, site: Served, tmp_path: Path
) -> None:
    type_ = chromium.browser_type
    # A lasting profile: nothing is installed from a private window.
    context = type_.launch_persistent_context(
        tmp_path, executable_path=executable(), args=list(FLAGS), service_workers="allow"
    )
    page = context.new_page()
    page.goto(f"{site.address}{language}/")
    page.evaluate("navigator.serviceWorker.ready")
    session = context.new_cdp_session(page)
    assert session.send(FAULTS) == {"installabilityErrors": []}
    read = session.send("Page.getAppManifest")
    assert read["errors"] == []
    assert read["url"] == f"{site.address}{language}/manifest.webmanifest"
    context.close()

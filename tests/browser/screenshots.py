"""`make screenshots`: each kind of page, language, screen and theme, and as it is printed."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, sync_playwright

from tests import building
from tests.browser.kinds import kinds
from tests.browser.reading import choose
from tests.browser.served import Served
from tests.browsing import launch
from tests.serving import hosting

PICTURES = building.PROJECT / ".cache" / "screenshots"
SCREENS = {"phone": (360, 740), "desktop": (1280, 800)}
THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {},  # the reader's setting
    "forced": {"forced_colors": "active"},
}


def photograph(browser: Browser, served: Served) -> int:
    """Write every picture; returns how many."""
    chosen = tuple(kinds(served.tree))
    for screen, (width, height) in SCREENS.items():
        for theme, options in THEMES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                reduced_motion="reduce",
                service_workers="block",
                **options,
            )
            if theme == "contrast":
                choose(context, theme="contrast")
            tab = context.new_page()
            for name, page in chosen:
                tab.goto(served.address + page.url)
                tab.screenshot(path=PICTURES / f"{name}.{screen}.{theme}.png", full_page=True)
            context.close()
    return len(chosen) * len(SCREENS) * len(THEMES)


def print_out(browser: Browser, served: Served) -> int:
    """Write a picture of each printed sheet; returns how many."""
    tab = browser.new_context(service_workers="block").new_page()
    sheets = 0
    for name, page in kinds(served.tree):
        tab.goto(served.address + page.url)
        for number, sheet in enumerate(
            pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True)), 1
        ):
            sheet.render(scale=1.5).to_pil().save(PICTURES / f"{name}.print.{number}.png")
            sheets += 1
    tab.context.close()
    return sheets


def main() -> int:
    """Build the site anew and photograph it."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        hosting() as host,
        sync_playwright() as playwright,
    ):
        site = building.copy_site(building.PROJECT, Path(folder) / "site")
        tree = building.must_build(site, base_url=host.url()).output
        browser = launch(playwright)
        served = Served(tree, host.mount(tree))
        count = photograph(browser, served) + print_out(browser, served)
        browser.close()
    print(f"{count} pictures in {PICTURES.relative_to(building.PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make screenshots`: each kind of page, language, screen and theme, as a picture."""

import itertools
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import building
from tests.browser.kinds import kinds
from tests.browser.served import Served
from tests.browsing import launch
from tests.serving import hosting

PICTURES = building.PROJECT / ".cache" / "screenshots"
SCREENS = {"phone": (360, 740), "desktop": (1280, 800)}
THEMES = ("light", "dark")


def photograph(browser: Browser, served: Served) -> int:
    """Write every picture; returns how many."""
    chosen = tuple(kinds(served.tree))
    for (screen, (width, height)), theme in itertools.product(SCREENS.items(), THEMES):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        tab = context.new_page()
        for name, page in chosen:
            tab.goto(served.address + page.url)
            tab.screenshot(path=PICTURES / f"{name}.{screen}.{theme}.png", full_page=True)
        context.close()
    return len(chosen) * len(SCREENS) * len(THEMES)


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
        count = photograph(browser, Served(tree, host.mount(tree)))
        browser.close()
    print(f"{count} pictures in {PICTURES.relative_to(building.PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Start the Chromium of this machine."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """A headless browser; DALIL_CHROMIUM names another executable. RuntimeError when none is."""
    named = os.environ.get("DALIL_CHROMIUM")
    executable = named or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        raise RuntimeError("no Chromium here: `make test` installs it, or name it: DALIL_CHROMIUM")
    return playwright.chromium.launch(executable_path=executable, args=list(FLAGS))

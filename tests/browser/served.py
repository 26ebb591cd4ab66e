"""A built tree at its address."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext

from tests.browser.kinds import kinds
from tests.pages import readable

NewContext = Callable[..., BrowserContext]

LANGUAGES = ("ar", "fr")
DIRECTIONS = {"ar": "rtl", "fr": "ltr"}


class Served(NamedTuple):
    """A built tree and the address where it is served; the address ends with a slash."""

    tree: Path
    address: str

    def readable(self, language: str = "") -> tuple[str, ...]:
        """The addresses of the pages that a reader stays on, of one language or all."""
        return tuple(
            self.address + page.url
            for page in readable(self.tree)
            if not language or page.url.startswith(f"{language}/")
        )

    def kinds(self, language: str) -> tuple[str, ...]:
        """The addresses of each kind of page of one language."""
        return tuple(
            self.address + page.url for _, page in kinds(self.tree) if page.language == language
        )

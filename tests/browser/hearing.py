"""What a tab asks for, and what it complains of."""

from playwright.sync_api import Page

BLOCKED = "Service Worker registration blocked by Playwright"
"""What the tool says where a test wants no worker: `test_offline.py` and others let it work."""


def instead_of_printing(page: Page) -> None:
    """Let the title of the open page say `printing` where it would ask for the printer."""
    # Playwright calls what an expression gives, if that is a function: this one gives nothing.
    page.evaluate("void (window.print = () => { document.title = 'printing' })")


class Listener:
    """Hears what a tab asks for and complains of."""

    def __init__(self, page: Page, address: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda said: self._say(page, said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: self._say(page, str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else self._say(page, f"asks for {request.url}")
            ),
        )
        page.on(
            "response",
            lambda response: (
                self._say(page, f"{response.status} {response.url}")
                if response.status >= 400
                else None
            ),
        )

    def _say(self, page: Page, sentence: str) -> None:
        if sentence != BLOCKED:
            self.faults.append(f"{page.url}: {sentence}")

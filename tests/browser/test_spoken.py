"""A virtual screen reader says of pages what their logs hold; and the logs make sense."""

import itertools
import re

import pytest
from playwright.sync_api import Page

from tests.browser.served import LANGUAGES, Served
from tests.browser.spoken import LOGS, READINGS, indented, spoken

NAMELESS = re.compile(r"(?:link|button|heading|img|graphic|textbox|searchbox|radio|checkbox|group)")


@pytest.mark.parametrize("name", READINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said(language: str, name: str, page: Page, site: Served) -> None:
    log = (LOGS / f"{name}.{language}.txt").read_text("utf-8")
    said = spoken(page, site, name, language)
    assert said == log, "read it, then keep it: python -m tests.browser.spoken"


@pytest.mark.parametrize("path", sorted(LOGS.glob("*.txt")), ids=lambda path: str(path.name))
def test_the_log_makes_sense(path) -> None:
    log = path.read_text("utf-8").splitlines()
    lines = [line.strip() for line in log]
    assert lines[0] in ("document", "main")
    assert lines.count(lines[0]) == 1  # the reader was not caught in a circle
    assert not [line for line in lines if line.startswith(("end of ", "end, "))]
    assert not [line for line in lines if NAMELESS.fullmatch(line) and line != "group"]
    # Nothing is said twice one after the other; what stands in another may be its name.
    repeated = [one for one, other in itertools.pairwise(log) if one == other and len(one) > 3]
    assert not repeated
    headings = [
        int(level)
        for level in re.findall(r"^heading, .*, level (\d)$", "\n".join(lines), re.MULTILINE)
    ]
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))


def test_the_log_is_indented() -> None:
    said = ["list", "listitem", "a", "end of listitem", "end of list", "current page", "b",
            "end, current page"]  # fmt: skip
    assert list(indented(said)) == ["list", "  listitem", "    a", "current page", "  b"]

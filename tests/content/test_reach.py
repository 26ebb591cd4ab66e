"""Every page is three links from the menus, and says what it is, of when, and on whose word."""

import json
import re
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml

from dalil.frontmatter import split
from tests import building
from tests.content.seen import SIDE_BY_SIDE
from tests.pages import Page, readable

CONTENT = building.PROJECT / "content"
LANGUAGES = ("ar", "fr")
ORIGIN = "http://127.0.0.1/"
FARTHEST = 3  # links, the one in the menu included
# Lists and tools, and what the site says of itself.
WITHOUT_SOURCES = {
    "glossary/index",
    "guides/index",
    "news/index",
    "search",
    "site/a-z",
    "site/accessibility",
    "site/privacy",
    "site/site-map",
    "site/sources",
}


# Links


def targets(page: Page) -> set[str]:
    """The addresses of the site that a page links to, relative to the tree."""
    seen = [urlsplit(urljoin(f"{ORIGIN}{page.url}", target)) for target in page.targets]
    return {unquote(each.path)[1:] for each in seen if each.netloc == urlsplit(ORIGIN).netloc}


def menus(tree: Path, language: str) -> set[str]:
    """What the main menu and the footer's of a language name."""
    home = (tree / language / "index.html").read_text("utf-8")
    found = re.findall(r'<nav class="menu [a-z]+-menu".*?</nav>', home, re.DOTALL)
    assert len(found) == 2
    return {unquote(link)[1:] for link in re.findall('href="(/.*?)"', "".join(found))}


def distances(tree: Path, language: str) -> dict[str, int]:
    """How many links lead to each page of a language."""
    pages = {
        page.url: page
        for page in readable(tree)
        if page.url.startswith(f"{language}/") and page.path.endswith("index.html")
    }
    found = dict.fromkeys(menus(tree, language) & pages.keys(), 1)
    queue = deque(found)
    while queue:
        url = queue.popleft()
        for target in targets(pages[url]) & pages.keys() - found.keys():
            found[target] = found[url] + 1
            queue.append(target)
    return {url: found.get(url, 1000) for url in pages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_three_links_from_a_menu(built_real_site: Path, language: str) -> None:
    found = distances(built_real_site, language)
    assert len(found) > 100
    # A side-by-side view is another form of its page: one link more.
    far = {
        url: links for url, links in found.items() if links > FARTHEST + url.endswith(SIDE_BY_SIDE)
    }
    assert not far


def test_the_way_is_measured(tmp_path: Path) -> None:
    menu = '<nav class="menu {}-menu"><a href="/fr/{}/">x</a></nav>'
    home = menu.format("main", "a") + menu.format("footer", "a")
    for name, html in {
        "fr": home,
        "fr/a": '<a href="b/">x</a><a href="/ar/">x</a>',
        "fr/a/b": '<a href="../../c/#place">x</a>',
        "fr/c": "",
        "fr/lost": '<a href="/fr/">x</a>',
    }.items():
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(f'<html lang="fr">{html}</html>')
    found = distances(tmp_path, "fr")
    assert found == {"fr/": 1000, "fr/a/": 1, "fr/a/b/": 2, "fr/c/": 3, "fr/lost/": 1000}


# What a page says of itself


def heads(language: str) -> dict[str, tuple[dict[str, object], str]]:
    """Page (its path without language) → front matter and text."""
    found = {}
    for path in sorted(CONTENT.rglob(f"*.{language}.md")):
        parts, fault = split(path.name, path.read_text("utf-8"))
        assert parts is not None, fault
        key = path.relative_to(CONTENT).as_posix().removesuffix(f".{language}.md")
        found[key] = (yaml.safe_load(parts.front_matter), parts.body)
    return found


def test_every_page_is_in_both_languages_with_one_date() -> None:
    arabic, french = heads("ar"), heads("fr")
    assert arabic.keys() == french.keys()
    dates = {
        key: (head.get("updated"), french[key][0].get("updated"))
        for key, (head, _) in arabic.items()
    }
    assert not {key: both for key, both in dates.items() if None in both or both[0] != both[1]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_description(language: str) -> None:
    lengths = {
        key: len(str(head.get("description", ""))) for key, (head, _) in heads(language).items()
    }
    assert not {key: length for key, length in lengths.items() if not 20 <= length <= 160}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_states_facts_has_sources(language: str) -> None:
    silent = {
        key
        for key, (head, body) in heads(language).items()
        if not head.get("sources") and not re.search(r"\[@\w", body)
    }
    assert silent == WITHOUT_SOURCES


def test_the_builder_finds_no_fault(tmp_path: Path) -> None:
    """Neither an error nor a warning: no missing or stale translation, no orphan, no dead link."""
    site = building.copy_site(building.PROJECT, tmp_path / "site")
    checked = building.run_cli(site, command="check", format="json")
    report = json.loads(checked.stdout)
    faults = [f"{each['path']}: {each['code']} {each['args']}" for each in report["diagnostics"]]
    assert not faults, "\n".join(faults)
    assert checked.status == 0

"""Every link of the built pages leads somewhere, at a domain's root and under a path."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.pages import Page, pages
from tests.serving import SUB_PATH

ORIGIN = "http://127.0.0.1"


def dead(tree: Path, prefix: str) -> Iterator[str]:
    """Each link that leads out of the tree, to no file, or to no place of a page."""
    ids = {tree / page.path: page.ids for page in pages(tree)}
    for page in pages(tree):
        address = f"{ORIGIN}{prefix}{page.url}"
        for target in page.targets:
            split = urlsplit(urljoin(address, target))
            if f"{split.scheme}://{split.netloc}" != ORIGIN:
                continue
            path = unquote(split.path)
            if not path.startswith(prefix):
                yield f"{page.path}: {target}: outside of {prefix}"
                continue
            file = tree / path.removeprefix(prefix)
            if path.endswith("/"):
                file /= "index.html"
            if not file.is_file():
                yield f"{page.path}: {target}: no such file"
            elif split.fragment and unquote(split.fragment) not in ids.get(file, ()):
                yield f"{page.path}: {target}: no such place"


def built(prefix: str, request: pytest.FixtureRequest) -> Path:
    name = "built_real_site" if prefix == "/" else "built_sub_path_site"
    tree: Path = request.getfixturevalue(name)
    return tree


@pytest.mark.parametrize("prefix", ["/", SUB_PATH], ids=["root", "sub-path"])
def test_every_link_leads_somewhere(prefix: str, request: pytest.FixtureRequest) -> None:
    found = sorted(set(dead(built(prefix, request), prefix)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("prefix", ["/", SUB_PATH], ids=["root", "sub-path"])
def test_alternates_name_themselves_and_answer(prefix: str, request: pytest.FixtureRequest) -> None:
    tree = built(prefix, request)
    claims = {
        f"{ORIGIN}{prefix}{page.url}": {unquote(url) for url in page.alternates.values()}
        for page in pages(tree)
    }
    assert any(claims.values())
    for url, claimed in claims.items():
        assert not claimed or url in claimed, f"{url} does not name itself"
        for other in claimed:
            assert url in claims.get(other, set()), f"{other} does not answer {url}"


def headings(page: Page) -> list[tuple[str, str]]:
    """The tags and ids of a page's sections; one language's letters are not the other's."""
    found = ((each.tag, each.attributes.get("id", "")) for each in page.elements)
    return [
        (tag, id)
        for tag, id in found
        if tag in ("h2", "h3", "h4") and id and not id.startswith("letter-")
    ]


def test_the_anchor_of_a_section_leads_to_it_in_the_other_language(built_real_site: Path) -> None:
    tree = {f"/{page.url}": page for page in pages(built_real_site)}
    faults, paired = [], 0
    for page in tree.values():
        for url in page.alternates.values():
            other = tree[unquote(urlsplit(url).path)]
            mine, theirs = headings(page), headings(other)
            if [tag for tag, _ in mine] != [tag for tag, _ in theirs]:
                continue
            places = {id: place for place, (_, id) in enumerate(theirs)}
            for place, (_, id) in enumerate(mine):
                paired += other is not page
                if id not in other.ids or places.get(id, place) != place:
                    faults.append(f"{page.url}#{id} → {other.url}")
    assert not faults, "\n".join(faults)
    assert paired

"""Every link of the built pages leads somewhere, at a domain's root and under a path."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.pages import pages, parse
from tests.serving import SUB_PATH

ORIGIN = "http://127.0.0.1"


@cache
def ids(tree: Path, file: Path) -> frozenset[str]:
    return parse(tree, file).ids


def dead(tree: Path, prefix: str) -> Iterator[str]:
    """Each link that leads out of the tree, to no file, or to no place of a page."""
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
            elif split.fragment and unquote(split.fragment) not in ids(tree, file):
                yield f"{page.path}: {target}: no such place"


@pytest.mark.parametrize("prefix", ["/", SUB_PATH], ids=["root", "sub-path"])
def test_every_link_leads_somewhere(prefix: str, request: pytest.FixtureRequest) -> None:
    tree = request.getfixturevalue("built_real_site" if prefix == "/" else "built_sub_path_site")
    found = sorted(set(dead(tree, prefix)))
    assert not found, "\n".join(found)


def test_alternates_are_reciprocal(built_real_site: Path) -> None:
    by_url = {f"{ORIGIN}/{page.url}": page for page in pages(built_real_site)}
    for url, page in by_url.items():
        others = {language: at for language, at in page.alternates.items() if at != url}
        for at in others.values():
            assert at in by_url, f"{page.path} claims {at}, which does not exist"
            assert url in by_url[at].alternates.values() or "x-default" in page.alternates, (
                f"{at} does not answer {page.path}"
            )
        if page.alternates:
            assert page.alternates.get(page.language.split("-")[0]) == url, page.path

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

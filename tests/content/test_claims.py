"""Every claim of the article with which the site began is on a page, or left out for a reason."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from dalil.frontmatter import split

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content"
LANGUAGES = ("ar", "fr")
CLAIMS = [f"C{number:02}" for number in range(1, 42)]
# What no other source was found to say: the builder holds that such words are attributed.
ARTICLE_ALONE = {"C03", "C06", "C15", "C16", "C18", "C21", "C23", "C30", "C33"}
_LEFT_OUT = "left out: "
_ROW = re.compile(r"^\| (C\d+) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)


def claims_of(path: Path) -> list[str]:
    """What a page's front matter lists."""
    parts, fault = split(path.name, path.read_text("utf-8"))
    assert parts is not None, fault
    return list((yaml.safe_load(parts.front_matter) or {}).get("claims") or ())


@cache
def stated(lang: str) -> dict[str, list[str]]:
    """Page (path below content/, without language) → the claims that it states."""
    suffix = f".{lang}.md"
    found = {
        path.relative_to(CONTENT).as_posix().removesuffix(suffix): claims_of(path)
        for path in sorted(CONTENT.rglob(f"*{suffix}"))
    }
    return {page: claims for page, claims in found.items() if claims}


@pytest.fixture(scope="module")
def table() -> dict[str, str]:
    """Claim → the pages or the reason, as the document has them."""
    rows = _ROW.findall((PROJECT / "docs/content.md").read_text("utf-8"))
    assert [claim for claim, *_ in rows] == CLAIMS
    return {claim: where for claim, _, where in rows}


def test_both_languages_of_a_page_state_the_same_claims() -> None:
    assert stated("ar") == stated("fr")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_lists_claims_that_exist_once_and_in_order(lang: str) -> None:
    for page, claims in stated(lang).items():
        assert claims == sorted(set(claims)), page
        assert set(claims) <= set(CLAIMS), page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_cites_the_article_for_what_the_article_alone_claims(lang: str) -> None:
    for page, claims in stated(lang).items():
        cites = "@seed" in (CONTENT / f"{page}.{lang}.md").read_text("utf-8")
        assert cites or ARTICLE_ALONE.isdisjoint(claims), page


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_on_the_pages_that_the_table_names_or_left_out(
    claim: str, table: dict[str, str]
) -> None:
    where = table[claim]
    pages = [page for page, claims in stated("fr").items() if claim in claims]
    if where.startswith(_LEFT_OUT):
        assert pages == []
        assert len(where.removeprefix(_LEFT_OUT).split()) >= 5, "say why"
    else:
        assert where == ", ".join(f"`{page}`" for page in pages)
        assert pages, "neither on a page nor left out"


def test_what_no_source_bears_out_is_left_out(table: dict[str, str]) -> None:
    assert [claim for claim, where in table.items() if where.startswith(_LEFT_OUT)] == [
        "C01",
        "C28",
    ]

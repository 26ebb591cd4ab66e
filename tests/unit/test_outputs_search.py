"""The index: every term where a browser looks for it, and no more loaded than is needed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dalil.outputs.search import MOST, PIECE, _base36, _bundled, _pieces, _posting, _size
from dalil.stems import RULES
from tests import tiny

CONFIG = tiny.SITE.replace("outputs: []", "outputs: [search]") + tiny.MENUS
SYNONYMS = """\
school: {fr: [école, lieu de savoir, collège], ar: [أسر, عائلات]}
"""
FILES: dict[str, str | bytes | None] = {
    "site.yaml": CONFIG,
    "content/data/synonyms.yaml": SYNONYMS,
    "content/about.fr.md": tiny.page("À propos", "## Les écoles\n\nDes lieux de savoir."),
}


def index(root: Path, lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    tree = tiny.tree(root / "output")
    folder = f"{lang}/search/"
    found = {
        path.removeprefix(folder): json.loads(text)
        for path, text in tree.items()
        if path.startswith(folder)
    }
    return found.pop("index.json"), found


def decoded(posting: str) -> dict[int, int]:
    """Page → weight, as the browser reads it."""
    found = {}
    for part in posting.split(";"):
        weight, numbers = part.split(" ")
        page = 0
        for gap in numbers.split(","):
            page += int(gap, 36)
            found[page] = int(weight)
    return found


def piece_of(words: Mapping[str, str], term: str) -> str:
    starts = (term[:end] for end in range(len(term), 0, -1))
    return next((words[start] for start in starts if start in words), "")


def test_each_language_has_an_index_of_its_own_pages(tmp_path: Path) -> None:
    root = tiny.lay_out(tmp_path, FILES)
    assert tiny.built(root).diagnostics == ()
    french, files = index(root, "fr")
    assert french["count"] == 2
    terms = files[piece_of(french["words"], "ecol")]
    (page,) = decoded(terms["ecol"])
    url, title, description, group, easy, parts = files[french["pages"][0]][page]
    assert (url, title, description, easy) == ("/sub/fr/about/", "À propos", "À propos.", "")
    assert french["groups"][group] == "À propos"
    assert parts == [["les-ecoles", "Les écoles"]]
    assert french["rules"] == json.loads(json.dumps(RULES["fr"]._asdict()))


def test_synonyms_lead_to_each_other_by_their_stems(tmp_path: Path) -> None:
    root = tiny.lay_out(tmp_path, FILES)
    tiny.built(root)
    # Without the words that say nothing; nobody is led to a word that no page has.
    assert index(root, "fr")[0]["synonyms"] == {
        "ecol": ["lieu savoir"],
        "lieu savoir": ["ecol"],
        "colleg": ["ecol", "lieu savoir"],
    }
    assert index(root, "ar")[0]["synonyms"] == {"عايل": ["اسر"]}


def test_pages_near_the_home_page_come_first_and_terms_and_news_last(tmp_path: Path) -> None:
    collections = "collections: {terms: {terms: true}, news: {dated: true}}\n"
    pages = {
        f"content/{key}.fr.md": tiny.page(key, **values)
        for key, values in {
            "guides/index": {}, "guides/deep/index": {}, "guides/deep/page": {},
            "terms/index": {}, "terms/word": {}, "news/index": {},
            "news/item": {"date": "2026-01-01"},
        }.items()
    }  # fmt: skip
    root = tiny.lay_out(tmp_path, {**FILES, **pages, "site.yaml": CONFIG + collections})
    assert tiny.built(root).published
    french, files = index(root, "fr")
    listed = [page for name in french["pages"] for page in files[name]]
    worth = {
        url.removeprefix("/sub/fr/"): int(worth)
        for (url, *_), worth in zip(listed, french["worth"], strict=True)
    }
    assert worth[""] == worth["about/"] == worth["guides/"] == 9
    assert worth["guides/deep/"] == 8
    assert worth["guides/deep/page/"] == 7
    assert worth["terms/word/"] == worth["news/item/"] == 6


def test_an_edit_of_one_text_counts_the_words_of_one_page(tmp_path: Path) -> None:
    root = tiny.lay_out(tmp_path, FILES)
    tiny.built(root)
    before, arabic = index(root, "fr")[0], index(root, "ar")
    tiny.lay_out(root, FILES | {"content/about.fr.md": tiny.page("À propos", "Un zèbre.")})
    tiny.built(root)
    after, files = index(root, "fr")
    assert "zebr" in files[piece_of(after["words"], "zebr")]
    assert piece_of(after["words"], "ecol") != piece_of(before["words"], "ecol")
    assert index(root, "ar") == arabic


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 9), min_size=1))
def test_a_posting_says_what_was_counted(weights: dict[int, int]) -> None:
    assert (
        decoded(_posting([(weight, page) for page, weight in sorted(weights.items())])) == weights
    )


def test_the_best_pages_of_a_term_are_kept() -> None:
    kept = decoded(_posting([(1 + (page >= 100), page) for page in range(MOST + 100)]))
    assert sorted(kept) == list(range(100, MOST + 100))


@given(st.integers(0, 10**9))
def test_numbers_are_in_base_36(number: int) -> None:
    assert int(_base36(number), 36) == number


@given(st.dictionaries(st.text("abcد", min_size=1, max_size=6), st.just("9 1" * 900)))
def test_every_term_stands_in_the_piece_where_it_is_looked_for(written: dict[str, str]) -> None:
    written = dict(sorted(written.items()))
    bundles = list(_bundled(_pieces(written, "", 1)))
    files = {prefix: terms for prefixes, terms in bundles for prefix in prefixes}
    for term, posting in written.items():
        start = next(term[:end] for end in range(len(term), 0, -1) if term[:end] in files)
        assert files[start][term] == posting
    assert sum(len(terms) for _, terms in bundles) == len(written)
    # A file is as small as its letters allow.
    assert all(_size(terms) <= PIECE or len(prefixes) == 1 for prefixes, terms in bundles)

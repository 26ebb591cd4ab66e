"""The service worker as a file; `tests/browser/test_offline.py` lets a browser run it."""

import gzip
import json
import re
from typing import Any

from dalil.ledger import Fact
from dalil.outputs import offline
from tests.answering import bilingual, reading

SETTINGS = (("pages", ("index", "news/*", "*.simple")), ("visited", 60), ("wait", 3))
IDS = {"ar": ("index@ar",), "fr": ("about@fr", "about.simple@fr", "index@fr", "news/index@fr")}
PLACES = {
    "index@ar": "ar/", "index@fr": "fr/", "about@fr": "fr/a-propos/",
    "about.simple@fr": "fr/a-propos/facile/", "news/index@fr": "fr/actualités/",
}  # fmt: skip


def tree(*paths: str) -> tuple[tuple[str, str], ...]:
    pages = (f"{place}index.html" for place in PLACES.values())
    own = ("fr/offline.html", "assets/css/site.0123456789.css", "assets/a.0123456789.pdf")
    return tuple(sorted((path, f"{n:032x}"[::-1]) for n, path in enumerate((*pages, *own, *paths))))


def facts(*paths: str, base_path: str = "/") -> dict[Fact, Any]:
    found: dict[Fact, Any] = {("published", lang): ids for lang, ids in IDS.items()}
    found |= {("card", id): (id, id[-2:], base_path + place) for id, place in PLACES.items()}
    return {
        **bilingual(base_path),
        **found,
        ("tree",): tree(*paths),
        ("config", "offline"): SETTINGS,
        ("string", "ar", "offline-saved"): None,
        ("string", "fr", "offline-saved"): "Gardée le {date} & <là>.",
    }


def made(*paths: str, base_path: str = "/") -> dict[str, bytes]:
    return dict(offline.run(reading(facts(*paths, base_path=base_path)), "").outputs)


def settings(files: dict[str, bytes]) -> dict[str, Any]:
    first = files["sw.js"].decode().partition(";\n")[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const SITE = "))
    return found


def listed(files: dict[str, bytes], lang: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(files[settings(files)["languages"][lang]["list"]])
    return found


def test_essential_pages_are_named_by_their_place_in_order() -> None:
    files = made()
    assert list(listed(files, "fr")) == ["fr/", "fr/actualités/", "fr/a-propos/facile/"]
    assert list(listed(files, "ar")) == ["ar/"]
    digests = dict(tree())
    assert listed(files, "fr")["fr/"] == digests["fr/index.html"][:10]


def test_the_search_is_kept_unless_it_is_large() -> None:
    pieces = [f"fr/search/words-{n}.0123456789.json" for n in range(offline.MOST_PIECES + 1)]
    few, many = ("fr/search/index.json", *pieces[:3]), ("fr/search/index.json", *pieces)
    assert set(few) <= set(listed(made(*few), "fr"))
    assert not set(many) & set(listed(made(*many), "fr"))
    assert settings(made(*many))["data"] == ["fr/search/index.json"]


def test_the_worker_knows_styles_and_words() -> None:
    found = settings(made())
    assert found["shell"] == ["assets/css/site.0123456789.css"]
    french, arabic = found["languages"]["fr"], found["languages"]["ar"]
    assert french["saved"] == "Gardée le {date} &amp; &lt;là&gt;."
    assert french["first"] == "1er"
    assert french["page"] == "fr/offline.html"
    assert (arabic["saved"], arabic["page"]) == ("{date}", "")
    assert "first" not in arabic


def test_it_changes_with_the_tree_and_with_nothing_else() -> None:
    assert made() == made()
    assert made() == made(base_path="/sub/")
    assert settings(made())["version"] != settings(made("fr/more.html"))["version"]


def test_it_is_small_and_needs_no_comment() -> None:
    worker = made()["sw.js"]
    assert len(gzip.compress(worker, 6, mtime=0)) < 3 * 1024
    assert not re.search(r"^\s*//", worker.decode(), re.MULTILINE)
    assert b'addEventListener("fetch"' in worker

"""`sw.js`: a service worker by which pages are read without network, made from the finished tree.

    sw.js                       the worker (`worker.js`, beside this file) with what it must know
    fr/offline.<hash>.json      the essential pages of a language, each with its fingerprint

The worker changes whenever a file of the site does, so browsers notice; of the essential pages they
load again only those that changed. Addresses are relative to the worker's own.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.disk import fingerprint
from dalil.facts import Result
from dalil.languages import format_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dalil.facts import Reading
    from dalil.model import Site

WORKER = Path(__file__).with_name("worker.js")
MOST_PIECES = 40
"""A search index in more pieces than these is kept piece by piece, as the reader searches."""
_SHELL = (".css", ".js", ".woff2")
_IDLE = re.compile(r"^(\s*//.*\n|\s+)", re.MULTILINE)
"""What the code does without: comments that fill a line, and indentation."""


def jobs(_site: Site) -> Sequence[str]:
    """One job."""
    return ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write the worker and the lists."""
    tree = dict(reading.ask("tree"))
    settings = dict(reading.ask("config", "offline"))
    locales = {code: locale for code, locale, *_ in reading.ask("languages")}
    lists = {lang: _text(_essential(reading, lang, settings["pages"], tree)) for lang in locales}
    paths = {lang: f"{lang}/offline.{fingerprint(lists[lang])[:10]}.json" for lang in lists}
    site = {
        "version": fingerprint(_text(sorted(tree.items())))[:10],
        "wait": settings["wait"],
        "most": settings["visited"],
        "shell": [path for path in tree if path.startswith("assets/") and path.endswith(_SHELL)],
        "data": [path for lang in locales if (path := _index(lang)) in tree],
        "languages": {
            lang: {"folder": f"{lang}/", "list": paths[lang]}
            | _offline_page(tree, lang)
            | _words(reading, lang, locale)
            for lang, locale in locales.items()
        },
        "first": reading.ask("config", "default_language"),
    }
    code = _IDLE.sub("", WORKER.read_text("utf-8"))
    worker = b"const SITE = " + _text(site) + b";\n" + code.encode()
    return Result((("sw.js", worker), *((paths[lang], text) for lang, text in lists.items())))


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _index(lang: str) -> str:
    return f"{lang}/search/index.json"


def _essential(
    reading: Reading, lang: str, patterns: Sequence[str], tree: Mapping[str, str]
) -> dict[str, str]:
    """Path → fingerprint of what is kept for the readers of a language, first things first."""
    base_path = reading.ask("site", lang)[3]
    keys = {id.rpartition("@")[0]: id for id in reading.ask("published", lang)}
    found = {}
    for pattern in patterns:
        for key, id in keys.items():
            if fnmatchcase(key, pattern):
                path = reading.ask("card", id)[2].removeprefix(base_path)
                digest = tree.get(f"{path}index.html")
                if digest:  # a page whose template failed is not there
                    found[path] = digest[:10]
    pieces = re.compile(rf"{re.escape(lang)}/search/[^/]+\.json").fullmatch
    search = {path: digest[:10] for path, digest in tree.items() if pieces(path)}
    return found | (search if len(search) <= MOST_PIECES else {})


def _offline_page(tree: Mapping[str, str], lang: str) -> dict[str, str]:
    path = f"{lang}/offline.html"
    return {"page": path, "digest": tree[path][:10]} if path in tree else {"page": ""}


def _words(reading: Reading, lang: str, locale: str) -> dict[str, str]:
    """How a copy of a page says on which day it was kept."""
    saved = reading.ask("string", lang, "offline-saved") or "{date}"
    # Browsers write dates as CLDR does; the first of a month is « 1er » in French, not « 1 ».
    first = re.search(r"(?<!\d)1(?!\d)\w*", format_date("2345-06-01", locale))
    own = {"first": first[0]} if first and first[0] != "1" else {}
    return {"locale": locale, "saved": escape(saved)} | own

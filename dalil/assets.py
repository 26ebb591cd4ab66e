"""Files that are copied: `static/`, and what stands beside the pages in `content/`.

Each is put out under a name that changes with its bytes, so that a host may let browsers keep it
for ever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from dalil import reader
from dalil.budgets import packed
from dalil.facts import Reading, Result
from dalil.questions import Known


def asset_jobs(known: Known) -> list[str]:
    """Every file of `static/`, and every file of `content/` that is not read as something else.

    A whole font is only cut from.
    """
    whole = {reader.STATIC + font.source for font in known.site.config.fonts.values()}
    found = (path for path in known.sources if path not in whole)
    return [path for path in found if reader.kind(path) in ("static", "image", "file")]


def run_asset(reading: Reading, path: str) -> Result:
    """One file, under its fingerprinted name; a style sheet names what it loads by theirs."""
    base = reading.ask("site", reading.ask("config", "default_language"))[3]
    content = reading.source(path)
    if not path.startswith(reader.STATIC):
        url: str = reading.ask("file", path)
        return Result(((url.removeprefix(base), content),))
    name = path.removeprefix(reader.STATIC)
    url = reading.ask("asset", name)
    names = {}
    for loaded in reader.read_style(content, path):
        target = reading.ask("asset", loaded.removeprefix(reader.STATIC))
        if target is not None:
            names[loaded] = posixpath.relpath(target, posixpath.dirname(url))
    content = _renamed(content, path, names) if names else content
    size = packed(content) if reading.ask("config", "budgets") else None
    return Result(((url.removeprefix(base), content),), value=size)


def _renamed(content: bytes, path: str, names: Mapping[str, str]) -> bytes:
    def rename(match: re.Match[str]) -> str:
        loaded = reader.loaded_path(path, match[1])
        return match[0].removesuffix(match[1]) + names.get(loaded, match[1])

    text = content.decode("utf-8", "surrogateescape")
    return reader.LOADED.sub(rename, text).encode("utf-8", "surrogateescape")

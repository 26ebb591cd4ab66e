"""Files that are copied: `static/`, and what stands beside the pages in `content/`.

Each is put out under a name that changes with its bytes, so that a host may let browsers keep it
for ever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from dalil import names, reader
from dalil.budgets import packed
from dalil.facts import Reading, Result
from dalil.pictures import Picture, whole
from dalil.questions import Known


def asset_jobs(known: Known) -> list[str]:
    """Every file of `static/`, and every file of `content/` that is not read as something else.

    A whole font is only cut from. An image of which pictures are made is there when a text links
    to it.
    """
    kinds = ("static", "image", "media", "file")
    whole = {names.STATIC + font.source for font in known.site.config.fonts.values()}
    found = [path for path in known.sources if names.kind(path) in kinds and path not in whole]
    shown = {path for path in found if (known.value("picture", path) or Picture())[2]}
    if not shown:
        return found
    texts = (record.value for (kind, _), record in known.records.items() if kind == "prose")
    linked = {path for value in texts for path in value[6]}
    return [path for path in found if path not in shown or path in linked]


def run_asset(reading: Reading, path: str) -> Result:
    """One file, under its fingerprinted name; a style sheet names what it loads by theirs."""
    base = reading.ask("site", reading.ask("config", "default_language"))[3]
    content = reading.source(path)
    if not path.startswith(names.STATIC):
        url: str = reading.ask("file", path)
        if names.kind(path) == "image" and not path.lower().endswith(".svg"):
            content = whole(content)
        return Result(((url.removeprefix(base), content),))
    name = path.removeprefix(names.STATIC)
    url = reading.ask("asset", name)
    renamed = {}
    for loaded in reader.read_style(content, path):
        target = reading.ask("asset", loaded.removeprefix(names.STATIC))
        if target is not None:
            renamed[loaded] = posixpath.relpath(target, posixpath.dirname(url))
    content = _renamed(content, path, renamed) if renamed else content
    lean = _LEAN.get(posixpath.splitext(path)[1])
    content = lean(content) if lean else content
    size = packed(content) if reading.ask("config", "budgets") else None
    return Result(((url.removeprefix(base), content),), value=size)


_COMMENT = re.compile(rb"""("[^"\n]*"|'[^'\n]*')|/\*(?!!).*?\*/""", re.DOTALL)
_COMMENT_LINE = re.compile(rb"^[ \t]*//(?!!).*\n", re.MULTILINE)
_LINE_END = re.compile(rb"\s*\n\s*")


def _lean(style: bytes) -> bytes:
    """A style sheet without what only its authors read: comments (but /*! … */) and indentation."""
    return _LINE_END.sub(b"\n", _COMMENT.sub(lambda match: match[1] or b"", style)).strip()


def _uncommented(script: bytes) -> bytes:
    """A script without the lines that are only a comment, but for `//!`."""
    return _COMMENT_LINE.sub(b"", script)


_LEAN = {".css": _lean, ".js": _uncommented}


def _renamed(content: bytes, path: str, renamed: Mapping[str, str]) -> bytes:
    def rename(match: re.Match[str]) -> str:
        loaded = reader.loaded_path(path, match[1])
        return match[0].removesuffix(match[1]) + renamed.get(loaded, match[1])

    text = content.decode("utf-8", "surrogateescape")
    return reader.LOADED.sub(rename, text).encode("utf-8", "surrogateescape")

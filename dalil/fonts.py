"""Fonts, cut when the site is built to the characters and weights that it needs.

`site.yaml` names each font under `fonts`, by the path at which style sheets load it; the whole
font it is cut from stands in `static/` and is not put out itself.
"""

from __future__ import annotations

import io
import re
import struct

from dalil.config import Font, SiteConfig
from dalil.diagnostics import fault
from dalil.facts import Reading, Result
from dalil.names import STATIC

_RANGE = re.compile(r"U\+([0-9A-F]{1,6})(?:-([0-9A-F]{1,6}))?", re.IGNORECASE)


def characters(unicode_range: str) -> set[int]:
    """The code points of a CSS unicode-range: "U+20-7E, U+A0"; `rules` holds its form."""
    found: set[int] = set()
    for first, last in _RANGE.findall(unicode_range):
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def font_jobs(config: SiteConfig) -> list[str]:
    """One for each font of `site.yaml`."""
    return list(config.fonts)


def run_font(reading: Reading, name: str) -> Result:
    """One font, under its fingerprinted name. The value is its size in bytes."""
    font, place = reading.ask("font", name)
    wanted = Font(*font)
    path = STATIC + wanted.source
    if reading.ask("source", path) is None:
        return Result(diagnostics=(fault("font-missing", "site.yaml", *place, file=path),))
    content = cut(reading.source(path), wanted)
    if content is None:
        return Result(diagnostics=(fault("font-unreadable", path),))
    base = reading.ask("site", reading.ask("config", "default_language"))[3]
    url: str = reading.ask("asset", name)
    return Result(((url.removeprefix(base), content),), value=len(content))


def cut(content: bytes, wanted: Font) -> bytes | None:
    """The font as WOFF2 with the wanted characters and weights alone; None when it is no font."""
    import brotli
    from fontTools import subset
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.varLib.instancer import instantiateVariableFont

    try:
        font = TTFont(io.BytesIO(content), recalcTimestamp=False)
        options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, name_IDs=[])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters(wanted.unicode_range))
        subsetter.subset(font)
    except (TTLibError, brotli.error, struct.error, AssertionError, ValueError):
        return None
    if "fvar" in font and wanted.weights:
        limits = (min(wanted.weights), max(wanted.weights))
        font = instantiateVariableFont(font, {"wght": limits})
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()

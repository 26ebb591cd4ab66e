"""`qr.svg` beside every page: its address, for those who hold the printed page.

A template shows it in print only, so that it costs readers on a screen nothing.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site

_QUIET = 4  # modules of white around the code, as ISO/IEC 18004 wants


def jobs(site: Site) -> Sequence[str]:
    """One for each published page; a borrowed page is not to be printed."""
    return [d.id for d in site.documents.values() if d.status == "published"]


def run(reading: Reading, arg: str) -> Result:
    """Draw the code of a page."""
    lang = arg.rpartition("@")[2]
    _, _, base_url, base_path = reading.ask("site", lang)
    url = dict(zip(("id", "lang", "url"), reading.ask("card", arg), strict=False))["url"]
    path = url.removeprefix(base_path)
    return Result(((f"{path}qr.svg", code(absolute(base_url, url))),))


def code(text: str) -> bytes:
    """The QR code of a text, as an SVG that scales."""
    import segno

    made = io.BytesIO()
    segno.make_qr(text, error="l", boost_error=False).save(
        made, kind="svg", border=_QUIET, omitsize=True, xmldecl=False, nl=False, svgclass=None,
        lineclass=None, dark="#000", light="#fff",
    )  # fmt: skip
    return made.getvalue()

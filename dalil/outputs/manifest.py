"""A web app manifest for each language: `fr/manifest.webmanifest`.

Its scope is the whole site, so that the link to the other language stays inside; each language
starts on its own home page. Colours and icon are there only when `site.yaml` has them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.urls import percent_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site

_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "ico": "image/x-icon",
}


def jobs(site: Site) -> Sequence[str]:
    """One for each language."""
    return list(site.config.languages)


def run(reading: Reading, arg: str) -> Result:
    """Write the manifest of a language."""
    name, description, _, base_path = reading.ask("site", arg)
    languages = {code: (locale, way) for code, locale, _, way in reading.ask("languages")}
    locale, direction = languages[arg]
    theme = dict(reading.ask("config", "theme"))
    start = percent_encoded(f"{base_path}{arg}/")
    manifest: dict[str, object] = {
        "name": name,
        "short_name": name,
        "description": description,
        "lang": locale,
        "dir": direction,
        "id": start,
        "start_url": start,
        "scope": percent_encoded(base_path),
        # The bar with "back" and the address stays: people share the address of a page.
        "display": "minimal-ui",
        "theme_color": theme.get("colour", ""),
        "background_color": theme.get("background", ""),
        "icons": [
            *_icon(reading, theme.get("icon", "")),
            *(icon for path in theme.get("icons", ()) for icon in _icon(reading, path)),
            *_icon(reading, theme.get("maskable", ""), purpose="maskable"),
        ],
    }
    known = {key: value for key, value in manifest.items() if value}
    content = json.dumps(known, ensure_ascii=False, indent=2).encode() + b"\n"
    return Result(((f"{arg}/manifest.webmanifest", content),))


def _icon(reading: Reading, path: str, **more: str) -> list[dict[str, str]]:
    """What is said of an icon; nothing of one that is not there."""
    address = reading.ask("asset", path) if path else None
    if not address:
        return []
    suffix = path.rpartition(".")[2].lower()
    icon = {"src": percent_encoded(address)}
    if suffix == "svg":
        icon["sizes"] = "any"
    elif suffix == "png":
        head = reading.source(f"static/{path}")[16:24]  # width and height begin every PNG
        icon["sizes"] = f"{int.from_bytes(head[:4])}x{int.from_bytes(head[4:])}"
    if suffix in _TYPES:
        icon["type"] = _TYPES[suffix]
    return [icon | more]

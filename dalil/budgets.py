"""What a reader must load to see a page, against what `site.yaml` allows: its budgets.

Sizes are bytes as they travel: texts after gzip (level 6, as hosts do), fonts as they are.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dalil.diagnostics import Diagnostic, fault
from dalil.ledger import Job, Record
from dalil.model import Site

KILOBYTE = 1000
_TAG = re.compile(r"<(?:link|script)\b[^>]*>")
_RELATION = re.compile(r'\brel="([^"]*)"')
_ADDRESS = re.compile(r'\b(?:href|src)="([^"]*)"')


class Weight(NamedTuple):
    """One page: its own size, and the addresses of what is loaded with it."""

    size: int
    loaded: tuple[str, ...]
    icon: tuple[str, ...]
    """Asked for once a site, when the page is there: it weighs, and is no request of the page."""


def packed(content: bytes) -> int:
    """Size of a text as it travels, in bytes."""
    return len(gzip.compress(content, 6, mtime=0))


def weigh(html: str) -> Weight:
    """Size of a page, and what its head loads: style sheets, scripts, preloaded fonts; its icon."""
    loaded, icon = [], []
    for tag in _TAG.findall(html):
        relation, address = _RELATION.search(tag), _ADDRESS.search(tag)
        kind = relation[1] if relation else "script" if tag.startswith("<script") else ""
        if address and kind in ("stylesheet", "preload", "script"):
            loaded.append(address[1])
        elif address and kind == "icon":
            icon.append(address[1])
    return Weight(packed(html.encode()), tuple(dict.fromkeys(loaded)), tuple(icon[:1]))


def exceeded(site: Site, records: Mapping[Job, Record]) -> Iterator[Diagnostic]:
    """Each page, style sheet and font that is over its budget; each page with what it loads."""
    budgets = site.config.budgets
    if not budgets:
        return
    sizes = {  # address → size
        site.config.base_path + path: record.value
        for (kind, _), record in records.items()
        if kind in ("asset", "font") and isinstance(record.value, int)
        for path, _ in record.outputs
    }
    for (kind, arg), record in records.items():
        if kind == "page" and record.value and record.value[1]:
            page, weight = site.documents[arg.partition("#")[0]], Weight(*record.value[1])
            addresses = weight.loaded + weight.icon
            total = weight.size + sum(sizes.get(address, 0) for address in addresses)
            yield from _over(budgets, "page", page.path, weight.size)
            yield from _over(budgets, "first_view", page.path, total)
            scripts = (sizes.get(url, 0) for url in weight.loaded if url.endswith(".js"))
            yield from _over(budgets, "scripts", page.path, sum(scripts))
            requests = 1 + len(weight.loaded)
            if requests > budgets.get("requests", requests):
                yield _fault("requests", page.path, str(requests), budgets)
        elif kind == "picture":
            yield from _over(budgets, "image", arg, record.value[4])
        elif kind in ("asset", "font") and isinstance(record.value, int):
            path = arg if kind == "asset" else f"static/{arg}"
            yield from _over(budgets, _kind(path), path, record.value)


def _kind(path: str) -> str:
    suffixes = {"css": "styles", "woff2": "font"}
    return suffixes.get(path.rpartition(".")[2], "")


def _over(budgets: Mapping[str, int], name: str, path: str, size: int) -> Iterator[Diagnostic]:
    if name in budgets and size > budgets[name] * KILOBYTE:
        yield _fault(name, path, f"{size / KILOBYTE:.1f}", budgets)


def _fault(name: str, path: str, found: str, budgets: Mapping[str, Any]) -> Diagnostic:
    return fault("budget-exceeded", path, budget=name, found=found, allowed=str(budgets[name]))

"""A Content-Security-Policy that allows what a page really holds, and nothing else.

Inline scripts are allowed by their hash, computed from the page itself: nobody types one, so none
is forgotten and none stays behind. A template writes

    <meta http-equiv="Content-Security-Policy" content="{{ csp }}">

ahead of everything that it restricts.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

MARK = "csp-of-this-page"
"""What the template writes until the page is whole and its policy can be known."""

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_TYPE = re.compile(r'\btype="([^"]*)"')
_RUN = ("", "module", "text/javascript", "application/javascript")
_ACTION = re.compile(r'<form\b[^>]*\baction="(https?:[^"]+)"')


class Needs(NamedTuple):
    """What pages need beyond files of their own site."""

    scripts: tuple[str, ...] = ()
    """Hashes of inline scripts, as a policy writes them."""
    forms: tuple[str, ...] = ()
    """Origins of other sites to which forms are sent."""


def needs(html: str) -> Needs:
    """What a page needs. Data in a `<script type="application/…json">` is no script."""
    scripts = {
        _hash(text)
        for attributes, text in _SCRIPT.findall(html)
        if " src=" not in attributes and _type(attributes) in _RUN
    }
    forms = {
        urlsplit(action)._replace(path="", query="", fragment="").geturl()
        for action in _ACTION.findall(html)
    }
    return Needs(tuple(sorted(scripts)), tuple(sorted(forms)))


def together(all_needs: Iterable[Needs]) -> Needs:
    """What all of these pages need: a host says one policy for every page."""
    scripts: set[str] = set()
    forms: set[str] = set()
    for each in all_needs:
        scripts.update(each.scripts)
        forms.update(each.forms)
    return Needs(tuple(sorted(scripts)), tuple(sorted(forms)))


def policy(needed: Needs, header: bool = False) -> str:
    """The policy as text; only a header may say who may frame the page."""
    directives = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *needed.scripts),
        **{
            f"{kind}-src": ("'self'",)
            for kind in ("style", "img", "font", "media", "connect", "manifest", "worker")
        },
        "form-action": ("'self'", *needed.forms),
        "base-uri": ("'none'",),
        **({"frame-ancestors": ("'none'",)} if header else {}),
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def with_policy(html: str) -> str:
    """The page with its policy where its template wants it."""
    return html.replace(MARK, policy(needs(html))) if MARK in html else html


def _type(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return found[1].strip().lower() if found else ""


@lru_cache(maxsize=64)
def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

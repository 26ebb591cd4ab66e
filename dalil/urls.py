"""Addresses for machines: absolute, and percent-encoded where people read letters.

In pages an address is a path with its letters («/ar/برامج/»). Feeds, maps, structured data and
servers want a URI (RFC 3986).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ADDRESS = re.compile(r"""(\s(?:href|src|poster|cite|data|srcset))=("[^"]*"|'[^']*')""")
_PLAIN = re.compile("[A-Za-z0-9/._~:-]*")
_NOT_PLAIN = re.compile(r"""[\s%?#"'<>\\,;&|*:`^{}\[\]]+""")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def plain_name(path: str) -> str:
    """A path without what an address cannot hold as it is: «plan 100 %.pdf» → "plan-100-.pdf"."""
    return _NOT_PLAIN.sub("-", path)


def percent_encoded(url: str) -> str:
    """`url` with everything but ASCII percent-encoded; what is encoded already stays as it is."""
    if _PLAIN.fullmatch(url):
        return url
    return quote(_STRAY_PERCENT.sub("%25", url), safe="!#$%&'()*+,/:;=?@[]~")


def absolute(base_url: str, url: str) -> str:
    """The URI of a page, file or other site, from an address as it stands in a page at `base_url`.

    >>> absolute("https://example.org/sub/", "/sub/fr/été/")
    'https://example.org/sub/fr/%C3%A9t%C3%A9/'
    """
    if url.startswith("/") and "//" not in url and "/." not in url:  # as most do: nothing to join
        return _origin(base_url) + percent_encoded(url)
    return percent_encoded(urlunsplit(_with_ascii_host(urljoin(base_url, url))))


@lru_cache
def _origin(base_url: str) -> str:
    return urlunsplit(_with_ascii_host(base_url)._replace(path="", query="", fragment=""))


def _with_ascii_host(url: str) -> SplitResult:
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return parts._replace(netloc=host)


def absolute_html(html: str, page_url: str) -> str:
    """Well-formed HTML of the page at `page_url`, with its addresses made absolute."""
    return _TAG.sub(lambda tag: _ADDRESS.sub(lambda m: _absolute(m, page_url), tag[0]), html)


def _absolute(attribute: re.Match[str], page_url: str) -> str:
    name, value = attribute[1], unescape(attribute[2][1:-1])
    if name.strip() == "srcset":
        candidates = (each.strip().partition(" ") for each in value.split(","))
        value = ", ".join(
            _resolved(page_url, url) + space + size for url, space, size in candidates
        )
    else:
        value = _resolved(page_url, value)
    return f'{name}="{escape(value)}"'


def _resolved(page_url: str, url: str) -> str:
    # An address with a scheme (mailto:, tel:, data:, another site) is the author's: leave it.
    return url if urlsplit(url).scheme else absolute(page_url, url)

"""`_redirects` for Netlify and for Cloudflare Pages: former addresses, and "not found" pages.

Both compare percent-encoded paths, and give ":" and "*" a meaning of their own. Cloudflare skips
the 404 rules; it takes the nearest `404.html` by itself. The file must lie at the host's root:
a site under a sub-path has to put it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from dalil.facts import Result
from dalil.urls import percent_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site


def jobs(_site: Site) -> Sequence[str]:
    """One job."""
    return ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write the rules."""
    lines = []
    for former, address, _ in reading.ask("redirects"):
        target = _escaped(address)
        forms = (former,) if not former.endswith("/") else (former, former.rstrip("/"))
        lines += [f"{_escaped(form)} {target} 301" for form in forms]
    base_path = percent_encoded(reading.ask("site", reading.ask("config", "default_language"))[3])
    for code, *_ in reading.ask("languages"):
        lines.append(f"{base_path}{code}/* {base_path}{code}/404.html 404")
    lines.append(f"{base_path}* {base_path}404.html 404")
    return Result((("_redirects", ("\n".join(lines) + "\n").encode()),))


def _escaped(address: str) -> str:
    """A path or URL in which nothing is a placeholder, a wildcard or a gap."""
    parts = urlsplit(percent_encoded(address))
    safe = (part.replace("*", "%2A").replace(":", "%3A") for part in parts[2:])
    return urlunsplit((parts.scheme, parts.netloc, *safe))

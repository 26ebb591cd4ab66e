"""`robots.txt`: everything may be read, and there is the map.

Robots look for it at the root of a host only: a site under a sub-path has to add the line of its
map to the host's own file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site


def jobs(_site: Site) -> Sequence[str]:
    """One job."""
    return ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write the file; it names the map when there is one."""
    lines = ["User-agent: *", "Allow: /"]
    if "sitemap" in reading.ask("config", "outputs"):
        base_url = reading.ask("config", "base_url")
        lines += ["", f"Sitemap: {absolute(base_url, 'sitemap.xml')}"]
    return Result((("robots.txt", ("\n".join(lines) + "\n").encode()),))

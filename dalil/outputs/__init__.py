"""The outputs beside pages and assets. One kind is one small file; this is their table.

Each module has

- `jobs(site)`: the arguments of its jobs ("" when there is only one);
- `run(reading, arg)`: one job, pure: all that it looks at is asked of `reading`, and its
  `Result` holds files of the output tree.

Modules are imported when a job of theirs has to run, so that an unchanged site costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading, Result
    from dalil.model import Site

OUTPUTS = {
    "sitemap": "sitemap",
    "robots": "robots",
    "atom": "atom",
    "jsonfeed": "jsonfeed",
    "manifest": "manifest",
    "qr": "qr",
    "search": "search",
    "redirects-html": "redirects_html",
    "redirects-netlify": "redirects_netlify",
    "redirects-apache": "redirects_apache",
    "redirects-nginx": "redirects_nginx",
    "headers-netlify": "headers_netlify",
    "headers-apache": "headers_apache",
    "headers-nginx": "headers_nginx",
    "offline": "offline",
}
"""The name in `site.yaml` → the module in this folder."""

LAST = (
    ("search", "headers-netlify", "headers-apache", "headers-nginx", "redirects-apache"),
    ("offline",),
)
"""Those that ask what the others have made; the second ones, what the first ones have too."""


class Output(Protocol):
    """What each of the modules offers."""

    def jobs(self, site: Site) -> Sequence[str]:
        """List the arguments of the jobs."""

    def run(self, reading: Reading, arg: str) -> Result:
        """Do one job."""


def output(name: str) -> Output:
    """The module of an output; KeyError for a name that is not in the table."""
    return cast("Output", import_module(f"{__name__}.{OUTPUTS[name]}"))

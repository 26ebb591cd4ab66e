"""`_headers` for Netlify and for Cloudflare Pages.

Both let browsers ask again for every file by themselves, and both join the values of a header that
two rules set: so only what stands under `assets/` has a rule of its own. The file must lie at the
host's root: a site under a sub-path has to put it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.headers import LASTING, STRICT_TRANSPORT, WHY_NOT_STRICT, security
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
    base_path = percent_encoded(reading.ask("site", reading.ask("config", "default_language"))[3])
    lines = [
        f"{base_path}*",
        *(f"  {name}: {value}" for name, value in security(reading)),
        *(f"# {line}" for line in WHY_NOT_STRICT),
        f"#   {': '.join(STRICT_TRANSPORT)}",
        f"{base_path}assets/*",
        f"  Cache-Control: {LASTING}",
    ]
    return Result((("_headers", ("\n".join(lines) + "\n").encode()),))

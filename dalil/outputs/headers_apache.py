"""Headers for Apache, in the `.htaccess` of the root.

One file of that name holds everything that Apache is told: where `redirects-apache` is put out
too, that output writes these lines above its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dalil import headers
from dalil.facts import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site


def jobs(site: Site) -> Sequence[str]:
    """One job, unless another output writes the file."""
    return () if "redirects-apache" in site.config.outputs else ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write the file."""
    return Result(((".htaccess", ("\n".join(headers.apache(reading)) + "\n").encode()),))

"""`nginx-redirects.conf`: former addresses and "not found" pages, to `include` in a `server`.

nginx compares a decoded path, and sends back what it is told: former addresses are written with
their letters, targets percent-encoded. Targets stay relative to the host, so that the rules are
right behind a proxy too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

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
    base_path = reading.ask("site", reading.ask("config", "default_language"))[3]
    lines = [f"set $dalil_not_found {_quoted(base_path + '404.html')};"]
    for code, *_ in reading.ask("languages"):
        folder = f"{base_path}{code}/"
        page = _quoted(f"{folder}404.html")
        lines.append(
            f"if ($uri ~ {_quoted('^' + re.escape(folder))}) {{ set $dalil_not_found {page}; }}"
        )
    lines.append("error_page 404 $dalil_not_found;")
    for former, address, _ in reading.ask("redirects"):
        target = _quoted(percent_encoded(address).replace("$", "%24"))
        path = unquote(former)
        forms = (path,) if not path.endswith("/") else (path, path.rstrip("/"))
        lines += [
            f"location = {_quoted(form)} {{ absolute_redirect off; return 301 {target}; }}"
            for form in forms
        ]
    return Result((("nginx-redirects.conf", ("\n".join(lines) + "\n").encode()),))


def _quoted(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'

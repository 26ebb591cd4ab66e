"""`.htaccess` for Apache: former addresses at the root, the "not found" page in each language.

Needs `AllowOverride FileInfo` and mod_alias. Apache compares a decoded path, and encodes the path
that it sends back: both are written with their letters here. The root's file also holds the lines
of `headers-apache`, when `site.yaml` asks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from dalil import headers
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
    """Write the root's file and one in the folder of each language."""
    base_path = reading.ask("site", reading.ask("config", "default_language"))[3]
    rules = [_rule(former, address) for former, address, _ in reading.ask("redirects")]
    lines = headers.apache(reading) if "headers-apache" in reading.ask("config", "outputs") else []
    lines.append(_not_found(base_path))
    if rules:
        lines += ["<IfModule mod_alias.c>", *rules, "</IfModule>"]
    folders = [code for code, *_ in reading.ask("languages")]
    files = [(f"{code}/.htaccess", [_not_found(f"{base_path}{code}/")]) for code in folders]
    outputs = [(".htaccess", lines), *files]
    return Result(tuple((path, ("\n".join(each) + "\n").encode()) for path, each in outputs))


def _not_found(folder: str) -> str:
    return f"ErrorDocument 404 {_quoted(percent_encoded(folder) + '404.html')}"


def _rule(former: str, address: str) -> str:
    path = unquote(former)
    pattern = f"^{re.escape(path.rstrip('/'))}{'/?' if path.endswith('/') else ''}$"
    parts = urlsplit(address)
    target = urlunsplit(
        parts._replace(
            path=unquote(parts.path),
            query=percent_encoded(parts.query),
            fragment=percent_encoded(parts.fragment),
        )
    )
    # "$1" and "\" are the pattern's own in a target.
    target = re.sub(r"([$\\])", r"\\\1", target)
    return f"RedirectMatch 301 {_quoted(pattern)} {_quoted(target)}"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'

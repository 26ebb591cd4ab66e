"""`nginx-headers.conf`: headers, to `include` in a `server`.

nginx takes no header of the `server` into a `location` that adds one of its own: there the file
has to be included once more. Under a sub-path the rest of the host is left alone: nginx sends no
header whose value is empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.headers import (
    CHECKED,
    COMPRESSED,
    FINGERPRINTED,
    LASTING,
    LOADED,
    OF_DOCUMENTS,
    STRICT_TRANSPORT,
    WHY_NOT_STRICT,
    security,
)

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
    sent = [*security(reading), ("Cache-Control", CHECKED)]
    variables = {name: "$dalil_" + name.lower().replace("-", "_") for name, _ in sent}
    here = re.escape(base_path)
    lines = [
        *(f'set {variable} "";' for variable in variables.values()),
        f'if ($uri ~ "^{here}") {{',
        *(f'  set {variables[name]} "{value}";' for name, value in sent),
        "}",
        f'if ($uri ~ "^{here}.*{FINGERPRINTED}") {{',
        f'  set {variables["Cache-Control"]} "{LASTING}";',
        "}",
        f'if ($uri ~ "^{here}.*{LOADED}") {{',
        *(f'  set {variables[name]} "";' for name in OF_DOCUMENTS),
        "}",
        *(f"add_header {name} {variables[name]} always;" for name, _ in sent[:-1]),
        f"add_header Cache-Control {variables['Cache-Control']};",
        *(f"# {line}" for line in WHY_NOT_STRICT),
        f'# add_header {STRICT_TRANSPORT[0]} "{STRICT_TRANSPORT[1]}" always;',
        "# Compression, unless the host's own settings have it already:",
        f"# gzip on; gzip_comp_level 6; gzip_vary on; gzip_types {' '.join(COMPRESSED[1:])};",
    ]
    return Result((("nginx-headers.conf", ("\n".join(lines) + "\n").encode()),))

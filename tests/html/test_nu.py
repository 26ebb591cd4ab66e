"""The Nu HTML checker has nothing to say about any page, style sheet or drawing."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.golden import EXPECTED

CHECKER = Path(__file__).parent.parent / "tools/node_modules/vnu-jar/build/dist/vnu.jar"


NOT_JUDGED = (
    "Resource violates Content Security Policy (meta tag): ",
    "Inline script violates Content Security Policy (meta tag): ",
)
"""The checker reads files, which have no host: nothing of theirs is the `self` of a policy; and it
takes data (JSON-LD) for scripts. What a policy really blocks is heard in a browser, from a host
(tests/servers/test_headers.py).
"""


def complaints(*trees: Path) -> list[str]:
    """What the checker says of every file of these trees, one sentence a line.

    One kind of file after the other: it reads the grammar again whenever the kind changes.
    """
    return [said for kind in ("html", "css", "svg") for said in _complaints(kind, *trees)]


def _complaints(kind: str, *trees: Path) -> list[str]:
    assert shutil.which("java"), "no Java here: `make test` installs it"
    assert CHECKER.exists(), "the checker is not installed: run `make test`"
    finished = subprocess.run(
        [
            *("java", "-Xss4m", "-jar", str(CHECKER)),
            *(f"--skip-non-{kind}", "--format", "json", "--exit-zero-always", "--stdout"),
            *map(str, trees),
        ],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=600,  # it takes 12 s alone
    )
    return [
        f"{message.get('url', '')}:{message.get('lastLine', 0)}:{message.get('firstColumn', 0)}: "
        f"{message.get('subType', message['type'])}: {message['message']}"
        for message in json.loads(finished.stdout)["messages"]
        if not message["message"].startswith(NOT_JUDGED)
    ]


FAULTY = {
    "error.html": '<!DOCTYPE html><html lang="fr"><title>t</title><p><b>a</p></html>',
    "warning.html": '<!DOCTYPE html><html lang="fr"><title>t</title><section><p>a</section></html>',
    "error.css": "p { colour: red }",
    "error.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circel/></svg>',
}


def test_the_checker_speaks(tmp_path: Path) -> None:
    for name, content in FAULTY.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    said = complaints(tmp_path)
    for name in FAULTY:
        assert any(f"/{name}:" in each and f" {Path(name).stem}: " in each for each in said), name


def test_the_sites_are_valid(built_real_site: Path) -> None:
    said = complaints(built_real_site, *EXPECTED.values())
    assert not said, "\n".join(said)

"""The host of the tests answers as a real one does, or the other tests prove nothing."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.serving import hosting


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {
        "index.html": "home",
        "404.html": "nowhere",
        "fr/404.html": "nulle part",
        "fr/page/index.html": "page",
        "style.css": "p{}",
    }
    for name, text in files.items():
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text(text)
    (tmp_path / "secret.html").write_text("secret")
    return tmp_path / "tree"


@pytest.mark.parametrize(
    ("path", "status", "kind", "body"),
    [
        ("/sub/", 200, "text/html; charset=utf-8", "home"),
        ("/sub", 200, "text/html; charset=utf-8", "home"),
        ("/sub/style.css", 200, "text/css; charset=utf-8", "p{}"),
        ("/sub/fr/page", 200, "text/html; charset=utf-8", "page"),
        ("/sub/fr/a/b/", 404, "text/html; charset=utf-8", "nulle part"),
        ("/sub/ar/", 404, "text/html; charset=utf-8", "nowhere"),
        ("/sub/../secret.html", 404, "text/plain", "not found"),
        ("/fr/page/", 404, "text/plain", "not found"),
    ],
)
def test_answers(tree: Path, path: str, status: int, kind: str, body: str) -> None:
    with hosting() as host:
        host.mount(tree, "/sub/")
        try:
            answer = urllib.request.urlopen(host.origin + path, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
            assert answer.read().decode() == body

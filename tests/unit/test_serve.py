"""The real server: an edit shows, a fault does not, and it is all on this machine alone."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from dalil.serve import LOOPBACK
from tests import tiny
from tests.building import PROJECT, STEADY
from tests.tiny import page

DEADLINE = 30  # seconds that a working server never needs


@contextlib.contextmanager
def hearing_interrupts() -> Iterator[None]:
    """A shell lets what runs in its background ignore Ctrl+C; a server in a terminal does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Server:
    """`build.py serve` in a process of its own, and what it prints."""

    def __init__(self, root: Path, port: int) -> None:
        self.port = port
        self._said = root.parent / "said.txt"
        with self._said.open("wb") as said, hearing_interrupts():
            self.process = subprocess.Popen(
                [sys.executable, str(PROJECT / "build.py"), "serve", "--port", str(port)],
                cwd=root,
                env={**os.environ, **STEADY, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8", "replace")

    def get(self, path: str) -> str:
        """The page, "" when there is none."""
        try:
            status, html = self.ask(path)
        except OSError:
            return ""
        return html if status == HTTPStatus.OK else ""

    def ask(self, path: str, host: str = "") -> tuple[int, str]:
        """Status and text of an answer, the path as it is; OSError when there is none."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host} if host else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Look until it is so; what was printed tells why it never was."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            assert self.process.poll() is None, f"it ended\n{self.said}"
            assert time.monotonic() < deadline, f"never\n{self.said}"

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(DEADLINE)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def serving(root: Path) -> Iterator[Server]:
    server = Server(root, free_port())
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait(DEADLINE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    head = '<meta http-equiv="Content-Security-Policy" content="{{ csp }}"><script data-worker="x">'
    template = tiny.TEMPLATE.replace("<head>", f"<head>{head}</script>")
    return tiny.lay_out(tmp_path / "site", {"templates/page.html": template})


def test_a_day_of_an_author(root: Path) -> None:
    about = root / "content/about.fr.md"
    with serving(root) as server:
        server.wait(lambda: "Nous aidons les familles." in server.get("/fr/about/"))
        html = server.get("/fr/about/")
        assert "livereload.js" in html  # the browser is told to look again
        assert '"Without-Security-Policy" content="default-src' in html  # and may do so
        assert "data-worker=" not in html
        assert not (root / "output").exists()  # what is published is not touched
        assert f"http://{LOOPBACK}:{server.port}/ shows the site" in server.said

        about.write_text(page("À propos", "Une autre phrase."), "utf-8")
        server.wait(lambda: "Une autre phrase." in server.get("/fr/about/"))

        about.write_text(page("À propos", "[Perdu](abuot.md)"), "utf-8")
        server.wait(lambda: "[link-unknown-page]" in server.said)
        assert "content/about.fr.md:6:9: error:" in server.said
        assert "Une autre phrase." in server.get("/fr/about/")  # the last good one

        about.write_text(page("À propos", "Tout va bien."), "utf-8")
        server.wait(lambda: "Tout va bien." in server.get("/fr/about/"))

        (root / "templates/page.html").write_text("<body>{{ page.canonical }}</body>", "utf-8")
        server.wait(
            lambda: f"http://{LOOPBACK}:{server.port}/fr/about/" in server.get("/fr/about/")
        )

        for name in ("nouveau.fr.md", "nouveau.ar.md"):
            (root / "content" / name).write_text(page("Nouveau"), "utf-8")
        server.wait(lambda: server.get("/fr/nouveau/") != "")

        assert server.interrupt() == 0
        assert "Traceback" not in server.said


def test_it_begins_with_faults_and_shows_the_site_once_they_are_mended(root: Path) -> None:
    (root / "content/about.fr.md").write_text("no head", "utf-8")
    with serving(root) as server:
        server.wait(lambda: "shows the site" in server.said)
        assert "[front-matter-missing]" in server.said
        (root / "content/about.fr.md").write_text(page("Réparé"), "utf-8")
        server.wait(lambda: "Réparé" in server.get("/fr/about/"))


def test_nobody_else_on_the_network_is_answered(root: Path) -> None:
    with serving(root) as server:
        server.wait(lambda: server.get("/fr/") != "")
        table = Path("/proc/net/tcp")
        if table.exists():  # what listens, by address and port in hexadecimal
            listening = [
                line.split()[1]
                for line in table.read_text().splitlines()[1:]
                if line.split()[3] == "0A"
            ]
            assert f"0100007F:{server.port:04X}" in listening
            assert f"00000000:{server.port:04X}" not in listening
        with socket.socket() as other:  # another address of this machine is still free
            other.bind(("127.0.0.2", server.port))


def test_what_is_not_there_is_the_sites_own_page(root: Path) -> None:
    words = "<html><head><title>404 {{ page.lang }}</title></head></html>"
    (root / "templates/404.html").write_text(words, "utf-8")
    with serving(root) as server:
        server.wait(lambda: server.get("/fr/") != "")
        for path, lang in (("/fr/perdu/", "fr"), ("/ar/x", "ar"), ("/", "ar"), ("/x/y", "ar")):
            status, html = server.ask(path)
            assert (path, status) == (path, 404)
            assert f"404 {lang}" in html
            assert "livereload.js" in html  # and is looked at again, once the page is there
        for path in ("/../../site.yaml", "/%2e%2e/%2e%2e/site.yaml"):
            assert server.ask(path)[0] in (403, 404)


def test_a_page_of_elsewhere_that_takes_this_machine_for_its_host_reads_nothing(root: Path) -> None:
    with serving(root) as server:
        server.wait(lambda: server.get("/fr/") != "")
        assert server.ask("/fr/", host=f"localhost:{server.port}")[0] == 200
        status, html = server.ask("/fr/", host=f"elsewhere.example:{server.port}")
        assert status == 421
        assert "familles" not in html


def test_a_port_that_is_taken_is_the_environments_fault(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        server = Server(root, int(taken.getsockname()[1]))
        assert server.process.wait(DEADLINE) == 2
        assert "Traceback" not in server.said
        assert "in use" in server.said

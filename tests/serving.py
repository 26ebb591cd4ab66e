"""A plain static host on the loopback address, for a tree published under any path."""

import contextlib
import mimetypes
import re
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

SUB_PATH = "/sub/path/"  # where the tests publish a site inside another

TYPES = {
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


_NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{10}\.\w+$")


class Host:
    """A running server: `mount` puts a tree under a path, `url` is its address."""

    def __init__(
        self, server: ThreadingHTTPServer, trees: dict[str, Path], answering: threading.Event
    ) -> None:
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        self.answering = answering
        """While it is not set, requests wait, as on a bad line."""
        self._trees = trees

    def url(self, prefix: str = "/") -> str:
        """The address of a prefix; it starts and ends with a slash."""
        return self.origin + prefix

    def mount(self, tree: Path, prefix: str = "/") -> str:
        """Serve `tree` under `prefix` from now on; returns its address."""
        self._trees[prefix] = tree
        return self.url(prefix)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer goes out as one packet at once: else each waits for the reader's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(
        self,
        trees: dict[str, Path],
        answering: threading.Event,
        lasting: bool,
        *arguments: object,
    ) -> None:
        self._trees = trees
        self._lasting = lasting
        self._answering = answering
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answering.wait()
        path = unquote(urlsplit(self.path).path)
        # The longest prefix wins, as on a host with a site inside another.
        for prefix in sorted(self._trees, key=len, reverse=True):
            if path.startswith(prefix):
                return self._answer(self._trees[prefix].resolve(), prefix, path)
            if path + "/" == prefix:
                return self._redirect(prefix)
        return self._send(HTTPStatus.NOT_FOUND, b"not found", "text/plain")

    do_HEAD = do_GET  # noqa: N815

    def _answer(self, tree: Path, prefix: str, path: str) -> None:
        file = (tree / path.removeprefix(prefix)).resolve()
        if not file.is_relative_to(tree):
            return self._send(HTTPStatus.NOT_FOUND, b"not found", "text/plain")
        if file.is_dir() and not path.endswith("/"):
            return self._redirect(path + "/")
        if path.endswith("/"):
            file = file / "index.html"
        if file.is_file():
            return self._send(HTTPStatus.OK, file.read_bytes(), content_type(file))
        page = _nearest_not_found(tree, PurePosixPath(path.removeprefix(prefix)))
        return self._send(HTTPStatus.NOT_FOUND, page, "text/html; charset=utf-8")

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if self._lasting and _NAMED_BY_CONTENT.search(self.path):
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: Any) -> None:
        """A browser that moves on hangs up: that is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(*arguments)


def content_type(file: Path) -> str:
    """What a host says of a file, by its name."""
    known = TYPES.get(file.suffix)
    if known:
        return known
    guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return guessed + "; charset=utf-8" if guessed.startswith("text/") else guessed


def _nearest_not_found(tree: Path, path: PurePosixPath) -> bytes:
    """The 404 page of the folder asked for or of the nearest one above it."""
    for folder in path.parents:
        page = tree / folder / "404.html"
        if page.is_file():
            return page.read_bytes()
    return b"not found"


@contextlib.contextmanager
def hosting(*, lasting: bool = False) -> Iterator[Host]:
    """A server on a free port, until the end of the `with` block.

    `lasting`: a browser may keep what is named by its content, as real hosts say.
    """
    trees: dict[str, Path] = {}
    answering = threading.Event()
    answering.set()
    with _Server(("127.0.0.1", 0), partial(_Handler, trees, answering, lasting)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Host(server, trees, answering)
        finally:
            answering.set()
            server.shutdown()
            thread.join()

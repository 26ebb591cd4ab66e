"""The development server: livereload around the builder, on this machine only.

It builds into a folder of its own under the address it serves, so the published `output/` is never
touched. A build with faults prints them and leaves the last good site showing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import livereload.server
from livereload import Server
from livereload.handlers import StaticFileHandler
from tornado.web import HTTPError

from dalil.builder import FOLDERS, Outcome, Request, build
from dalil.publish import Unpublishable, complaint
from dalil.sentences import sentence

LOOPBACK = "127.0.0.1"


class _Injector(livereload.server.LiveScriptInjector):  # type: ignore[misc]
    """Puts the script that looks again into pages; their policy would forbid it.

    Nor does a page register its service worker here: what it keeps would outlive the server.
    """

    def transform_first_chunk(
        self, status_code: int, headers: Any, chunk: bytes, finishing: bool
    ) -> Any:
        # As long as before, so that the length which was announced stays true.
        chunk = chunk.replace(b'"Content-Security-Policy"', b'"Without-Security-Policy"')
        chunk = chunk.replace(b" data-worker=", b" data-idle--=")
        return super().transform_first_chunk(status_code, headers, chunk, finishing)


livereload.server.LiveScriptInjector = _Injector


class _Files(StaticFileHandler):  # type: ignore[misc]
    """Answers as a host does: what is not there is the site's own page that says so."""

    def prepare(self) -> None:
        # A page of elsewhere could name this machine its own host, and read what is not yet said.
        if self.request.host_name not in (LOOPBACK, "localhost"):
            raise HTTPError(HTTPStatus.MISDIRECTED_REQUEST)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        language = unquote(self.request.path).split("/")[1]
        for file in (Path(self.root, language, "404.html"), Path(self.root, "404.html")):
            if status_code == HTTPStatus.NOT_FOUND and file.is_file():
                self.finish(file.read_bytes())
                return
        super().write_error(status_code, **kwargs)


def serve(request: Request, port: int, report: Callable[[Outcome], int], language: str) -> None:
    """Build, serve, and rebuild whenever a source file changes, until interrupted."""
    root = request.site.resolve().parent
    output = root / ".cache" / "serve"
    asked = request._replace(output=output, base_url=f"http://{LOOPBACK}:{port}/")

    def rebuild() -> None:
        try:
            report(build(asked))
            sys.stdout.flush()  # a log shows the faults when they are found, as a terminal does
        except (OSError, Unpublishable) as refusal:
            print(complaint(refusal, language), file=sys.stderr)

    rebuild()
    output.mkdir(parents=True, exist_ok=True)
    server = Server()
    server.SFH = _Files
    server.watch(str(request.site), rebuild)
    for folder in FOLDERS:
        server.watch(str(root / folder), rebuild, ignore=_is_not_source)
    print(sentence(language, "serving", url=asked.base_url), file=sys.stderr)
    server.serve(root=str(output), host=LOOPBACK, port=port)


def _is_not_source(path: str) -> bool:
    name = Path(path).name
    return name.startswith(".") or name.endswith("~")

"""The rules for Apache and nginx, obeyed by the real servers on the loopback address."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

import pytest

from dalil.outputs import redirects_apache, redirects_nginx
from tests.answering import bilingual, reading

APACHE_MODULES = Path("/usr/lib/apache2/modules")
SECONDS = 20  # for a server to start; it takes a fraction of one

PAGES = ("index.html", "404.html", "ar/404.html", "fr/404.html", "fr/nouveau/index.html",
         "ar/برامج/index.html", "fr/a+b/index.html")  # fmt: skip


class Server(NamedTuple):
    """A running server that publishes a small site under `base`."""

    port: int
    base: str

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, decoded path or URL of Location without this host, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", quote(self.base + path, safe="/%?=&"))
        answer = connection.getresponse()
        location = answer.getheader("Location") or ""
        body = answer.read().decode()
        connection.close()
        assert location.isascii()
        return answer.status, location.removeprefix(f"http://127.0.0.1:{self.port}"), body


def lay_out(tree: Path, base: str) -> None:
    """A small site with the rules that the outputs write for it."""
    facts = bilingual(base) | {
        ("redirects",): (
            (f"{base}a.b (c)/", f"{base}fr/a+b/", "fr"),
            (f"{base}ancien/page/", f"{base}fr/nouveau/", "fr"),
            (f"{base}dehors/", "https://example.net/a?b=1&c=%C3%A9#d", "fr"),
            (f"{base}old.html", f"{base}fr/nouveau/", "fr"),
            (f"{base}بطاقة/قديم/", f"{base}ar/برامج/", "ar"),
        )
    }
    files = [(name, name.encode()) for name in PAGES]
    for module in (redirects_apache, redirects_nginx):
        files += module.run(reading(facts), "").outputs
    for name, content in files:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx(folder: Path, root: Path, rules: Path, port: int) -> list[str]:
    """The command of an nginx that serves `root` in the foreground."""
    (folder / "nginx.conf").write_text(f"""\
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  types {{ text/html html; }}
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {root}; index index.html;
    include {rules};
    location / {{ add_header X-Own-Rules kept always; }}
  }}
}}
""")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")]


def apache(folder: Path, root: Path, _rules: Path, port: int) -> list[str]:
    """The command of an Apache that serves `root` in the foreground."""
    modules = "".join(
        f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "dir", "mime", "alias")
    )
    (folder / "apache.conf").write_text(f"""\
{modules}ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
TypesConfig /dev/null
DocumentRoot {root}
<Directory {root}>
  AllowOverride FileInfo
  Require all granted
</Directory>
DirectoryIndex index.html
""")
    return ["apache2", "-X", "-f", str(folder / "apache.conf")]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until something listens at the port; the server's last words when it does not start."""
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail(f"{process.args!r} did not start")


@pytest.fixture(scope="module", params=["nginx", "apache"])
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=["/", "/sub/موقع/"])
def server(
    request: pytest.FixtureRequest, command: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of each kind, with the site at its root and under a path."""
    if shutil.which({"apache": "apache2"}.get(command, command)) is None:
        pytest.fail(f"{command} is not installed: `make test` installs it")
    base = str(request.param)
    folder = tmp_path_factory.mktemp(command)
    folder.chmod(0o755)
    root = folder / "root"
    tree = root / base.strip("/")
    lay_out(tree, base)
    port = free_port()
    build = {"nginx": nginx, "apache": apache}[command]
    process = subprocess.Popen(build(folder, root, tree / "nginx-redirects.conf", port))
    try:
        wait_for(port, process)
        yield Server(port, base)
    finally:
        process.terminate()
        process.wait(SECONDS)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("ancien/page/", "fr/nouveau/"),
        ("ancien/page", "fr/nouveau/"),
        ("old.html", "fr/nouveau/"),
        ("بطاقة/قديم/", "ar/برامج/"),
        ("بطاقة/قديم", "ar/برامج/"),
        ("a.b (c)/", "fr/a+b/"),
    ],
)
def test_a_former_address_leads_to_the_page(server: Server, path: str, target: str) -> None:
    status, location, _ = server.get(path)
    assert (status, unquote(location)) == (301, server.base + target)
    assert server.get(target)[::2] == (200, f"{target}index.html")


def test_a_former_address_leads_to_another_site(server: Server) -> None:
    assert server.get("dehors/")[:2] == (301, "https://example.net/a?b=1&c=%C3%A9#d")


@pytest.mark.parametrize("path", ["ancien/page/x", "ancien/", "axb (c)/", "oldxhtml", "old.html/"])
def test_other_addresses_do_not(server: Server, path: str) -> None:
    assert server.get(path)[:2] == (404, "")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("fr/absent/", "fr/404.html"),
        ("fr/absent", "fr/404.html"),
        ("ar/غائب/غائب/", "ar/404.html"),
        ("absent/", "404.html"),
        ("francais/", "404.html"),
    ],
)
def test_what_is_not_found_is_said_in_the_language(server: Server, path: str, page: str) -> None:
    assert server.get(path)[::2] == (404, page)

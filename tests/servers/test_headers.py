"""The headers, sent by the real servers; and the policy they hold, obeyed by every kind of page."""

import contextlib
import http.client
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from dalil.headers import CHECKED, LASTING
from tests.browser.kinds import kinds
from tests.browser.served import LANGUAGES
from tests.pages import pages
from tests.servers.test_hosting import APACHE_MODULES, SECONDS, free_port, wait_for
from tests.serving import SUB_PATH

TYPES = "text/html html; text/css css; text/javascript js; application/json json; font/woff2 woff2;"


class Sent(NamedTuple):
    """A running server with the project's own site, and where it is."""

    port: int
    base: str
    tree: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base}"

    def headers(self, path: str, **asked: str) -> tuple[int, dict[str, str]]:
        """Status and headers of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", quote(path), headers=asked)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return answer.status, found


def nginx(folder: Path, root: Path, rules: Path, port: int) -> list[str]:
    """The command of an nginx whose `server` includes the rules."""
    (folder / "nginx.conf").write_text(f"""\
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  types {{ {TYPES} image/svg+xml svg; application/manifest+json webmanifest; }}
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {root}; index index.html;
    include {rules}/nginx-headers.conf;
    include {rules}/nginx-redirects.conf;
  }}
}}
""")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")]


def apache(folder: Path, root: Path, _rules: Path, port: int) -> list[str]:
    """The command of an Apache that obeys `.htaccess`."""
    modules = "".join(
        f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n"
        for name in (
            "mpm_event",
            "authz_core",
            "dir",
            "mime",
            "alias",
            "headers",
            "filter",
            "deflate",
        )
    )
    (folder / "apache.conf").write_text(f"""\
{modules}ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
TypesConfig /dev/null
AddType text/html .html
AddType text/css .css
AddType image/svg+xml .svg
DocumentRoot {root}
<Directory {root}>
  AllowOverride FileInfo
  Require all granted
</Directory>
DirectoryIndex index.html
""")
    return ["apache2", "-X", "-f", str(folder / "apache.conf")]


COMMANDS = {"nginx": nginx, "apache": apache}


@contextlib.contextmanager
def serving(name: str, site: Path, folder: Path) -> Iterator[Sent]:
    """A server with the site under a path, beside a page that is not the site's."""
    if shutil.which({"apache": "apache2"}.get(name, name)) is None:
        pytest.fail(f"{name} is not installed: `make test` installs it")
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    root = folder / "root"
    tree = root / SUB_PATH.strip("/")
    shutil.copytree(site, tree)
    (root / "index.html").write_text("another site")
    port = free_port()
    process = subprocess.Popen(COMMANDS[name](folder, root, tree, port))
    try:
        wait_for(port, process)
        yield Sent(port, SUB_PATH, tree)
    finally:
        process.terminate()
        process.wait(SECONDS)


@pytest.fixture(scope="module", params=COMMANDS)
def sent(
    request: pytest.FixtureRequest,
    built_sub_path_site: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sent]:
    """Each of the servers."""
    folder = tmp_path_factory.mktemp(f"headers-{request.param}")
    with serving(request.param, built_sub_path_site, folder) as found:
        yield found


@pytest.fixture
def policed(built_sub_path_site: Path, tmp_path: Path) -> Iterator[Sent]:
    """One of them, to be read in a browser."""
    with serving("nginx", built_sub_path_site, tmp_path / "nginx") as found:
        yield found


def test_every_page_is_protected(sent: Sent) -> None:
    for path, status in (("fr/", 200), ("", 200), ("fr/absent/", 404), ("sw.js", 200)):
        answered, headers = sent.headers(sent.base + path)
        assert answered == status
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
        assert "unsafe" not in policy
        assert policy.endswith("frame-ancestors 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "geolocation=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers


def test_the_rest_of_the_host_is_left_alone(sent: Sent) -> None:
    status, headers = sent.headers("/")
    assert status == 200
    assert not {"content-security-policy", "permissions-policy", "cache-control"} & headers.keys()


def test_copies_are_kept_as_long_as_they_are_good(sent: Sent) -> None:
    style = next((sent.tree / "assets/css").glob("*.css")).name
    word = next((sent.tree / "fr/search").glob("words-*.json")).name
    lasting = (f"assets/css/{style}", f"fr/search/{word}")
    checked = ("fr/", "sw.js", "fr/search/index.json", "fr/manifest.webmanifest")
    for path in lasting:
        assert sent.headers(sent.base + path)[1]["cache-control"] == LASTING, path
    for path in checked:
        assert sent.headers(sent.base + path)[1]["cache-control"] == CHECKED, path
    missing = sent.headers(f"{sent.base}assets/css/site.0123456789.css")
    assert missing[0] == 404
    assert missing[1].get("cache-control") != LASTING


def test_what_a_page_only_loads_carries_no_policy_in_vain(sent: Sent) -> None:
    style = next((sent.tree / "assets/css").glob("*.css")).name
    font = next((sent.tree / "assets/fonts").glob("*.woff2")).name
    for path in (f"assets/css/{style}", f"assets/fonts/{font}"):
        status, headers = sent.headers(sent.base + path)
        assert status == 200
        assert headers["x-content-type-options"] == "nosniff"
        assert not {"content-security-policy", "permissions-policy"} & headers.keys(), path
    drawing = next((sent.tree / "assets").glob("icon.*.svg")).name
    assert "content-security-policy" in sent.headers(f"{sent.base}assets/{drawing}")[1]


def test_apache_compresses(sent: Sent) -> None:
    headers = sent.headers(f"{sent.base}fr/", **{"Accept-Encoding": "gzip"})[1]
    expected = "gzip" if headers["server"].startswith("Apache") else None
    assert headers.get("content-encoding") == expected


# The policy


HEAR = """addEventListener('securitypolicyviolation', event => console.error(
    'policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))"""


INTRUDE = """() => new Promise(done => {
    addEventListener('securitypolicyviolation', () => done());
    document.body.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}));
})"""


def test_a_violation_is_heard(policed: Sent, chromium: Browser) -> None:
    heard, page = listening(chromium)
    page.goto(f"{policed.address}fr/")
    page.evaluate(INTRUDE)
    page.context.close()
    assert any("policy: script-src-elem inline" in each for each in heard)


def listening(chromium: Browser) -> tuple[list[str], Page]:
    """A tab, and what it complains of."""
    heard: list[str] = []
    page = chromium.new_context(service_workers="allow").new_page()
    page.add_init_script(HEAR)
    page.on("console", lambda said: heard.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    return heard, page


def test_every_kind_of_page_works_under_the_policy(policed: Sent, chromium: Browser) -> None:
    heard, page = listening(chromium)
    for _, kind in kinds(policed.tree):
        if kind.is_not_found:
            continue
        page.goto(policed.address + kind.url)
        if page.locator("details.settings").count():
            use_settings(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.emulate_media(media="screen")
    for language, word in zip(LANGUAGES, ("بحث", "recherche"), strict=True):
        page.goto(f"{policed.address}{language}/{word}/")
        page.locator("#search_query").fill({"ar": "كرسي", "fr": "fauteuil"}[language])
        page.locator(".search-result").first.wait_for()
    assert page.pdf()
    assert page.evaluate("navigator.serviceWorker.ready.then(worker => !!worker.active)")
    page.context.close()
    assert not heard, "\n".join(heard)


def use_settings(page: Page) -> None:
    """Change what can be changed, and see that it is obeyed."""
    page.locator("details.settings summary").click()
    page.locator("details.settings [name=theme][value=dark]").check(force=True)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("details.settings [data-reset]").click()
    assert page.locator("html").get_attribute("data-theme") is None
    page.keyboard.press("Escape")


def test_nothing_in_a_page_needs_another_policy(built_real_site: Path) -> None:
    faults = []
    for page in pages(built_real_site):
        for element in page.elements:
            handlers = [name for name in element.attributes if name.startswith("on")]
            address = element.attributes.get("href", "") + element.attributes.get("src", "")
            if handlers or "style" in element.attributes or address.startswith("javascript:"):
                faults.append(f"{page.path}: <{element.tag} {element.attributes}>")
            if element.tag in ("style", "base", "iframe", "object", "embed"):
                faults.append(f"{page.path}: <{element.tag}>")
    assert not faults, "\n".join(faults)


def test_every_page_says_its_policy_before_anything_else(built_real_site: Path) -> None:
    for page in pages(built_real_site):
        if page.is_redirect:
            continue
        head = [(each.tag, each.attributes.get("http-equiv")) for each in page.elements[2:4]]
        assert head == [("meta", None), ("meta", "Content-Security-Policy")], page.path

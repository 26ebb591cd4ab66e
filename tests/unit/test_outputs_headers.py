"""The header rules as texts; `tests/servers/` lets real servers obey them."""

from typing import Any

import pytest

from dalil import headers
from dalil.ledger import Fact
from dalil.outputs import headers_apache, headers_netlify, headers_nginx, redirects_apache
from tests.answering import bilingual, reading

HASH = "'sha256-abc='"


def facts(base_path: str = "/", *outputs: str) -> dict[Fact, Any]:
    return bilingual(base_path) | {
        ("needs",): ((HASH,), ()),
        ("config", "outputs"): outputs,
    }


def only(module: Any, base_path: str = "/", *outputs: str) -> tuple[str, str]:
    ((path, content),) = module.run(reading(facts(base_path, *outputs)), "").outputs
    return path, content.decode()


def test_the_policy_of_the_host_is_that_of_the_pages() -> None:
    said = dict(headers.security(reading(facts())))
    assert f"script-src 'self' {HASH};" in said["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in said["Content-Security-Policy"]
    assert said["Referrer-Policy"] == "same-origin"


def test_netlify() -> None:
    path, text = only(headers_netlify, "/sub/موقع/")
    assert path == "_headers"
    rules = [line for line in text.splitlines() if not line.startswith((" ", "#"))]
    site = "/sub/%D9%85%D9%88%D9%82%D8%B9/"
    assert rules == [f"{site}*", f"{site}assets/*"]
    assert f"  Cache-Control: {headers.LASTING}" in text
    assert text.count("Cache-Control") == 1  # two rules' values would be joined
    assert max(map(len, text.splitlines())) < 2000  # as Cloudflare wants it
    assert "\n#   Strict-Transport-Security: " in text


def test_nginx_speaks_of_the_site_alone() -> None:
    path, text = only(headers_nginx, "/a.b/")
    assert path == "nginx-headers.conf"
    assert 'if ($uri ~ "^/a\\.b/") {' in text
    assert "\nadd_header Content-Security-Policy $dalil_content_security_policy always;" in text
    assert "\nadd_header Cache-Control $dalil_cache_control;" in text  # not of what is missing
    assert '\n# add_header Strict-Transport-Security "max-age=31536000" always;' in text


def test_apache_has_one_file_for_all() -> None:
    path, text = only(headers_apache)
    assert path == ".htaccess"
    assert "ErrorDocument" not in text
    told = redirects_apache.run(reading(facts("/", "headers-apache")), "").outputs
    assert dict(told)[".htaccess"].decode().startswith(text)
    untold = dict(redirects_apache.run(reading(facts()), "").outputs)[".htaccess"].decode()
    assert "Header" not in untold


@pytest.mark.parametrize("word", ["Header always set", "# Header always set Strict-Transport"])
def test_apache_says_what_it_does(word: str) -> None:
    assert f"\n{word}" in only(headers_apache)[1]

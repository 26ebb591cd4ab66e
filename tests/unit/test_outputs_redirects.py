"""Redirects: pages for any host, rules for four."""

# ruff: noqa: E501 (whole files, as they are written)

from typing import Any

import pytest

from dalil.ledger import Fact
from dalil.outputs import redirects_apache, redirects_html, redirects_netlify, redirects_nginx
from tests.answering import bilingual, reading

REDIRECTS = (
    ("/sub/ancien/", "/sub/fr/nouveau/", "fr"),
    ("/sub/old.html", "https://example.net/a?b=1&c=%C3%A9", "ar"),
    ("/sub/قديم/", "/sub/ar/برامج/", "ar"),
)


def moved() -> dict[Fact, Any]:
    return bilingual("/sub/") | {
        ("redirects",): REDIRECTS,
        ("string", "fr", "redirect-title"): "Cette page a déménagé",
        ("string", "fr", "redirect-link"): "Aller à la page",
        ("string", "ar", "redirect-title"): "انتقلت هذه الصفحة",
        ("string", "ar", "redirect-link"): None,
    }


def test_pages() -> None:
    files = dict(redirects_html.run(reading(moved()), "").outputs)
    assert list(files) == ["ancien/index.html", "old.html", "قديم/index.html"]
    assert (
        files["ancien/index.html"].decode()
        == """\
<!DOCTYPE html>
<html lang="fr-MA" dir="ltr">
<head>
<meta charset="utf-8">
<title>Cette page a déménagé</title>
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=/sub/fr/nouveau/">
<link rel="canonical" href="https://example.org/sub/fr/nouveau/">
</head>
<body>
<main>
<h1>Cette page a déménagé</h1>
<p>
<a href="/sub/fr/nouveau/">Aller à la page</a>
</p>
</main>
</body>
</html>
"""
    )


def test_a_page_is_in_the_language_of_its_target() -> None:
    files = dict(redirects_html.run(reading(moved()), "").outputs)
    page = files["قديم/index.html"].decode()
    assert '<html lang="ar-MA" dir="rtl">' in page
    assert '<a href="/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/">/sub/ar/برامج/</a>' in page


def test_an_address_of_another_site_is_escaped() -> None:
    page = dict(redirects_html.run(reading(moved()), "").outputs)["old.html"].decode()
    address = "https://example.net/a?b=1&amp;c=%C3%A9"
    assert f'content="0; url={address}"' in page
    assert f'<link rel="canonical" href="{address}">' in page


def test_netlify_and_cloudflare() -> None:
    result = redirects_netlify.run(reading(moved()), "")
    assert result.outputs[0][0] == "_redirects"
    assert (
        result.outputs[0][1].decode()
        == """\
/sub/ancien/ /sub/fr/nouveau/ 301
/sub/ancien /sub/fr/nouveau/ 301
/sub/old.html https://example.net/a?b=1&c=%C3%A9 301
/sub/%D9%82%D8%AF%D9%8A%D9%85/ /sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/ 301
/sub/%D9%82%D8%AF%D9%8A%D9%85 /sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/ 301
/sub/ar/* /sub/ar/404.html 404
/sub/fr/* /sub/fr/404.html 404
/sub/* /sub/404.html 404
"""
    )


def test_netlify_takes_nothing_for_a_placeholder() -> None:
    facts = moved() | {("redirects",): (("/a:b*c.html", "http://example.net:81/x:y", "fr"),)}
    content = redirects_netlify.run(reading(facts), "").outputs[0][1].decode()
    assert content.startswith("/a%3Ab%2Ac.html http://example.net:81/x%3Ay 301\n")


def test_apache() -> None:
    files = dict(redirects_apache.run(reading(moved()), "").outputs)
    assert list(files) == [".htaccess", "ar/.htaccess", "fr/.htaccess"]
    assert (
        files[".htaccess"].decode()
        == """\
ErrorDocument 404 "/sub/404.html"
<IfModule mod_alias.c>
RedirectMatch 301 "^/sub/ancien/?$" "/sub/fr/nouveau/"
RedirectMatch 301 "^/sub/old\\.html$" "https://example.net/a?b=1&c=%C3%A9"
RedirectMatch 301 "^/sub/قديم/?$" "/sub/ar/برامج/"
</IfModule>
"""
    )
    assert files["fr/.htaccess"] == b'ErrorDocument 404 "/sub/fr/404.html"\n'


def test_nginx() -> None:
    ((path, content),) = redirects_nginx.run(reading(moved()), "").outputs
    assert path == "nginx-redirects.conf"
    assert (
        content.decode()
        == """\
set $dalil_not_found "/sub/404.html";
if ($uri ~ "^/sub/ar/") { set $dalil_not_found "/sub/ar/404.html"; }
if ($uri ~ "^/sub/fr/") { set $dalil_not_found "/sub/fr/404.html"; }
error_page 404 $dalil_not_found;
location = "/sub/ancien/" { absolute_redirect off; return 301 "/sub/fr/nouveau/"; }
location = "/sub/ancien" { absolute_redirect off; return 301 "/sub/fr/nouveau/"; }
location = "/sub/old.html" { absolute_redirect off; return 301 "https://example.net/a?b=1&c=%C3%A9"; }
location = "/sub/قديم/" { absolute_redirect off; return 301 "/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/"; }
location = "/sub/قديم" { absolute_redirect off; return 301 "/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/"; }
"""
    )


@pytest.mark.parametrize(
    "module", [redirects_html, redirects_netlify, redirects_apache, redirects_nginx]
)
def test_without_redirects_nothing_moves(module: Any) -> None:
    for _, content in module.run(reading(bilingual()), "").outputs:
        assert b"301" not in content
        assert b"IfModule" not in content

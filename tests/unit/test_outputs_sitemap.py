"""`sitemap.xml`."""

# ruff: noqa: E501 (whole files, as they are written)

from xml.etree import ElementTree as ET

import pytest

from dalil.outputs import sitemap
from tests.answering import bilingual, reading

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

HOME = (("ar", "/sub/ar/"), ("fr", "/sub/fr/"))
PAGES = (
    ("/sub/ar/", "2026-11-23", HOME),
    ("/sub/ar/برامج/", "", (("ar", "/sub/ar/برامج/"),)),
    ("/sub/fr/", "", HOME),
    ("/sub/fr/seul/", "2026-01-02", (("fr", "/sub/fr/seul/"),)),
)


def test_the_whole_file() -> None:
    result = sitemap.run(reading(bilingual("/sub/") | {("sitemap",): PAGES}), "")
    assert result.diagnostics == ()
    ((path, content),) = result.outputs
    assert path == "sitemap.xml"
    assert (
        content.decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://example.org/sub/ar/</loc>
    <lastmod>2026-11-23</lastmod>
    <xhtml:link rel="alternate" hreflang="ar" href="https://example.org/sub/ar/" />
    <xhtml:link rel="alternate" hreflang="fr" href="https://example.org/sub/fr/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/sub/" />
  </url>
  <url>
    <loc>https://example.org/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/</loc>
    <xhtml:link rel="alternate" hreflang="ar" href="https://example.org/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/sub/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/" />
  </url>
  <url>
    <loc>https://example.org/sub/fr/</loc>
    <xhtml:link rel="alternate" hreflang="ar" href="https://example.org/sub/ar/" />
    <xhtml:link rel="alternate" hreflang="fr" href="https://example.org/sub/fr/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/sub/" />
  </url>
  <url>
    <loc>https://example.org/sub/fr/seul/</loc>
    <lastmod>2026-01-02</lastmod>
    <xhtml:link rel="alternate" hreflang="fr" href="https://example.org/sub/fr/seul/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/sub/fr/seul/" />
  </url>
</urlset>
"""
    )


def test_beyond_the_limit_it_is_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PAGES_IN_FILE", 3)
    result = sitemap.run(reading(bilingual("/sub/") | {("sitemap",): PAGES}), "")
    files = {path: ET.fromstring(content) for path, content in result.outputs}
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert [loc.text for loc in files["sitemap.xml"].iter(f"{MAP}loc")] == [
        "https://example.org/sub/sitemap-1.xml",
        "https://example.org/sub/sitemap-2.xml",
    ]
    assert [day.text for day in files["sitemap.xml"].iter(f"{MAP}lastmod")] == [
        "2026-11-23",
        "2026-01-02",
    ]
    counts = [len(list(files[f"sitemap-{n}.xml"].iter(f"{MAP}url"))) for n in (1, 2)]
    assert counts == [3, 1]


def test_a_full_file_is_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PAGES_IN_FILE", len(PAGES))
    result = sitemap.run(reading(bilingual("/sub/") | {("sitemap",): PAGES}), "")
    assert [path for path, _ in result.outputs] == ["sitemap.xml"]

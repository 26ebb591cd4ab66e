"""The table of outputs, `robots.txt` and the web app manifest."""

import json
from unittest import mock

import pytest

from dalil import config
from dalil.config import load
from dalil.model import Site
from dalil.outputs import OUTPUTS, manifest, output, robots
from tests.answering import bilingual, reading

SITE = """\
base_url: https://example.org/
languages:
  ar: {locale: ar-MA, name: العربية}
  fr: {locale: fr-MA, name: français}
name: {ar: دليل, fr: Guide}
description: {ar: وصف, fr: Une description}
collections:
  news: {dated: true}
  programmes: {dated: false}
"""


def test_the_table_has_just_the_names_that_site_yaml_allows() -> None:
    assert tuple(OUTPUTS) == config.OUTPUTS


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_has_jobs(name: str) -> None:
    loaded, faults = load("site.yaml", SITE)
    assert loaded is not None
    assert faults == []
    expected = {
        "atom": ["news@ar", "news@fr"],
        "jsonfeed": ["news@ar", "news@fr"],
        "manifest": ["ar", "fr"],
        "headers-apache": [],  # `redirects-apache` writes that file
        "search": ["ar", "fr"],
        "qr": [],
    }
    assert list(output(name).jobs(Site(loaded))) == expected.get(name, [""])


def test_robots_names_the_map() -> None:
    ((path, content),) = robots.run(reading(bilingual("/sub/")), "").outputs
    assert path == "robots.txt"
    assert content == (b"User-agent: *\nAllow: /\n\nSitemap: https://example.org/sub/sitemap.xml\n")


def test_robots_names_no_map_that_is_not_there() -> None:
    facts = bilingual() | {("config", "outputs"): ("robots",)}
    assert robots.run(reading(facts), "").outputs == (("robots.txt", b"User-agent: *\nAllow: /\n"),)


def test_manifest() -> None:
    theme = (("colour", "#0b5345"), ("background", "#ffffff"), ("icon", "images/icon.svg"))
    facts = bilingual("/sub/") | {
        ("config", "theme"): theme,
        ("asset", "images/icon.svg"): "/sub/assets/images/icon.0123456789.svg",
    }
    ((path, content),) = manifest.run(reading(facts), "ar").outputs
    assert path == "ar/manifest.webmanifest"
    assert list(json.loads(content).items()) == [
        ("name", "دليل"),
        ("short_name", "دليل"),
        ("description", "وصف"),
        ("lang", "ar-MA"),
        ("dir", "rtl"),
        ("id", "/sub/ar/"),
        ("start_url", "/sub/ar/"),
        ("scope", "/sub/"),
        ("display", "minimal-ui"),
        ("theme_color", "#0b5345"),
        ("background_color", "#ffffff"),
        (
            "icons",
            [
                {
                    "src": "/sub/assets/images/icon.0123456789.svg",
                    "sizes": "any",
                    "type": "image/svg+xml",
                }
            ],
        ),
    ]


def test_pictures_of_the_icon_say_their_size() -> None:
    theme = (("icons", ("a.png", "no.png")), ("maskable", "b.png"))
    facts = bilingual() | {
        ("config", "theme"): theme,
        ("asset", "a.png"): "/assets/a.0123456789.png",
        ("asset", "no.png"): None,
        ("asset", "b.png"): "/assets/b.0123456789.png",
    }
    asked = reading(facts)
    head = bytes(16) + (192).to_bytes(4) + (180).to_bytes(4)
    with mock.patch.object(asked, "source", return_value=head):
        ((_, content),) = manifest.run(asked, "fr").outputs
    said = {"sizes": "192x180", "type": "image/png"}
    assert json.loads(content)["icons"] == [
        {"src": "/assets/a.0123456789.png"} | said,
        {"src": "/assets/b.0123456789.png"} | said | {"purpose": "maskable"},
    ]


def test_manifest_says_only_what_is_configured() -> None:
    ((_, content),) = manifest.run(reading(bilingual()), "fr").outputs
    assert not {"theme_color", "background_color", "icons"} & set(json.loads(content))


def test_an_icon_that_does_not_exist_is_not_claimed() -> None:
    facts = bilingual() | {("config", "theme"): (("icon", "x.png"),), ("asset", "x.png"): None}
    ((_, content),) = manifest.run(reading(facts), "fr").outputs
    assert "icons" not in json.loads(content)

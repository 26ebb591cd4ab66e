"""Pictures and recordings in a browser: what is loaded, when, and how it reads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import building
from tests.browser.engines import axe, ibm
from tests.browser.served import NewContext, Served
from tests.samples import photographed
from tests.serving import Host

SIZES = {
    "phone": (360, 2, "avif", 960),
    "small": (320, 1, "avif", 320),
    "desk": (1280, 1, "avif", 640),
}
FRONT = """\
audio: {file: guide.wav, transcript: "#les-etapes"}
sign_film:
  file: film.webm
  language: langue des signes marocaine
  duration: 1:05
  transcript: "#les-etapes"
  poster: film.jpg
  captions: {fr: film.fr.vtt, ar: film.ar.vtt}
"""
TEXT = "## Les étapes {#les-etapes}\n\n![Des collines](hills.jpg)\n\n![La rue](street.jpg)\n"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, server: Host) -> Iterator[Served]:
    """The project's own site, one page of which has pictures, recordings and an older form."""
    folder = tmp_path_factory.mktemp("recorded")
    site = building.copy_site(building.PROJECT, folder / "site")
    samples = building.PROJECT / "tests/sites"
    for name in ("guide.wav", "film.webm", "film.jpg", "film.fr.vtt", "film.ar.vtt"):
        shutil.copy(samples / "media/content" / name, site / "content" / name)
    shutil.copy(samples / "pictures/content/street.jpg", site / "content")
    (site / "content/hills.jpg").write_bytes(photographed(1400, 200))
    for lang, title in (("ar", "تسجيلات"), ("fr", "Enregistrements")):
        day = {"ar": "2026-03-01", "fr": "2026-04-05"}[lang]
        front = f"---\ntitle: {title}\ndescription: {title}.\nupdated: {day}\n{FRONT}---\n\n"
        (site / f"content/recorded.{lang}.md").write_text(front + TEXT, "utf-8")
    with (site / "content/data/translated.yaml").open("a", encoding="utf-8") as memory:
        memory.write('"recorded@fr": 2026-03-01 00000000\n')
    tree = building.run_cli(site, base_url="http://127.0.0.1/").output
    yield Served(tree, server.mount(tree))
    shutil.rmtree(folder)


@pytest.mark.parametrize("lang", ["ar", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
def test_recordings_are_accessible_and_fit(
    recorded: Served, context: NewContext, lang: str, width: int
) -> None:
    page = context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{recorded.address}{lang}/recorded/")
    assert axe(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert ibm(page) == []
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for each in page.locator("audio, video").all():
        box = each.bounding_box()
        assert box is not None
        assert box["width"] <= width


def test_the_older_form_names_both_dates_and_what_changed(recorded: Served, page: Page) -> None:
    page.goto(f"{recorded.address}ar/recorded/")
    notice = page.locator(".callout", has_text="توجد صيغة أحدث")
    text = notice.inner_text()
    assert "فاتح مارس 2026" in text or "1 مارس 2026" in text
    assert "5 أبريل 2026" in text
    changed = notice.get_by_role("list").get_by_role("link")
    assert changed.all_inner_texts() == ["Les étapes"]
    assert changed.evaluate("a => [a.closest('[lang]').lang, getComputedStyle(a).direction]") == [
        "fr",
        "ltr",
    ]
    changed.click()
    assert page.url.endswith("/fr/recorded/#les-etapes")
    assert page.locator(".callout", has_text="plus récente").count() == 0


def test_nothing_is_loaded_before_the_click_but_what_is_seen(recorded: Served, page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.goto(f"{recorded.address}fr/recorded/", wait_until="networkidle")
    assert not [name for name in loaded if name.endswith((".wav", ".webm"))]
    assert [name.partition("-")[0] for name in loaded if name.endswith(".avif")][:1] == ["hills"]


def test_size_and_length_stand_before_the_click(recorded: Served, page: Page) -> None:
    page.goto(f"{recorded.address}fr/recorded/")
    sound, film = (each.inner_text() for each in page.locator(".media figcaption").all())
    assert sound == "Écouter cette page\n2\u00a0secondes · 16\u00a0ko"
    assert film == (
        "Voir cette page en langue des signes (langue des signes marocaine)\n"
        "1\u00a0minute et 5\u00a0secondes · 1\u00a0ko"
    )
    missing = page.locator(".page-forms p").inner_text()
    assert missing == "Pas encore disponibles\u00a0: version facile à lire."
    page.goto(f"{recorded.address}ar/recorded/")
    assert "16 كيلوبايت" in page.locator(".media figcaption").first.inner_text()


def test_the_film_plays_with_its_captions(recorded: Served, page: Page) -> None:
    page.goto(f"{recorded.address}fr/recorded/")
    film = page.locator("video")
    assert film.evaluate("e => [...e.textTracks].map(t => [t.language, t.label, t.mode])") == [
        ["fr", "Français", "showing"],
        ["ar", "العربية", "disabled"],
    ]
    film.evaluate("e => { e.muted = true; return e.play() }")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 1")
    assert film.evaluate("e => e.error") is None
    assert film.evaluate("e => e.videoWidth") == 160


def test_the_sound_plays(recorded: Served, page: Page) -> None:
    page.goto(f"{recorded.address}fr/recorded/")
    page.locator("audio").evaluate("e => { e.muted = true; return e.play() }")
    page.wait_for_function("document.querySelector('audio').duration === 2")


@pytest.mark.parametrize("screen", SIZES)
def test_a_browser_loads_the_picture_that_fits(
    recorded: Served, context: NewContext, screen: str
) -> None:
    width, density, suffix, most = SIZES[screen]
    page = context(viewport={"width": width, "height": 800}, device_scale_factor=density).new_page()
    page.goto(f"{recorded.address}fr/recorded/", wait_until="networkidle")
    first = page.locator(".prose img").first
    loaded = first.evaluate("e => e.currentSrc.split('/').pop()")
    assert loaded.endswith(f".{suffix}")
    assert int(loaded.partition("-")[2].partition(".")[0]) <= most
    box = first.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 7) < 0.1  # its own shape, whatever is loaded


def test_a_picture_stands_upright(recorded: Served, page: Page) -> None:
    page.goto(f"{recorded.address}fr/recorded/")
    street = page.locator(".prose img").nth(1)
    street.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('.prose img')[1].complete")
    box = street.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (360, 480)


def test_the_real_site_shows_no_recording(site: Served) -> None:
    for path in Path(site.tree).rglob("index.html"):
        text = path.read_text("utf-8")
        assert "<audio" not in text, path
        assert "<video" not in text, path

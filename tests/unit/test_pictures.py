"""Images beside the pages: their widths, their formats, and what is no longer in them."""

import io
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image, ImageCms

from dalil.ledger import SiteKey
from dalil.pictures import Picture, opened, saved, upright, whole, widths_of
from dalil.shards import Memory
from dalil.work import work
from tests import tiny
from tests.samples import drawing, moving, photo, photographed, written

BODY = "![Les collines](a.jpg)\n\n[La photo](a.jpg)"
PHOTO = photographed(500, 300)


def site(root: Path, images: str = "", **changes: bytes) -> Path:
    """The small site with images at the root of its content, under their names."""
    files = {f"content/{name.replace('_', '.')}": content for name, content in changes.items()}
    settings = {"site.yaml": tiny.SITE + tiny.MENUS + images}
    return tiny.lay_out(root, {**settings, **files})


def pictures(root: Path) -> dict[str, Picture]:
    values = tiny.values(tiny.known_of(root)).items()
    return {path: Picture(*value) for (kind, path), value in values if kind == "picture"}


def shown(root: Path) -> dict[str, Image.Image]:
    """Every image of the tree that a build makes, by its path without the fingerprint."""
    assert tiny.built(root).published
    found: dict[str, Image.Image] = {}
    for path, content in tiny.tree(root / "output").items():
        if path.startswith("assets/") and not path.endswith(".svg"):
            stem, _, suffix = path.removeprefix("assets/").rsplit(".", 2)
            found[f"{stem}.{suffix}"] = Image.open(io.BytesIO(content))
    return found


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (2000, [320, 640, 1280]),
        (1280, [320, 640, 1280]),
        (700, [320, 640, 700]),
        (320, [320]),
        (100, [100]),
    ],
)
def test_no_width_is_more_than_the_image_has(width: int, expected: list[int]) -> None:
    assert widths_of(width, (640, 320, 1280)) == expected


def test_a_photo_has_every_format_in_every_width(tmp_path: Path) -> None:
    made = shown(site(tmp_path, "images: {widths: [100, 200, 400]}\n", a_jpg=PHOTO))
    assert {name: image.size for name, image in made.items()} == {
        f"a-{width}.{suffix}": (width, width * 3 // 5)
        for width, suffixes in {
            100: ("avif", "webp"),
            200: ("avif", "webp"),
            400: ("avif", "webp", "jpg"),
        }.items()
        for suffix in suffixes
    }
    assert {made[f"a-400.{s}"].format for s in ("avif", "webp", "jpg")} == {"AVIF", "WEBP", "JPEG"}


def test_nothing_is_left_of_the_camera_and_the_place(tmp_path: Path) -> None:
    root = site(tmp_path, a_jpg=PHOTO)
    (root / "content/about.fr.md").write_text(tiny.page("À propos", BODY), "utf-8")
    made = shown(root)
    assert "a.jpg" in made  # the text links to it
    for name, image in made.items():
        assert not image.getexif(), name
        assert not image.info.keys() & {"exif", "icc_profile", "xmp", "comment"}, name
    assert all(b"Example camera" not in c for c in tiny.tree(root / "output").values())
    assert b"Example camera" in PHOTO


def test_without_a_link_the_whole_image_is_not_put_out(tmp_path: Path) -> None:
    assert "a.jpg" not in shown(site(tmp_path, a_jpg=PHOTO))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    image = opened(photographed(90, 60, orientation))
    assert image is not None
    made = upright(image)
    assert made.size == ((90, 60) if orientation < 5 else (60, 90))
    corner = {1: (0, 0), 2: (89, 0), 3: (89, 59), 4: (0, 59)}
    corner |= {5: (0, 0), 6: (59, 0), 7: (59, 89), 8: (0, 89)}
    assert made.getpixel(corner[orientation]) == image.getpixel((0, 0))
    again = opened(whole(photographed(90, 60, orientation)))
    assert again is not None
    assert (again.size, dict(again.getexif())) == (made.size, {})


def in_srgb(profile: bytes) -> Image.Image:
    image = opened(written(Image.new("RGB", (4, 4), (200, 30, 60)), "PNG", icc_profile=profile))
    assert image is not None
    made = upright(image)
    assert (made.mode, made.info) == ("RGB", {})
    return made


def test_colours_become_those_of_the_web() -> None:
    web = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = web.replace(b"rXYZ", b"-XYZ").replace(b"bXYZ", b"rXYZ").replace(b"-XYZ", b"bXYZ")
    for profile, expected in ((web, (200, 30, 60)), (turned, (60, 30, 200))):
        found = in_srgb(profile).getpixel((1, 1))
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 2, found


def test_a_profile_that_does_not_fit_is_left_out() -> None:
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (other, b"no profile"):
        assert in_srgb(profile).getpixel((1, 1)) == (200, 30, 60)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("1", "L"), ("L", "L"), ("LA", "RGB"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGB")],
)
def test_pixels_of_every_kind(mode: str, expected: str) -> None:
    image = opened(written(photo(20, 10).convert(mode), "PNG"))
    assert image is not None
    assert upright(image).mode == expected


def test_ink_becomes_light() -> None:
    image = opened(written(photo(20, 10, "CMYK"), "JPEG"))
    assert image is not None
    assert upright(image).mode == "RGB"


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    plan = drawing(300, 200)
    made = shown(site(tmp_path, "images: {widths: [80, 300]}\n", plan_png=written(plan, "PNG")))
    assert "plan-300.webp" in made
    assert not [name for name in made if name.endswith("avif")]  # it would blur the lines
    for name, image in made.items():
        assert image.convert("RGBA").getchannel("A").getextrema()[0] == 0, name
    assert made["plan-300.webp"].convert("RGBA").getpixel((150, 100)) == plan.getpixel((150, 100))


def test_a_narrower_file_is_lighter_or_is_not(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        "images: {widths: [80, 160, 300]}\n",
        plan_png=written(drawing(500, 300), "PNG"),
        a_jpg=PHOTO,
    )
    for path, picture in pictures(root).items():
        assert picture.sources, path
        tree = built_tree(root)
        weights = [[len(tree[file]) for file, _ in files] for _, files in picture.sources]
        assert all(each == sorted(each) for each in weights)
        widest = [each[-1] for each in weights]
        assert [*widest, len(tree[picture.file])] == sorted([*widest, len(tree[picture.file])])


def built_tree(root: Path) -> dict[str, bytes]:
    tiny.built(root)
    return tiny.tree(root / "output")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a_gif", moving()),
        ("a_png", written(Image.new("RGB", (40, 60), "red"), "PNG")),
        ("a_png", written(photo(200, 100, "L").convert("I;16"), "PNG")),
        ("a_svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>"),
    ],
    ids=["moving", "little", "grey of 16 bits", "SVG"],
)
def test_some_images_stay_as_they_are(tmp_path: Path, name: str, content: bytes) -> None:
    root = site(tmp_path, "", **{name: content})
    path = f"content/{name.replace('_', '.')}"
    assert pictures(root)[path].file == ""
    kept = [c for p, c in built_tree(root).items() if p.startswith("assets/a.")]
    assert kept == [content]


def test_a_site_may_leave_its_images_alone(tmp_path: Path) -> None:
    root = site(tmp_path, "images: {widths: []}\n", a_jpg=PHOTO)
    assert pictures(root)["content/a.jpg"] == Picture(phone=len(PHOTO))


def test_an_image_without_modern_formats_is_an_image(tmp_path: Path) -> None:
    root = site(tmp_path, "images: {formats: []}\n", a_jpg=PHOTO)
    picture = pictures(root)["content/a.jpg"]
    assert (picture.width, picture.height, picture.sources) == (500, 300, ())
    assert picture.phone == len(built_tree(root)[picture.file])


def test_the_image_of_a_modern_format_has_an_old_one(tmp_path: Path) -> None:
    plain, clear = photo(300, 200), drawing(300, 200)
    root = site(
        tmp_path,
        a_webp=written(plain, "WEBP", quality=90),
        b_webp=written(clear, "WEBP", lossless=True),
        c_avif=written(plain, "AVIF"),
    )
    files = {path[-6:]: picture.file.rpartition(".")[2] for path, picture in pictures(root).items()}
    assert files == {"a.webp": "jpg", "b.webp": "png", "c.avif": "jpg"}


@pytest.mark.parametrize("end", [200, 2000, len(PHOTO) // 2])
def test_half_an_image_is_a_fault(tmp_path: Path, end: int) -> None:
    outcome = tiny.built(site(tmp_path, a_jpg=PHOTO[:end]))
    assert {(d.code, d.path) for d in outcome.diagnostics} == {
        ("image-unreadable", "content/a.jpg")
    }


def test_the_same_image_makes_the_same_bytes() -> None:
    for suffix in ("avif", "webp", "jpg", "png"):
        assert saved(photo(90, 60), suffix, 60) == saved(photo(90, 60), suffix, 60)


def test_an_edit_of_a_text_makes_no_picture_again(tmp_path: Path) -> None:
    root = site(tmp_path, a_jpg=PHOTO)
    about = root / "content/about.fr.md"
    about.write_text(tiny.page("À propos", BODY), "utf-8")
    first = work(tiny.task_of(root), Memory({}, SiteKey()), {}, (), tiny.quiet)
    about.write_text(tiny.page("Autre titre", BODY + "\n\nEncore."), "utf-8")
    task = tiny.task_of(root)
    stored = {path.name for path in task.store.iterdir()}
    second = work(task, first.memory, {}, stored, tiny.quiet)
    assert ("prose", "about@fr") in second.changed
    assert [job for job in second.changed if job[0] in ("picture", "asset")] == []


def test_another_setting_makes_them_again(tmp_path: Path) -> None:
    root = site(tmp_path, a_jpg=PHOTO)
    before = set(built_tree(root))
    (root / "site.yaml").write_text(tiny.SITE + tiny.MENUS + "images: {widths: [100]}\n", "utf-8")
    after = set(built_tree(root))
    assert {path for path in after if "/a-" in path} == after - before
    assert {path.partition(".")[0] for path in after - before} == {"assets/a-100"}


def test_two_pictures_are_worth_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Pool(ProcessPoolExecutor):
        def __init__(self, workers: int, *args: Any) -> None:
            started.append(workers)
            super().__init__(workers, *args)

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    trees = []
    for workers in (1, 2):
        root = site(tmp_path / str(workers), a_jpg=PHOTO, b_jpg=photographed(90, 60))
        assert tiny.built(root, workers=workers).published
        trees.append(tiny.tree(root / "output"))
    assert started == [2]
    assert trees[0] == trees[1]


def test_copies_of_an_image_are_no_collision(tmp_path: Path) -> None:
    root = site(tmp_path, a_jpg=PHOTO, a_jpeg=PHOTO)
    assert tiny.built(root).diagnostics == ()
    assert len({picture.file for picture in pictures(root).values()}) == 2


def test_a_phone_loads_what_fills_it(tmp_path: Path) -> None:
    root = site(tmp_path, "images: {widths: [50, 640, 700]}\n", a_jpg=photographed(800, 100))
    picture = pictures(root)["content/a.jpg"]
    best = {width: file for file, width in picture.sources[0][1]}
    assert set(best) == {50, 640, 700}
    assert picture.phone == len(built_tree(root)[best[640]])


def test_a_heavy_image_is_over_its_budget(tmp_path: Path) -> None:
    root = site(tmp_path, "budgets: {image: 1}\n", a_jpg=PHOTO, b_jpg=photographed(20, 10))
    (told,) = tiny.built(root).diagnostics
    assert (told.code, told.path) == ("budget-exceeded", "content/a.jpg")
    found = pictures(root)["content/a.jpg"].phone / 1000
    assert dict(told.args) == {"budget": "image", "found": f"{found:.1f}", "allowed": "1"}


@pytest.mark.parametrize(
    "setting",
    ["widths: [0]", "widths: [20000]", "quality: {webp: 0}", "quality: {avif: 101}"],
)
def test_settings_that_make_no_image(tmp_path: Path, setting: str) -> None:
    (told,) = tiny.built(site(tmp_path, f"images: {{{setting}}}\n")).diagnostics
    assert (told.code, told.path, told.line > 1) == ("value-type", "site.yaml", True)


def test_a_page_offers_every_file(tmp_path: Path) -> None:
    root = site(tmp_path, "images: {widths: [100, 200], sizes: 90vw}\n", a_jpg=PHOTO)
    (root / "content/a.jpg").rename(root / "content/la rue, été.jpg")
    body = "![Les collines](la%20rue,%20été.jpg)"
    (root / "content/about.fr.md").write_text(tiny.page("À propos", body), "utf-8")
    tree = built_tree(root)
    html = tree["fr/about/index.html"].decode()
    found = re.findall(r'<source sizes="90vw" srcset="([^"]+)" type="image/(avif|webp)">', html)
    assert [kind for _, kind in found] == ["avif", "webp"]
    for srcset, _ in found:
        candidates = [each.split(" ") for each in srcset.split(", ")]
        assert [width for _, width in candidates] == ["100w", "200w"]
        for url, width in candidates:
            path = unquote(url).removeprefix("/sub/")
            assert Image.open(io.BytesIO(tree[path])).width == int(width[:-1])
    (image,) = re.findall(r"<img [^>]*>", html)
    assert ('width="200"' in image, 'height="120"' in image, "lazy" in image) == (True, True, False)


def test_one_file_needs_no_sizes(tmp_path: Path) -> None:
    root = site(tmp_path, a_jpg=photographed(90, 60))
    (root / "content/about.fr.md").write_text(tiny.page("À propos", "![La rue](a.jpg)"), "utf-8")
    html = built_tree(root)["fr/about/index.html"].decode()
    assert re.search(r'<source srcset="/sub/assets/a-90\.\w+\.\w+" type="image/\w+">', html)
    assert "sizes=" not in html

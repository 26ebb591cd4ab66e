"""Pictures: images beside the pages, made into what a browser should load.

Each gets several widths and lighter formats, beside a file that every browser knows; upright, in
the colours of the web (sRGB), and silent about the camera and the place. They are made ahead of the
texts, so that a page names only what is there. Animated images and drawings (SVG) stay as they are.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dalil.budgets import packed
from dalil.diagnostics import fault
from dalil.disk import fingerprint
from dalil.facts import Reading, Result
from dalil.names import CONTENT, kind
from dalil.urls import plain_name

if TYPE_CHECKING:
    from PIL.Image import Image

    from dalil.questions import Known

_LITTLE = 4000
"""Bytes of an image that a few packets bring: a second format would gain nothing."""
_PHONE = 640
"""Pixels that a phone fills which is 360 wide at double density, less the margins of a page."""
_WHOLE = 90
"""JPEG's quality for the image that a text links to: readers want to see it large."""
_PLAIN = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "png"}
"""What Pillow calls the formats that every browser knows → the one in which we write them."""
_MOVING = ("GIF", "WEBP", "AVIF", "PNG")
_TELLING = frozenset({"exif", "icc_profile", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"})


class Picture(NamedTuple):
    """One image as pages show it."""

    width: int = 0
    height: int = 0
    file: str = ""
    """Path, in the tree, of what every browser can show; "" when the image stays as it is."""
    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """(Media type, ((path, width), …)), the best format first."""
    phone: int = 0
    """Bytes that a phone loads."""


def picture_jobs(known: Known) -> list[str]:
    """Every image beside the pages."""
    return [path for path in known.sources if path.startswith(CONTENT) and kind(path) == "image"]


def run_picture(reading: Reading, path: str) -> Result:
    """All files of one image. The value is its `Picture`."""
    content = reading.source(path)
    settings = dict(reading.ask("config", "images"))
    if path.lower().endswith(".svg"):
        return Result(value=Picture(phone=packed(content)))
    image = opened(content)
    if image is None:
        return Result(diagnostics=(fault("image-unreadable", path),), value=Picture())
    if not settings["widths"] or _stays(image, content):
        return Result(value=Picture(phone=len(content)))
    made, picture = _made(path.removeprefix(CONTENT), image, content, settings)
    return Result(tuple(made.items()), value=picture)


def whole(content: bytes) -> bytes:
    """An image in full size for those who follow a link to it: upright, and silent."""
    image = opened(content)
    if image is None or _is_bare(image) or _is_fixed(image):
        return content
    suffix = _PLAIN.get(image.format or "", (image.format or "").lower())
    if suffix not in ("jpg", "png", "webp", "avif"):
        return content
    return saved(upright(image), suffix, _WHOLE)


def opened(content: bytes) -> Image | None:
    """An image with all its pixels; None when it is damaged."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(content))
        image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return None
    except (SyntaxError, EOFError, struct.error):  # Pillow's word for some broken files
        return None
    return image


def _stays(image: Image, content: bytes) -> bool:
    """Whether an image is put out as it is: it cannot be remade, or is light and bare."""
    if _is_fixed(image):
        return True
    return image.format in _PLAIN and len(content) <= _LITTLE and _is_bare(image)


def _is_fixed(image: Image) -> bool:
    """Whether an image moves, or has more levels of grey than we write."""
    # A camera's MPO has several pictures too, but shows one.
    moving = image.format in _MOVING and getattr(image, "n_frames", 1) > 1
    return moving or image.mode[0] in "IF"


def _is_bare(image: Image) -> bool:
    """Whether a file says nothing but its pixels."""
    said = image.info.keys() & _TELLING or getattr(image, "text", None) or image.getexif()
    return not said


def upright(image: Image) -> Image:
    """An image turned as it is to be seen, in sRGB, with nothing but its pixels."""
    from PIL import ImageOps

    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in ("P", "PA", "LA") or (image.mode != "RGBA" and image.has_transparency_data):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile:
        image = _in_srgb(image, profile)
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image = image.copy()
    image.info.clear()
    return image


def _in_srgb(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        web = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        return ImageCms.profileToProfile(image, own, web, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):  # a profile for other colours, or no profile at all
        return image


def saved(image: Image, suffix: str, quality: int, *, exact: bool = False) -> bytes:
    """An image as a file; the same image, the same bytes."""
    options: dict[str, Any] = {
        "avif": {"format": "AVIF", "quality": quality, "speed": 6, "max_threads": 1},
        "webp": {"format": "WEBP", "quality": quality, "lossless": exact, "method": 4},
        "jpg": {"format": "JPEG", "quality": quality, "progressive": True, "optimize": True},
        "png": {"format": "PNG", "optimize": True},
    }[suffix]
    made = io.BytesIO()
    image.save(made, **options)
    return made.getvalue()


def _made(
    name: str, image: Image, content: bytes, settings: Mapping[str, Any]
) -> tuple[dict[str, bytes], Picture]:
    """The files of an image (path → bytes), and its `Picture`."""
    shown = upright(image)
    quality = dict(settings["quality"])
    exact = shown.getcolors(256) is not None  # a drawing: every pixel counts
    sizes = {width: _narrowed(shown, width) for width in widths_of(shown.width, settings["widths"])}
    widest = max(sizes)
    suffix, plain = _plain(image, sizes[widest], content, quality["jpeg"])
    wanted = [each for each in settings["formats"] if not (exact and each == "avif")]  # it blurs

    def save(image: Image, suffix: str) -> bytes:
        return saved(image, suffix, quality[suffix], exact=exact)

    formats = _lighter(sizes, wanted, save, len(plain))
    files: dict[str, bytes] = {}

    def put(width: int, suffix: str, file: bytes) -> str:
        stem = plain_name(name).rpartition(".")[0]
        digest = fingerprint(name.encode() + file)  # copies of one image keep apart
        path = f"assets/{stem}-{width}.{digest[:10]}.{suffix}"
        files[path] = file
        return path

    sources = tuple(
        (f"image/{each}", tuple((put(width, each, file), width) for width, file in made.items()))
        for each, made in formats.items()
    )
    best = next(iter(formats.values()), {widest: plain})
    phone = min((width for width in best if width >= _PHONE), default=widest)
    shape = sizes[widest].size
    return files, Picture(*shape, put(widest, suffix, plain), sources, len(best[phone]))


def widths_of(width: int, wanted: tuple[int, ...]) -> list[int]:
    """The widths of an image's files: those wanted, and its own when it is less than the widest."""
    smaller = sorted({each for each in wanted if each < width})
    return smaller if width > max(wanted) else [*smaller, width]


def _narrowed(image: Image, width: int) -> Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), reducing_gap=3)


def _plain(image: Image, shown: Image, content: bytes, quality: int) -> tuple[str, bytes]:
    """(Suffix, bytes) of the file for every browser: the editor's own when none is better."""
    suffix = _PLAIN.get(image.format or "") or ("png" if shown.mode == "RGBA" else "jpg")
    made = saved(shown, suffix, quality)
    own = image.format in ("JPEG", "PNG") and image.size == shown.size and _is_bare(image)
    return suffix, content if own and len(content) <= len(made) else made


def _lighter(
    sizes: Mapping[int, Image], wanted: list[str], save: Callable[[Image, str], bytes], most: int
) -> dict[str, dict[int, bytes]]:
    """Format → width → file, for the formats that are lighter than all that come after them."""
    from PIL import features

    found: dict[str, dict[int, bytes]] = {}
    for suffix in reversed(wanted):
        if not features.check(suffix):
            continue
        made: dict[int, bytes] = {}
        for width in sorted(sizes, reverse=True):
            file = save(sizes[width], suffix)
            if len(file) < min(map(len, made.values()), default=most):
                made[width] = file  # lines that are drawn smaller may weigh more: no file then
            elif not made:
                break
        if made:
            most = len(made[max(made)])
            found = {suffix: dict(sorted(made.items()))} | found
    return found

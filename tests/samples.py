"""Images and sounds for tests, made by code.

`python -m tests.samples` writes those of `tests/sites/pictures` and `tests/sites/media` again.
"""

import io
import math
import wave
from pathlib import Path

from PIL import Image, ImageDraw

SITES = Path(__file__).parent / "sites"
TURNED = 6  # EXIF: the camera was held upright, so the picture must be turned to the right
_ORIENTATION, _CAMERA, _PLACE = 0x0112, 0x0110, 0x8825


def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture of many colours: waves, like hills, a different one on every side."""
    image = Image.new("RGB", (width, height))
    image.putdata(
        [
            (
                int(127 + 120 * math.sin(x / 17 + y / 40)),
                int(255 * y / height),
                int(127 + 100 * math.cos(x * y / 900)),
            )
            for y in range(height)
            for x in range(width)
        ]
    )
    return image.convert(mode)


def photographed(width: int, height: int, orientation: int = 1) -> bytes:
    """A photo as a camera writes it: with its name, the place, and how it was held."""
    image = photo(width, height)
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_CAMERA] = "Example camera"
    exif[_PLACE] = {1: "N", 2: (34.0, 1.0, 0.0), 3: "W", 4: (6.0, 50.0, 0.0)}
    return written(image, "JPEG", quality=90, exif=exif)


def drawing(width: int, height: int) -> Image.Image:
    """A plan: a few colours, thin lines, nothing behind them."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for step in range(0, width, 7):
        pen.line((step, 0, width - step, height), fill=(15, 76, 92, 255), width=1)
        pen.ellipse((step, step // 3, step + 60, step // 3 + 40), outline=(181, 71, 8, 255))
    return image


def moving() -> bytes:
    """Two pictures, one after the other."""
    first, second = Image.new("P", (12, 8), 0), Image.new("P", (12, 8), 1)
    for each in (first, second):
        each.putpalette([15, 76, 92, 255, 255, 255])
    return written(first, "GIF", save_all=True, append_images=[second], duration=900, loop=1)


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def tone(seconds: float, rate: int = 8000) -> bytes:
    """A sound: an A, as a WAV."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        count = round(seconds * rate)
        wave_of = (int(128 + 60 * math.sin(n * 440 * math.tau / rate)) for n in range(count))
        sound.writeframes(bytes(wave_of))
    return made.getvalue()


def main() -> None:
    files = {
        "pictures/content/street.jpg": photographed(480, 360, TURNED),
        "pictures/content/plan.png": written(drawing(500, 300), "PNG"),
        "pictures/content/door.png": written(Image.new("RGB", (40, 60), "#b54708"), "PNG"),
        "pictures/content/lamp.gif": moving(),
        "media/content/guide.wav": tone(2),
        "media/content/film.jpg": written(photo(160, 120), "JPEG", quality=60),
    }
    for path, content in files.items():
        (SITES / path).parent.mkdir(parents=True, exist_ok=True)
        (SITES / path).write_bytes(content)


if __name__ == "__main__":
    main()

"""The address of each page as a QR code."""

from pathlib import Path
from xml.etree import ElementTree as ET

from dalil.outputs.qr import code
from tests import tiny


def test_every_published_page_has_its_code(tmp_path: Path) -> None:
    config = tiny.SITE.replace("outputs: []", "outputs: [qr]") + tiny.MENUS
    root = tiny.lay_out(tmp_path, {"site.yaml": config, "content/about.ar.md": None})
    tiny.built(root)
    tree = tiny.tree(root / "output")
    codes = {path for path in tree if path.endswith("qr.svg")}
    assert codes == {"ar/qr.svg", "fr/qr.svg", "fr/about/qr.svg"}
    assert tree["fr/about/qr.svg"] == code("https://www.example.org/sub/fr/about/")


def test_a_code_scales_and_has_its_quiet_zone() -> None:
    svg = ET.fromstring(code("https://www.example.org/"))
    x, y, width, height = map(int, svg.attrib["viewBox"].split())
    assert (x, y) == (0, 0)
    assert width == height == 25 + 2 * 4  # version 2 is 25 modules wide
    assert "width" not in svg.attrib


def test_another_address_is_another_code() -> None:
    assert code("https://www.example.org/a") != code("https://www.example.org/b")
    assert code("https://www.example.org/a") == code("https://www.example.org/a")

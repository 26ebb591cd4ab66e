"""The fonts that are cut for the site hold every character that its pages say in their language."""

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from dalil.fonts import characters
from tests.building import PROJECT
from tests.crawling import words
from tests.pages import readable

# Latin letters in Arabic text are names: the device's own font shows them.
NAMES = {*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250)}
# What has no shape of its own: joiners, directional marks, line breaks, narrow spaces.
SHAPELESS = {9, 10, 13, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060,
             *range(0x2066, 0x206A), 0x202F, 0x2009}  # fmt: skip
FONTS = {"ar": ("arabic", "digits"), "fr": ("latin",)}


@pytest.mark.parametrize("language", FONTS)
def test_every_character_has_a_shape(language: str, built_real_site: Path) -> None:
    declared = yaml.safe_load((PROJECT / "site.yaml").read_text("utf-8"))["fonts"]
    shaped = set(SHAPELESS) | (NAMES if language == "ar" else set())
    for name in FONTS[language]:
        shaped |= characters(declared[f"fonts/{name}.woff2"]["unicode_range"])
    missing: dict[str, str] = {}
    counts: dict[str, int] = defaultdict(int)
    for page in readable(built_real_site):
        if page.language != language:
            continue
        for text, lang, _ in words(built_real_site / page.path):
            if lang == language:
                for character in {*text} - {chr(code) for code in shaped}:
                    missing.setdefault(character, f"{page.url}: {text[:60]}")
                    counts[character] += 1
    assert not missing, "\n".join(
        f"U+{ord(each):04X} {each} in {counts[each]} texts: {where}"
        for each, where in sorted(missing.items())
    )

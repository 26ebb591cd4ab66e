"""The corpus: the same bilingual pages for every generator, made from a seed.

A corpus of ``n`` pages has ``n / 2`` keys, each in Arabic and in French: the home page, the index
pages of the sections, and ordinary pages spread over the sections. Each page draws from a random
stream of its own (seed, language, key), so a page does not depend on which others are made.
"""

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from bench.arabic import ARABIC
from bench.french import FRENCH
from bench.words import Words

WORDS = {"ar": ARABIC, "fr": FRENCH}
LANGUAGES = tuple(WORDS)
SECTION_COUNT = 12
_LINK = re.compile(r"\]\(@([^)]+)\)")


class Size(NamedTuple):
    """How many pages (both languages counted) a corpus has, and how long their bodies are.

    A body ends with the part in which it passes its goal, a number of bytes between the two
    bounds; so it is up to 1,700 bytes longer.
    """

    name: str
    pages: int
    lowest_goal: int
    highest_goal: int


class Page(NamedTuple):
    """One page in one language; links to other pages stand in ``body`` as ``](@key)``."""

    key: str
    lang: str
    title: str
    description: str
    date: str
    order: int
    body: str


SIZES = {
    size.name: size
    for size in (
        Size("tiny", 40, 1_500, 1_900),
        Size("small", 1_000, 1_500, 1_900),
        Size("large", 1_000, 7_000, 11_300),
        Size("huge", 10_000, 7_000, 11_300),
    )
}


def section_key(number: int) -> str:
    """The key of a section's index page; sections count from 1."""
    return f"section-{number:02}/index"


def page_keys(size: Size) -> list[str]:
    """All keys of a corpus: home, section indexes, then ordinary pages, a section each in turn."""
    keys = ["index"] + [section_key(number) for number in range(1, SECTION_COUNT + 1)]
    rest = range(size.pages // len(LANGUAGES) - len(keys))
    return keys + [
        f"section-{number % SECTION_COUNT + 1:02}/page-{number + 1:04}" for number in rest
    ]


def url_path(key: str, lang: str) -> str:
    """The address that every generator must give a page, without host: ``/ar/section-01/``."""
    folder = key.removesuffix("index").removesuffix("/")
    return f"/{lang}/{folder}/" if folder else f"/{lang}/"


def with_links(body: str, target: Callable[[str], str]) -> str:
    """The body with each link's key replaced by what ``target`` makes of it."""
    return _LINK.sub(lambda match: f"]({target(match[1])})", body)


def pages(size: Size, seed: int = 1) -> Iterator[Page]:
    """The pages of a corpus, in the order of their keys, Arabic before French."""
    keys = page_keys(size)
    for position in range(len(keys)):
        for lang in LANGUAGES:
            yield _page(size, seed, keys, position, lang)


def _page(size: Size, seed: int, keys: list[str], position: int, lang: str) -> Page:
    key, words = keys[position], WORDS[lang]
    random = Random(f"{seed}:{lang}:{key}")
    # The following page is always linked, so that no page is an orphan.
    following = keys[(position + 1) % len(keys)]
    targets = [following, *(target for target in random.sample(keys, 8) if target != key)]
    goal = random.randint(size.lowest_goal, size.highest_goal)
    return Page(
        key=key,
        lang=lang,
        title=_title(words, random, position),
        description=_sentence(words, random).removesuffix("."),
        date=f"{random.randint(2018, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        order=position,
        body=_body(words, random, targets, goal),
    )


def _title(words: Words, random: Random, position: int) -> str:
    if position == 0:
        return words.home
    if position <= SECTION_COUNT:
        return words.sections[position - 1]
    return f"{random.choice(words.topics)} {position}"


def _body(words: Words, random: Random, targets: list[str], goal: int) -> str:
    """Paragraphs, then headed parts up to ``goal`` bytes; the first two have a table and a list."""
    headings = random.sample(words.facets, len(words.facets))
    subheadings = random.sample(words.topics, len(words.topics))
    extras = [_table, _bullets, _steps, _quote]
    blocks = [_paragraph(words, random), _see_also(words, random, targets[:2])]
    part = 0
    while sum(len(block.encode()) + 2 for block in blocks) < goal:
        turn, first = divmod(part, len(headings))
        suffix = f" {turn + 1}" if turn else ""
        blocks.append(f"## {headings[first]}{suffix}")
        if goal > 4_000:
            blocks.append(_paragraph(words, random))
            if part % 3 == 1:
                blocks.append(f"### {subheadings[first]}{suffix}")
            blocks.append(_paragraph(words, random))
        extra = extras[part] if part < 2 else random.choice(extras)
        blocks.append(extra(words, random))
        if part % 2:
            blocks.append(_see_also(words, random, targets))
        part += 1
    return "\n\n".join(blocks) + "\n"


def _sentence(words: Words, random: Random) -> str:
    opener = random.choice(words.openers) + words.comma + " "
    middle = f"{random.choice(words.subjects)} {random.choice(words.verbs)} "
    rest = f"{random.choice(words.objects)} {random.choice(words.means)}"
    closer = f"{words.comma} {random.choice(words.closers)}" if random.random() < 0.5 else ""
    return f"{opener}{middle}{rest}{closer}."


def _paragraph(words: Words, random: Random) -> str:
    sentences = [_sentence(words, random) for _ in range(random.randint(1, 3))]
    text = " ".join(sentences)
    for mark, phrases in (("**", words.subjects), ("*", words.means)):
        present = [phrase for phrase in phrases if phrase in text]
        if random.random() < 0.5:
            phrase = random.choice(present)
            text = text.replace(phrase, f"{mark}{phrase}{mark}", 1)
    return text


def _see_also(words: Words, random: Random, targets: list[str]) -> str:
    """A sentence with links to two other pages, and now and then to a law's text elsewhere."""
    chosen = random.sample(targets, 2)
    texts = random.sample(words.links, 3)
    links = [f"[{text}](@{key})" for text, key in zip(texts, chosen, strict=False)]
    if random.random() < 0.3:
        links.append(f"[{texts[2]}](https://example.org/{random.randint(1957, 2025)})")
    return f"{words.see} {f'{words.comma} '.join(links)}. {_sentence(words, random)}"


def _bullets(words: Words, random: Random) -> str:
    return "\n".join(f"- {item}" for item in random.sample(words.items, random.randint(3, 6)))


def _steps(words: Words, random: Random) -> str:
    count = random.randint(3, 4)
    return "\n".join(f"{number}. {_sentence(words, random)}" for number in range(1, count + 1))


def _quote(words: Words, random: Random) -> str:
    return f"> {_sentence(words, random)}"


def _table(words: Words, random: Random) -> str:
    rows = [list(words.columns), ["---"] * len(words.columns)]
    for place in random.sample(words.places, random.randint(3, 6)):
        year = random.randint(2015, 2025)
        counts = [str(random.randint(2, 90)), str(random.randint(100, 9999))]
        rows.append([place, *counts, f"**{year}**"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)

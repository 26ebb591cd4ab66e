"""What is wrong, where, and how bad: the faults of a site's author, as values.

A fault carries a code and the words that fill its message; the sentences stand in
`messages/<language>.yaml` and are loaded only when something is said, so that a good build
never pays for them. `dalil.reports` prints faults as text and for machines.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, cast

Severity = Literal["error", "warning", "note", "off"]
Overrides = Mapping[str, str]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note", "off")
LANGUAGES = ("en", "fr", "ar")
NO_OVERRIDES: Overrides = {}

_NEAR_ENOUGH = 0.66  # two letters of three


class Diagnostic(NamedTuple):
    """One fault of the site's author, at its place."""

    path: str  # posix, relative to the site's root: "content/a/b.fr.md"
    line: int  # 1-based; 0: the whole file
    column: int  # 1-based, in characters; 0: the whole line
    length: int  # characters to underline; at least 1 when there is a column
    code: str  # permanent: "link-unknown-page"
    args: tuple[tuple[str, str], ...]  # names and values that fill the message


class Counts(NamedTuple):
    """How many faults of each severity a report has."""

    errors: int
    warnings: int
    notes: int


class Advice(NamedTuple):
    """The sentences of one fault in one language; `nearest` is "" when nothing is near."""

    message: str
    hint: str
    nearest: str


def fault(
    code: str, path: str, line: int = 0, column: int = 0, length: int = 0, /, **args: str
) -> Diagnostic:
    """A diagnostic; a column without a length underlines one character."""
    if column and length < 1:
        length = 1
    return Diagnostic(path, line, column, length, code, tuple(sorted(args.items())))


def merge(*groups: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All diagnostics once, in the order of reports: path, line, column, code, args."""
    return tuple(sorted({each for group in groups for each in group}, key=_order))


def _order(each: Diagnostic) -> tuple[str, int, int, str, tuple[tuple[str, str], ...], int]:
    return (each.path, each.line, each.column, each.code, each.args, each.length)


def codes() -> tuple[str, ...]:
    """Every permanent code, sorted."""
    return tuple(sorted(catalogue("en")["codes"]))


def severity(code: str, overrides: Overrides = NO_OVERRIDES) -> Severity:
    """The severity that the site sets for a code, else the catalogue's (else an error)."""
    found = overrides.get(code) or catalogue("en")["codes"].get(code, {}).get("severity", "error")
    return cast(Severity, found)


def count(diagnostics: Iterable[Diagnostic], overrides: Overrides = NO_OVERRIDES) -> Counts:
    """The number of diagnostics by severity; those that are off are not counted."""
    found = [severity(each.code, overrides) for each in diagnostics]
    return Counts(found.count("error"), found.count("warning"), found.count("note"))


def has_errors(diagnostics: Iterable[Diagnostic], overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether a build with these diagnostics must not be published."""
    return any(severity(each.code, overrides) == "error" for each in diagnostics)


# --- nearest names -------------------------------------------------------------------------------


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like `word`, "" when none is near.

    Blind to accents, case, hyphens, underscores and the variants of Arabic letters. A path must
    be near in its last segment too: two files of one deep folder are not alike for that alone.
    Of two that are equally near, the one that begins alike is taken, else the first in order.
    """
    from difflib import SequenceMatcher

    whole, tail = SequenceMatcher(autojunk=False), SequenceMatcher(autojunk=False)
    sought, sought_tail = _folded(word), _folded(_last_segment(word))
    whole.set_seq2(sought)
    tail.set_seq2(sought_tail)
    best, best_score = "", (0.0, 0)
    for candidate in sorted(set(candidates)):
        folded_tail = _folded(_last_segment(candidate))
        tail.set_seq1(folded_tail)
        if tail.real_quick_ratio() < _NEAR_ENOUGH or tail.quick_ratio() < _NEAR_ENOUGH:
            continue
        folded = _folded(candidate)
        whole.set_seq1(folded)
        near, near_tail = whole.ratio(), tail.ratio()
        moved = folded_tail == sought_tail
        if near_tail < _NEAR_ENOUGH or (near < _NEAR_ENOUGH and not moved):
            continue
        score = (near + near_tail, _shared_start(folded, sought))
        if score > best_score:
            best, best_score = candidate, score
    return best


def _shared_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _last_segment(path: str) -> str:
    """The name without its suffix; of an index page, that of its folder."""
    stem, dot, _ = path.rpartition(".")
    path = (stem if dot and stem.strip("./") else path).rstrip("/").removesuffix("/index")
    return path.rpartition("/")[2]


@cache
def _folded(word: str) -> str:
    from unicodedata import category, normalize

    bare = "".join(c for c in normalize("NFKD", word.casefold()) if category(c) != "Mn")
    return bare.translate(_ONE_FORM)


_ONE_FORM = str.maketrans("ةىٱیک’", "هيايك'", "-_ ـ")


# --- sentences -----------------------------------------------------------------------------------


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """`messages/<language>.yaml`: {"codes", "words", "severities", "summary"}."""
    from pathlib import Path

    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C: a tenth of the time
    text = (Path(__file__).parent / "messages" / f"{language}.yaml").read_text("utf-8")
    return cast(Mapping[str, Any], yaml.load(text, Loader=loader))  # noqa: S506


def advice(diagnostic: Diagnostic, language: str = "en") -> Advice:
    """The fault's sentences, filled. A code that the catalogue lacks shows its arguments."""
    known = catalogue(language)
    args = dict(diagnostic.args)
    entry = known["codes"].get(diagnostic.code)
    if entry is None:
        said = ", ".join(f"{name}: {visible(value)}" for name, value in diagnostic.args)
        return Advice(said or diagnostic.code, "", "")
    tables = known["words"]
    words = _Words({name: _Word(visible(value), tables) for name, value in args.items()})
    near = entry.get("nearest", "") if args.get("nearest") else ""
    return Advice(*(text.format_map(words) for text in (entry["message"], entry["hint"], near)))


class _Word(NamedTuple):
    """An argument; `{lang:language}` in a message says it in the words of the table `language`.

    Of a dotted key, `{key:name}` leaves out the numbers of list items, `{key:last}` all but the
    last name.
    """

    text: str
    tables: Mapping[str, Mapping[str, str]]

    def __format__(self, table: str) -> str:
        if table in ("name", "last"):
            names = [name for name in self.text.split(".") if name and not name.isdecimal()]
            return (".".join(names) if table == "name" else names[-1]) if names else self.text
        words = self.tables.get(table, {})
        if self.text in words:
            return words[self.text]
        for start, said in words.items():
            if start.endswith("…") and self.text.startswith(start[:-1]):
                return said.replace("{}", self.text)
        return self.text


class _Words(dict[str, _Word]):
    def __missing__(self, name: str) -> _Word:
        return _Word("…", {})


def visible(text: str) -> str:
    """Text that cannot disturb a terminal: controls and direction overrides are spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character == "\t":
        return " "
    code = ord(character)
    hidden = code < 32 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E
    if hidden or 0x2066 <= code <= 0x2069 or code in (0x2028, 0x2029, 0xFEFF):
        return f"<U+{code:04X}>"
    return character

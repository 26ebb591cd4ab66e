"""Faults in words: text for people, and GitHub annotations, SARIF and JSON for machines."""

from collections.abc import Callable, Iterable

from dalil.diagnostics import (
    NO_OVERRIDES,
    Diagnostic,
    Overrides,
    Severity,
    advice,
    catalogue,
    count,
    fault,
    merge,
    severity,
    visible,
)

ReadLine = Callable[[str, int], str]

_WIDEST_EXCERPT = 100
_LONGEST_ECHO = 40


def summary(
    diagnostics: Iterable[Diagnostic], *, language: str = "en", overrides: Overrides = NO_OVERRIDES
) -> str:
    """The line "2 errors, 1 warning" in the plural forms of the language."""
    forms = catalogue(language)["summary"]
    counts = count(diagnostics, overrides)._asdict()
    said = [
        forms[name][_plural(number, language)].format(n=number)
        for name, number in counts.items()
        if number
    ]
    return str(forms["separator"]).join(said) or str(forms["none"])


def _plural(number: int, language: str) -> str:
    # Three fixed languages: written out, because loading Babel costs more than a build.
    if language == "ar":
        if number < 3:
            return ("zero", "one", "two")[number]
        rest = number % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
    return "one" if number == 1 or (language == "fr" and number == 0) else "other"


# --- text ----------------------------------------------------------------------------------------


def format_text(
    diagnostics: Iterable[Diagnostic],
    *,
    read_line: ReadLine = lambda path, line: "",
    language: str = "en",
    overrides: Overrides = NO_OVERRIDES,
    colour: bool = False,
) -> str:
    """The report for people: each fault with its line, a caret and what to do."""
    names = catalogue(language)["severities"]
    blocks = []
    for each, level in _shown(diagnostics, overrides):
        said = advice(each, language)
        paint = _COLOURS[level] if colour else "{}"
        strong = "\033[1m{}\033[0m" if colour else "{}"
        head = f"{strong.format(_place(each) + ':')} {paint.format(names[level] + ':')}"
        lines = [f"{head} {said.message} [{each.code}]"]
        if each.line:
            lines += _excerpt(read_line(each.path, each.line), each, paint)
        lines += [f"    {line}" for line in (said.nearest or said.hint).splitlines()]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


_COLOURS = {
    "error": "\033[1;31m{}\033[0m",
    "warning": "\033[1;33m{}\033[0m",
    "note": "\033[1;36m{}\033[0m",
}


def _shown(
    diagnostics: Iterable[Diagnostic], overrides: Overrides
) -> list[tuple[Diagnostic, Severity]]:
    levels = [(each, severity(each.code, overrides)) for each in merge(diagnostics)]
    return [(each, level) for each, level in levels if level != "off"]


def _place(each: Diagnostic) -> str:
    numbers = [str(number) for number in (each.line, each.column) if number]
    return ":".join([visible(each.path), *numbers])


def _excerpt(source: str, each: Diagnostic, paint: str) -> list[str]:
    source = source.rstrip("\r\n")
    if not source.strip():
        return []
    if not each.column:
        start, end = 0, min(len(source), _WIDEST_EXCERPT)
        return [f"{each.line:6} | {visible(source[:end])}{'…' if end < len(source) else ''}"]
    first = min(each.column - 1, len(source))
    last = max(min(first + each.length, len(source)), first + 1)
    start, end = _window(len(source), first, last)
    before, marked = visible(source[start:first]), visible(source[first : min(last, end)])
    after = visible(source[min(last, end) : end])
    left, right = "…" if start else "", "…" if end < len(source) else ""
    carets = "^" * max(_width(marked), 1)
    if _is_right_to_left(source):
        # A terminal that reorders Arabic breaks any alignment: the marked text is said again.
        carets += f" «{marked[:_LONGEST_ECHO]}{'…' if len(marked) > _LONGEST_ECHO else ''}»"
    return [
        f"{each.line:6} | {left}{before}{marked}{after}{right}",
        f"{'':6} | {' ' * (len(left) + _width(before))}{paint.format(carets)}",
    ]


def _window(size: int, first: int, last: int) -> tuple[int, int]:
    if size <= _WIDEST_EXCERPT:
        return 0, size
    room = max(_WIDEST_EXCERPT - (last - first), 0) // 2
    start = min(max(first - room, 0), max(size - _WIDEST_EXCERPT, 0))
    return start, min(start + _WIDEST_EXCERPT, size)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1
        for c in text
    )


def _is_right_to_left(text: str) -> bool:
    from unicodedata import bidirectional

    return not text.isascii() and any(bidirectional(c) in ("R", "AL") for c in text)


# --- formats for machines ------------------------------------------------------------------------


def format_github(
    diagnostics: Iterable[Diagnostic],
    *,
    language: str = "en",
    overrides: Overrides = NO_OVERRIDES,
    folder: str = "",
) -> str:
    """Workflow commands that GitHub shows beside the lines; `folder`: where the site is, "web/"."""
    lines = []
    for each, level in _shown(diagnostics, overrides):
        said = advice(each, language)
        where = {"file": f"{folder}{each.path}"}
        if each.line:
            where["line"] = str(each.line)
        if each.column:
            where |= {"col": str(each.column), "endColumn": str(each.column + each.length)}
        where["title"] = each.code
        properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in where.items())
        command = "notice" if level == "note" else level
        text = "\n".join(filter(None, (said.message, said.nearest or said.hint)))
        lines.append(f"::{command} {properties}::{_escaped(text)}\n")
    return "".join(lines)


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" or c in more else c for c in text)


def format_json(
    diagnostics: Iterable[Diagnostic], *, language: str = "en", overrides: Overrides = NO_OVERRIDES
) -> str:
    """{"version": 1, "language", "counts", "diagnostics": [...]}; see docs/diagnostics.md."""
    import json

    shown = _shown(diagnostics, overrides)
    found = []
    for each, level in shown:
        said = advice(each, language)._asdict()
        found.append(each._asdict() | {"args": dict(each.args), "severity": level} | said)
    counts = count([each for each, _ in shown], overrides)._asdict()
    report = {"version": 1, "language": language, "counts": counts, "diagnostics": found}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def format_sarif(
    diagnostics: Iterable[Diagnostic],
    *,
    language: str = "en",
    overrides: Overrides = NO_OVERRIDES,
    folder: str = "",
) -> str:
    """A SARIF 2.1.0 log of one run, with a rule for each code that occurs; `folder` as above."""
    import json

    shown = _shown(diagnostics, overrides)
    rules = sorted({each.code for each, _ in shown})
    driver = {"name": "Dalil", "rules": [_sarif_rule(code, language) for code in rules]}
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [
            _sarif_result(each._replace(path=folder + each.path), level, rules, language)
            for each, level in shown
        ],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(code: str, language: str) -> dict[str, object]:
    said = advice(fault(code, ""), language)
    level = severity(code)
    return {
        "id": code,
        "shortDescription": {"text": said.message},
        "help": {"text": said.hint or said.message},
        "defaultConfiguration": {"level": "none" if level == "off" else level},
    }


def _sarif_result(
    each: Diagnostic, level: Severity, rules: list[str], language: str
) -> dict[str, object]:
    from urllib.parse import quote

    said = advice(each, language)
    place: dict[str, object] = {
        "artifactLocation": {"uri": quote(each.path), "uriBaseId": "%SRCROOT%"}
    }
    if each.line:
        region = {"startLine": each.line}
        if each.column:
            region |= {"startColumn": each.column, "endColumn": each.column + each.length}
        place["region"] = region
    return {
        "ruleId": each.code,
        "ruleIndex": rules.index(each.code),
        "level": level,
        "message": {"text": " ".join((said.message, said.nearest or said.hint)).strip()},
        "locations": [{"physicalLocation": place}],
    }

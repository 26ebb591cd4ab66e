"""Arguments, exit statuses, printing: the only part that talks to the person.

Exit status 0: built, or nothing to complain of; 1: faults in the content, all printed; 2: usage
or environment.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import time
from collections.abc import Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from dalil.builder import Outcome, Request, build
from dalil.diagnostics import LANGUAGES
from dalil.publish import Unpublishable, complaint
from dalil.sentences import sentence

OK, FAULTS, ENVIRONMENT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help")):
        given.insert(0, "build")
    options = _parser(_asked_language(given)).parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(options.run(options))
    except (Unpublishable, OSError) as refusal:
        return _complain(complaint(refusal, options.language))
    except KeyboardInterrupt:
        print(sentence(options.language, "stopped"), file=sys.stderr)
        return ENVIRONMENT


def _complain(complaint: str) -> int:
    print(f"build.py: {complaint}", file=sys.stderr)
    return ENVIRONMENT


class _Parser(argparse.ArgumentParser):
    """Says in the person's language that it does not understand."""

    language = "en"

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        said = sentence(self.language, "usage", problem=message)
        self.exit(ENVIRONMENT, f"{self.prog}: {said}\n")


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of the messages, before it is known whether the arguments are right."""
    words = " ".join(arguments).replace("=", " ").split()
    asked = (after for option, after in pairwise(words) if option == "--language")
    return next(filter(LANGUAGES.__contains__, asked), _language())


def _parser(language: str) -> argparse.ArgumentParser:
    _Parser.language = language
    parser: argparse.ArgumentParser = _Parser(
        prog="build.py", description="Build the site, or look for what is wrong in it."
    )
    commands = parser.add_subparsers(metavar="command", required=True)
    common = _options(language)

    def command(name: str, run: Any, summary: str) -> Any:
        found = commands.add_parser(name, parents=[common], help=summary, description=summary)
        found.set_defaults(run=run)
        return found.add_argument

    command("build", _build, "build the site (the default)")
    command("check", _check, "look for faults; write nothing")
    add = command("serve", _serve, "build, show the site on this machine, rebuild on every change")
    add("--port", type=partial(_port, language), default=8000, metavar="N")
    add = command("explain", _explain, "say why a page is, or is not, done again")
    add("page", metavar="PAGE", help="its file, its address or its key")
    add = command("schema", _schema, "print a JSON Schema, for editors that complete YAML")
    summary = "of its front matter, not of site.yaml"
    add("collection", nargs="?", default="", metavar="COLLECTION", help=summary)
    command(
        "translations",
        _translations,
        "remember which pages agree in all languages; name the others",
    )
    return parser


def _options(language: str) -> argparse.ArgumentParser:
    """The options that every command has."""
    common = argparse.ArgumentParser(add_help=False)
    add = common.add_argument
    add("--site", type=Path, default=Path("site.yaml"), metavar="FILE", help="the site's site.yaml")
    add("--output", type=Path, metavar="DIR", help="where the site goes (output/ beside site.yaml)")
    add(
        "--base-url",
        metavar="URL",
        type=partial(_url, language),
        help="the site's address, instead of site.yaml's",
    )
    summary = "worker processes (one per processor)"
    add("--jobs", type=partial(_positive, language), default=0, metavar="N", help=summary)
    add("--clean", action="store_true", help="do everything again: ignore what past builds learned")
    add("--drafts", action="store_true", help="drafts and scheduled pages too")
    add("--quiet", action="store_true", help="say nothing when all is well")
    summary = "how faults are printed"
    add("--format", choices=("text", "github", "sarif", "json"), default="text", help=summary)
    summary = "language of the messages"
    add("--language", choices=LANGUAGES, default=_language(), help=summary)
    return common


def _url(language: str, text: str) -> str:
    from dalil.rules import is_base_url  # not before it is needed: start-up time

    if not is_base_url(text):
        raise argparse.ArgumentTypeError(sentence(language, "usage-url", found=text))
    return text


def _positive(language: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(sentence(language, "usage-number"))
    return int(text)


def _port(language: str, text: str) -> int:
    number = _positive(language, text)
    if number > 65535:
        raise argparse.ArgumentTypeError(sentence(language, "usage-port"))
    return number


def _language() -> str:
    """The language of the person's system, as every program there takes it."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next((name for name in names if name), "")[:2]
    return code if code in ("fr", "ar") else "en"


def request(options: argparse.Namespace, **changes: Any) -> Request:
    """What the person asked for, as the builder takes it."""
    if not options.site.is_file():
        raise FileNotFoundError(2, "", str(options.site))
    asked = Request(
        site=options.site,
        output=options.output or options.site.parent / "output",
        base_url=options.base_url or "",
        workers=options.jobs,
        clean=options.clean,
        drafts=options.drafts,
    )
    return asked._replace(**changes)


def _build(options: argparse.Namespace) -> int:
    return _report(options, _run(options, request(options)))


def _check(options: argparse.Namespace) -> int:
    return _report(options, _run(options, request(options, publish=False)))


def _serve(options: argparse.Namespace) -> int:
    from dalil.serve import serve

    serve(request(options), options.port, partial(_report, options), options.language)
    return OK


def _schema(options: argparse.Namespace) -> int:
    import json

    from dalil.config import described

    try:
        schema = described(request(options).site, options.collection)
    except KeyError:
        return _complain(sentence(options.language, "no-collection", name=options.collection))
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return OK


def _explain(options: argparse.Namespace) -> int:
    from dalil.explain import explain

    sentences = explain(request(options), options.page, options.language)
    for line in sentences:
        print(line)
    if sentences:
        return OK
    return _complain(sentence(options.language, "no-page", name=options.page))


def _translations(options: argparse.Namespace) -> int:
    from dalil.translations import remember

    asked = request(options, publish=False)
    outcome = _run(options, asked)
    told = None if outcome.failed else remember(asked)
    if told is None:
        return _report(options, outcome)
    for path in told.older:
        print(sentence(options.language, "older", path=path))
    print(sentence(options.language, "agreed", count=told.remembered))
    return OK


def _run(options: argparse.Namespace, asked: Request) -> Outcome:
    gc.disable()  # one build makes no cycles worth looking for among so many objects
    with contextlib.closing(_Progress(options.quiet)) as progress:
        waiting = sentence(options.language, "waiting")
        return build(asked, progress.update, lambda: print(waiting, file=sys.stderr))


def _report(options: argparse.Namespace, outcome: Outcome) -> int:
    """Print every fault and one line at the end."""
    for path in outcome.foreign:
        told = sentence(options.language, "foreign", path=path)
        print(f"build.py: {told}", file=sys.stderr)
    if outcome.diagnostics or options.format != "text":
        print(_faults(options, outcome), end="")
    if options.quiet and not outcome.failed:
        return OK
    ending = sys.stdout if options.format == "text" else sys.stderr
    print(_ending(options, outcome), file=ending)
    return FAULTS if outcome.failed else OK


def _faults(options: argparse.Namespace, outcome: Outcome) -> str:
    from dalil import reports

    root = options.site.resolve().parent

    def read_line(path: str, line: int) -> str:
        try:
            text = (root / path).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return ""
        return next(iter(text.split("\n")[line - 1 :]), "")

    found, overrides = outcome.diagnostics, outcome.severities
    known: dict[str, Any] = {"language": options.language, "overrides": overrides}
    if options.format == "json":
        return reports.format_json(found, **known)
    if options.format == "github":
        return reports.format_github(found, folder=_folder(root), **known)
    if options.format == "sarif":
        return reports.format_sarif(found, folder=_folder(root), **known)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = reports.format_text(found, read_line=cache(read_line), colour=colour, **known)
    return f"{text}\n" if text else ""


def _folder(root: Path) -> str:
    """Where the site is in the project in which the command runs: "", or "web/"."""
    here = Path.cwd().resolve()
    inside = root != here and root.is_relative_to(here)
    return f"{root.relative_to(here).as_posix()}/" if inside else ""


def _ending(options: argparse.Namespace, outcome: Outcome) -> str:
    counts = (outcome.pages, outcome.languages, outcome.rendered)
    named = dict(zip(("pages", "languages", "rendered"), counts, strict=True))
    parts = [sentence(options.language, "built", **named)]
    if outcome.diagnostics:
        from dalil import reports

        found = {"language": options.language, "overrides": outcome.severities}
        parts.insert(0, reports.summary(outcome.diagnostics, **found))
    if outcome.failed and not outcome.published:
        parts.append(sentence(options.language, "kept"))
    return f"{'. '.join(parts)} ({outcome.seconds:.2f} s)"


class _Progress:
    """A bar on a terminal, for work that takes more than a second."""

    def __init__(self, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._due = time.monotonic() + 1
        self._bar: Any = None
        self._task: Any = None
        self._kind = ""

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def update(self, kind: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or now < self._due:
            return
        self._due = now + 0.1
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
        if kind != self._kind:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task, self._kind = self._bar.add_task(kind), kind
        self._bar.update(self._task, completed=done, total=total)
        self._bar.refresh()

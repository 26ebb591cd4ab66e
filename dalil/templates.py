"""The Jinja environment: how templates are found and rendered, and how their faults are told.

A template sees `page` and `site` (see `views`), and the functions `t`, `date`, `number`, `asset`
and `words`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from dalil import csp
from dalil.diagnostics import Diagnostic, fault
from dalil.facts import Answers, Reading, read_source
from dalil.frontmatter import decode
from dalil.ledger import SourceChanged
from dalil.site_view import SiteView
from dalil.views import Notice, PageView
from dalil.words import TemplateFault, Words


class _Sources(jinja2.BaseLoader):
    """Templates as they stood when the build looked at them."""

    def __init__(self, answers: Answers) -> None:
        self._known = answers.known

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = f"templates/{template}"
        expected = self._known.sources.get(path)
        if expected is None:
            raise jinja2.TemplateNotFound(template)
        text = decode(read_source(self._known.root, path, expected)) or ""
        return text, str(self._known.root / path), lambda: True


class _Absent(jinja2.StrictUndefined):
    """A name that is not there, said without the names of our classes."""

    @property
    def _undefined_message(self) -> str:
        return f"There is no «{self._undefined_name}» here."


@functools.lru_cache(maxsize=1)
def _environment(answers: Answers) -> jinja2.Environment:
    compiled = answers.known.store.parent / "jinja"
    compiled.mkdir(parents=True, exist_ok=True)
    environment = jinja2.Environment(
        loader=_Sources(answers),
        autoescape=True,
        undefined=_Absent,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(compiled)),
    )
    environment.policies["json.dumps_function"] = _json
    return environment


def _json(value: Any, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def render(
    reading: Reading, template: str, lang: str, page: PageView | Notice, path: str
) -> tuple[str | None, list[Diagnostic]]:
    """Render a template for a page, None when it fails; `path` names the page in a fault."""
    reading.ask("template", template)
    faults: list[Diagnostic] = []
    words = Words(reading, lang, faults)
    document = page.document if isinstance(page, PageView) else None

    def asset(name: str) -> str:
        url = reading.ask("asset", name)
        if url is None:
            raise TemplateFault(f"There is no file «static/{name}».")
        return str(url)

    context = {
        "page": page,
        "site": SiteView(reading, lang, document, getattr(page, "listed", None)),
        "t": words.t,
        "date": words.date,
        "number": words.number,
        "asset": asset,
        "csp": csp.MARK,
        "words": lambda code: Words(reading, code, faults),
    }
    try:
        html = _environment(reading.answers).get_template(template).render(context)
    except SourceChanged:
        raise
    except Exception as error:
        found = _blame(error, reading.answers.known.root, path)
        if found is None:
            raise
        return None, [found]
    return csp.with_policy(html), faults


def _blame(error: Exception, root: Path, page: str) -> Diagnostic | None:
    """The template's fault: its file and line. None when the fault is our own."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name = f"templates/{error.name}"
        return fault("template-syntax", name, error.lineno, problem=error.message or "")
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    ours = str(Path(__file__).parent)
    known = isinstance(error, jinja2.TemplateError | TemplateFault)
    if not known and frames[-1][0].startswith(ours):
        return None
    folder = str(root / "templates")
    own = [(file, line) for file, line in frames if file.startswith(folder)]
    if not own:
        return None
    file, line = own[-1]
    path = Path(file).relative_to(root).as_posix()
    problem = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateNotFound):
        problem = f"There is no template «{error.name}»."
    return fault("template-error", path, line, problem=problem, page=page)

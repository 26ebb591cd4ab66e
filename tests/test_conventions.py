"""What the project promises of its own files, held by tests."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
MODULES = sorted((PROJECT / "dalil").rglob("*.py"))
LOCKS = [
    *PROJECT.glob("requirements*.txt"),
    PROJECT / "tests/tools/package-lock.json",
    *PROJECT.glob("bench/requirements*.txt"),
    *PROJECT.glob("bench/package-lock.json"),
    *PROJECT.glob("bench/*/package-lock.json"),
]
MODULE_LINES = 350
FUNCTION_LINES = 50
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?:left|right|top|bottom)"
    r"(?:-\w+)*\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


# Modules


def imported(path: Path) -> Iterator[str]:
    """Every module that a file may have imported, by its dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.fixture(scope="module")
def tested() -> frozenset[str]:
    """The modules that the tests import."""
    tests = (PROJECT / "tests").rglob("test_*.py")
    return frozenset(module for test in tests for module in imported(test))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_module_is_tested_by_itself_or_with_its_package(
    path: Path, tested: frozenset[str]
) -> None:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    packages = {".".join(parts[:end]) for end in range(2, len(parts) + 1)} - {"dalil.__init__"}
    assert not packages or packages & tested, "no test imports it"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_short_and_well_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.stem not in EMPTY_NAMES
    lines = text.count("\n")
    assert lines <= MODULE_LINES
    long = [
        f"{function.name}: {length(function)} lines"
        for function in functions(ast.parse(text))
        if length(function) > FUNCTION_LINES
    ]
    assert not long


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


# Style sheets


def physical(style: str) -> list[str]:
    """What names a side of the screen instead of the start or the end of a line."""
    return PHYSICAL.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))


@pytest.mark.parametrize(
    "style",
    [
        "p{margin-left:1em}",
        "p{left:0}",
        "p{top:0}",
        "p { text-align: right }",
        "p{border-right-color:red}",
        "p{float:left}",
    ],
)
def test_a_physical_side_is_seen(style: str) -> None:
    assert physical(style)


@pytest.mark.parametrize(
    "style",
    [
        "p{margin-inline-start:1em}",
        "p{text-align:start}",
        "/* left: */ .left-menu{inset-block-start:0}",
    ],
)
def test_a_logical_side_is_fine(style: str) -> None:
    assert not physical(style)


def test_style_sheets_work_in_both_directions() -> None:
    sheets = sorted((PROJECT / "static").rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert not physical(sheet.read_text(encoding="utf-8")), name(sheet)


# Locks and words of the tools


@pytest.mark.parametrize("path", LOCKS, ids=name)
def test_locks_name_no_registry(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"resolved|index-url|find-links|registry\.|\.tgz", text)


def pins(path: Path) -> dict[str, str]:
    """Package → version; each has at least one hash."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(
        r"^([a-z][\w.-]*)==(\S+)(.*(?:\n {4}--hash=\S+(?: \\)?)+)", text, re.MULTILINE
    )
    assert len(blocks) == len(re.findall(r"^[a-zA-Z]", text, re.MULTILINE))
    return {package: version for package, version, _ in blocks}


def test_the_site_is_tested_with_what_builds_it() -> None:
    built = pins(PROJECT / "requirements.txt")
    tested = pins(PROJECT / "requirements-dev.txt")
    assert built.items() <= tested.items()


def test_node_packages_are_locked_with_their_hashes() -> None:
    lock = json.loads((PROJECT / "tests/tools/package-lock.json").read_text())["packages"]
    declared = json.loads((PROJECT / "tests/tools/package.json").read_text())["devDependencies"]
    for package, version in declared.items():
        assert lock[f"node_modules/{package}"]["version"] == version
    assert all("integrity" in entry for path, entry in lock.items() if path)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_words_of_make_exist(document: str) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    said = set(
        re.findall(
            r"`make ([a-z]+)|^make ([a-z]+)", (PROJECT / document).read_text("utf-8"), re.MULTILINE
        )
    )
    words = {word for pair in said for word in pair if word}
    assert words
    assert words <= targets

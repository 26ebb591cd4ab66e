"""``python -m bench``: install the peers, write the corpus, build it with each, compare."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import corpus, layouts, measure, peers, report, scenarios, verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options select. 0: measured; 1: a build failed or built something else."""
    options = _options(arguments)
    missing = peers.install(options.peers)
    for name in missing:
        print(f"{name} is left out: npm is not installed", file=sys.stderr)
    chosen = [
        generator
        for name, generator in peers.generators().items()
        if name in (report.OWN, *options.peers)
        and name not in missing
        and not (name == report.OWN and options.without_own)
    ]
    peers.copy_own()
    facts, versions = report.machine(), {each.name: _version(each) for each in chosen}
    print("\n".join(f"{name}: {value}" for name, value in (facts | versions).items()))
    samples: list[report.Sample] = []
    # Nothing is deleted before all is measured: see `scenarios.remove_built`.
    with tempfile.TemporaryDirectory(prefix="sites-", dir=peers.WORK) as root:
        try:
            for name in options.sizes:
                sites = _write_sites(Path(root), corpus.SIZES[name], chosen)
                samples += _measure(corpus.SIZES[name], sites, options.scenarios, options.runs)
        except (measure.CommandFailed, UnequalBuild) as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            report.write_json(options.json, facts, versions, samples)
    _print_tables(samples)
    return 0


class UnequalBuild(Exception):
    """A generator has not built what it is compared by; the message says what is wrong."""


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [name for name in peers.generators() if name != report.OWN]

    def several(option: str, known: list[str], default: list[str]) -> None:
        parser.add_argument(
            option,
            nargs="+",
            choices=known,
            default=default,
            metavar="NAME",
            help=f"any of: {', '.join(known)} (default: {' '.join(default)})",
        )

    several("--sizes", list(corpus.SIZES), ["small", "large"])
    several("--peers", names, names)
    several("--scenarios", list(scenarios.SCENARIOS), list(scenarios.SCENARIOS))
    parser.add_argument("--runs", type=int, default=5, help="runs of each build (default: 5)")
    parser.add_argument("--without-own", action="store_true", help="measure the peers alone")
    parser.add_argument("--json", type=Path, default=peers.WORK / "results.json")
    return parser.parse_args(arguments)


def _version(generator: peers.Generator) -> str:
    result = subprocess.run(
        generator.version, env=peers.environment(), capture_output=True, text=True, check=False
    )
    said = (result.stdout or result.stderr).strip().partition("\n")[0]
    # Hugo and MkDocs also say when and where they were built or installed.
    found = re.search(r"\d+\.\d+\.\d+", said)
    return found[0] if found and generator.name != report.OWN else said


def _measure(
    size: corpus.Size, sites: list[scenarios.Site], names: list[str], runs: int
) -> Iterator[report.Sample]:
    """Build every site once and check it; then measure, the generators taking turns."""
    sample = {"index", corpus.section_key(1), *corpus.page_keys(size)[-5:]}
    pages = [page for page in corpus.pages(size) if page.key in sample]
    for site in sites:
        _say(f"{size.name}: {site.generator.name} builds once to be checked")
        _build(site)
        if found := verify.faults(site, size, pages):
            raise UnequalBuild("\n".join(f"{site.generator.name}: {fault}" for fault in found))
    for scenario in (scenarios.SCENARIOS[name] for name in names):
        for run in range(1, runs + 1):
            for site in sites:
                _say(f"{size.name}: {scenario.name}, run {run} of {runs}, {site.generator.name}")
                scenario.prepare(site, run)
                os.sync()  # what the build before has left to write is not this one's cost
                cost = _build(site)
                if not scenario.shows(site, run):
                    raise UnequalBuild(
                        f"{site.generator.name}: {scenario.label}: not in the output"
                    )
                yield report.Sample(size.name, scenario.name, site.generator.name, run, cost)


def _write_sites(
    root: Path, size: corpus.Size, chosen: list[peers.Generator]
) -> list[scenarios.Site]:
    sites = []
    for generator in chosen:
        folder = root / size.name / generator.name / "site"
        shutil.copytree(peers.HERE / "sites" / generator.name, folder)
        sites.append(scenarios.Site(generator, folder, folder.parent / "output"))
    layouts.write(corpus.pages(size), {site.folder: site.generator.layout for site in sites})
    return sites


def _build(site: scenarios.Site) -> measure.Cost:
    command = [part.format(output=site.output) for part in site.generator.build]
    log = site.folder.parent / "build.log"
    return measure.run(command, site.folder, log, peers.environment())


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _print_tables(samples: list[report.Sample]) -> None:
    _say("")
    groups = report.medians(samples)
    for (size, scenario), generators in groups.items():
        pages = corpus.SIZES[size].pages
        label = scenarios.SCENARIOS[scenario].label
        print(f"\n{report.table(f'{size}, {pages} pages: {label}', generators)}")
    if lines := report.targets(groups):
        print("\ntargets", *lines, sep="\n")


if __name__ == "__main__":
    raise SystemExit(main())

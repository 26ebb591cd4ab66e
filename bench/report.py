"""Medians, ratios and targets, as text for people and as JSON for programs."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.measure import Cost

OWN = "dalil"
MEASURES = ("wall", "cpu", "memory")


class Sample(NamedTuple):
    """One measured run of one generator."""

    size: str
    scenario: str
    generator: str
    run: int
    cost: Cost


class Target(NamedTuple):
    """Dalil's median, divided by a peer's, is to be at most ``limit``."""

    size: str
    scenario: str
    peer: str
    measure: str
    limit: float


TARGETS = (
    Target("small", "cold", "eleventy", "wall", 0.5),
    Target("small", "nothing", "hugo", "wall", 0.5),
    Target("small", "body", "hugo", "wall", 0.5),
    Target("large", "cold", "eleventy", "wall", 1.0),
    Target("large", "cold", "pelican", "wall", 0.5),
    Target("huge", "cold", "hugo", "wall", 0.7),
    Target("huge", "cold", "eleventy", "wall", 1.0),
    Target("huge", "cold", "hugo", "memory", 1 / 4),
    Target("huge", "body", "hugo", "wall", 1 / 30),
    Target("huge", "nothing", "hugo", "wall", 1 / 50),
)

Group = tuple[str, str]  # size and scenario
Medians = Mapping[str, Mapping[str, float]]  # generator, measure


def medians(samples: Iterable[Sample]) -> dict[Group, dict[str, dict[str, float]]]:
    """The median of every measure by (size, scenario) and generator, in the samples' order."""
    grouped: dict[Group, dict[str, list[Cost]]] = {}
    for sample in samples:
        generators = grouped.setdefault((sample.size, sample.scenario), {})
        generators.setdefault(sample.generator, []).append(sample.cost)
    return {
        group: {
            generator: {
                measure: float(median(getattr(cost, measure) for cost in costs))
                for measure in MEASURES
            }
            for generator, costs in generators.items()
        }
        for group, generators in grouped.items()
    }


def table(heading: str, generators: Medians) -> str:
    """One scenario: a line per generator, with Dalil's cost divided by that generator's."""
    own = generators.get(OWN)
    ratios = f"{OWN} ÷ it:"
    columns = f"{'wall s':>9}{'CPU s':>9}{'MB':>8}   {ratios}{'wall':>7}{'CPU':>8}{'memory':>8}"
    lines = [heading, f"  {'':10}{columns}"]
    for name, costs in generators.items():
        line = (
            f"  {name:10}{costs['wall']:9.2f}{costs['cpu']:9.2f}{costs['memory'] / 1e6:8.0f}"
            f"   {'':{len(ratios)}}"
        )
        if own and name != OWN:
            shares = [own[measure] / costs[measure] for measure in MEASURES]
            line += f"{shares[0]:7.3f}{shares[1]:8.3f}{shares[2]:8.3f}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def targets(groups: Mapping[Group, Medians]) -> list[str]:
    """A line for each target that the measured groups allow to judge."""
    lines = []
    for target in TARGETS:
        generators = groups.get((target.size, target.scenario), {})
        if OWN not in generators or target.peer not in generators:
            continue
        ratio = generators[OWN][target.measure] / generators[target.peer][target.measure]
        word = "reached" if ratio <= target.limit else "MISSED "
        lines.append(
            f"  {word}  {target.size:6}{target.scenario:9}{target.measure:7}"
            f"{ratio:.3f} × {target.peer} (at most {target.limit:.3f})"
        )
    return lines


def machine() -> dict[str, str]:
    """The facts of the machine that times depend on."""
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _field("/proc/cpuinfo", "model name"),
        "memory": _field("/proc/meminfo", "MemTotal"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"


def write_json(
    path: Path, facts: Mapping[str, str], versions: Mapping[str, str], samples: Sequence[Sample]
) -> None:
    """Everything measured, run by run."""
    runs = [{**sample._asdict(), "cost": sample.cost._asdict()} for sample in samples]
    document = {"machine": dict(facts), "versions": dict(versions), "runs": runs}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

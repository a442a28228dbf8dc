"""What the benchmarks share in showing figures: spreads, tables, places."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import programs

DOCS = programs.ROOT / "docs"


def span(values: list[float], form: str) -> str:
    """Median (smallest-largest)."""
    if not values:
        return ""
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:{form}} ({low:{form}}-{high:{form}})"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def some_of(known: Iterable[str]) -> Callable[[str], list[str]]:
    """The type of a flag that takes some of the known names, with commas between."""

    def names(text: str) -> list[str]:
        found = text.split(",")
        if unknown := set(found) - set(known):
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
        return found

    return names


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def write_report(name: str, report: dict) -> Path:
    out = programs.PLACE / f"{name}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1, default=str) + "\n", encoding="utf-8")
    say(f"all figures: {out.relative_to(programs.ROOT)}")
    return out


def firth_bench(*flags: str) -> dict:
    command = [str(programs.FIRTH), "bench", "--json", *flags]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def put_into_docs(page: Path, name: str, text: str) -> None:
    """Replaces what stands between <!-- NAME: begin --> and <!-- NAME: end --> on a page."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    old = page.read_text(encoding="utf-8")
    before, found, rest = old.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        sys.exit(f"bench: {page} has no place {begin} ... {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
    say(f"wrote {name} into {page.relative_to(programs.ROOT)}")

#!/usr/bin/env python3
"""What can this machine do, and how much of it do the kernels do? `firth bench`, its figures kept in
build/bench/machine.json; with --docs its tables go into docs/performance.md."""

from __future__ import annotations

import argparse
import sys

import figures
import programs


def cell(spread: dict, unit: float, form: str) -> str:
    return figures.span([spread[k] / unit for k in ("low", "median", "high")], form)


def limit_rows(report: dict) -> list[list[str]]:
    rows = []
    for a in report["arithmetic"]:
        shown = cell(a["operations_per_second"], 1e9, ",.0f")
        rows.append([f"multiply-adds, {a['cpu_target']}", str(a["threads"]), f"{shown} GFLOP/s"])
    for b in report["bandwidth"]:
        for what, name in (("read", "read"), ("read_write", "read + write")):
            shown = cell(b[f"{what}_bytes_per_second"], 1e9, ",.0f")
            rows.append([f"{b['level']}, {name}", str(b["threads"]), f"{shown} GB/s"])
    for r in report["random_rows"]:
        shown = cell(r["bytes_per_second"], 1e9, ".1f")
        name = f"random rows of {r['row_bytes']:,} bytes from memory (dim {r['dim']})"
        rows.append([name, str(r["threads"]), f"{shown} GB/s"])
    return rows


def step_rows(report: dict) -> list[list[str]]:
    return [
        [s["model"], str(s["dim"]), s["cpu_target"], cell(s["steps_per_second"], 1e3, ",.0f"),
         cell(s["operations_per_second"], 1e9, ",.0f"), cell(s["share"], 0.01, ".0f") + " %"]
        for s in report["steps"]
    ]  # fmt: skip


def mix_rows(report: dict) -> list[list[str]]:
    return [
        [m["work"], str(m["dim"]), m["rows"], str(m["threads"]),
         cell(m["windows_per_second"], 1e3, ",.0f"), cell(m["gain"], 1, ".2f")]
        for m in report["mixes"]
    ]  # fmt: skip


def tables(report: dict) -> str:
    return "\n\n".join([
        figures.table(["limit", "threads", "rate"], limit_rows(report)),
        figures.table(["step", "dim", "instructions", "thousand steps/s", "GFLOP/s",
                       "share of the multiply-add rate"], step_rows(report)),
        figures.table(["work", "dim", "rows", "threads", "thousand windows/s",
                       "times one thread"], mix_rows(report)),
    ])  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--docs", action="store_true", help="refresh docs/performance.md")
    options = parser.parse_args()
    flags = ["--rounds", str(options.rounds), "--seconds", str(options.seconds)]
    report = figures.firth_bench(*flags)
    shown = (
        f"Median (lowest-highest) of {options.rounds} rounds.\n\n{tables(report)}\n\n"
        f"{programs.describe_machine()}"
    )
    print(shown)
    figures.write_report("machine", report)
    if options.docs:
        figures.put_into_docs(figures.DOCS / "performance.md", "machine", shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())

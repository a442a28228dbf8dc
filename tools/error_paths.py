#!/usr/bin/env python3
"""Says which functions, and which error paths, the tests of a coverage build have not reached. An
error path is a statement that throws, or calls a function that does nothing else.

usage: error_paths.py BUILD      the folder of objects and their counts
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from check_layers import for_tests, sources, without_comments_and_text

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 50  # objects that one gcov reads

NEVER_RETURNS = re.compile(r"\[\[noreturn\]\][^;{(]*?\b(\w+)\(")
SOURCE = re.compile(r" +-: +0:Source:(.*)")
LINE = re.compile(r" *([^ :]+): *([1-9]\d*):")
FUNCTION = re.compile(r"function \S+ called (\d+)")
BRANCH = re.compile(r"branch +\d+ taken")
CALL = re.compile(r"call +\d+ returned \d+")


@dataclass
class Counts:
    """Of one file: how often lines ran; lines where something was called behind the last condition
    that was looked at; how often functions were called, by the line where they begin."""

    lines: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    calls: set[int] = field(default_factory=set)
    functions: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def read_counts(build: Path) -> dict[str, Counts]:
    files: dict[str, Counts] = defaultdict(Counts)
    objects = sorted(map(str, build.rglob("*.gcno")))
    for start in range(0, len(objects), AT_ONCE):
        command = ["gcov", "--stdout", "--branch-probabilities", "--branch-counts", "--relative-only",
                   "--source-prefix", str(ROOT), *objects[start : start + AT_ONCE]]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              errors="replace", cwd=build) as gcov:
            assert gcov.stdout is not None
            add_counts(gcov.stdout, files)
    return files


class LineCalls:
    """Whether, on a line, something is called behind the last condition that was looked at."""

    def __init__(self) -> None:
        self.any = False
        self.condition = False  # the branch before, unless it is a call's that may throw

    def add(self, text: str) -> None:
        if BRANCH.match(text) and "(throw)" in text:
            self.condition = False
            return
        if self.condition:
            self.any = False
        self.condition = bool(BRANCH.match(text))
        if CALL.match(text):
            self.any = True


def add_counts(report: Iterable[str], files: dict[str, Counts]) -> None:
    """A file's lines stand behind its name, a function's count before its line, branches and calls
    behind theirs. Copies of a template follow each other."""
    here, number, called, calls = Counts(), 0, list[int](), LineCalls()
    for text in report:
        if match := LINE.match(text):
            calls.add(text)
            if calls.any:
                here.calls.add(number)
            number, calls = int(match[2]), LineCalls()
            if match[1] != "-":
                here.lines[number] += int(match[1].rstrip("*")) if match[1][0].isdigit() else 0
            for count in called:
                here.functions[number] += count
            called = []
        elif match := FUNCTION.match(text):
            called.append(int(match[1]))
        elif match := SOURCE.match(text):
            here, number = files[match[1].strip()], 0
        else:
            calls.add(text)


def error_paths(code: str, names: set[str]) -> Iterator[tuple[int, bool]]:
    """The line of each statement that throws, and whether nothing stands before it there. `names`
    are those of functions that only throw."""
    for match in re.finditer(rf"\bthrow\b|\b(?:{'|'.join(sorted(names))})\(", code):
        before = code[code.rfind("\n", 0, match.start()) + 1 : match.start()]
        if re.search(r"\bvoid \w*(?:::)?$|\[\[noreturn\]\]", before):
            continue  # a declaration, or the body of such a function
        yield code.count("\n", 0, match.start()) + 1, " " not in before.strip()


def is_reached(counts: Counts, line: int, alone: bool) -> bool:
    return counts.lines[line] > 0 if alone else line in counts.calls


def report(what: str, reached: int, missed: list[str]) -> None:
    print(f"{what}: {reached:,} of {reached + len(missed):,} reached; not reached:")
    print("".join(f"  {one}\n" for one in missed), end="")


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    files = read_counts(Path(sys.argv[1]).resolve())
    texts = {path: without_comments_and_text(path.read_text(encoding="utf-8"))
             for path in sources(ROOT) if not for_tests(path)}
    shared = {name for path, code in texts.items() if path.suffix == ".h"
              for name in NEVER_RETURNS.findall(code)}
    reached = {"functions": 0, "error paths": 0}
    missed: dict[str, list[str]] = {"functions": [], "error paths": []}
    for path, code in texts.items():
        name, lines = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").splitlines()
        counts = files[name]

        def note(what: str, done: bool, line: int) -> None:
            reached[what] += done
            if not done:
                missed[what].append(f"{name}:{line}: {lines[line - 1].strip()}")

        for line, count in sorted(counts.functions.items()):
            note("functions", count > 0, line)
        for line, alone in error_paths(code, shared | set(NEVER_RETURNS.findall(code))):
            note("error paths", is_reached(counts, line, alone), line)
    for what, count in reached.items():
        report(what, count, missed[what])
    return 0


if __name__ == "__main__":
    sys.exit(main())

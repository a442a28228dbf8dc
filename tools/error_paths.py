#!/usr/bin/env python3
"""Says which functions, and which error paths, the tests of a coverage build have not reached. An
error path is a statement that throws, or calls a function that does nothing else.

usage: error_paths.py BUILD      the folder of objects and their counts
       error_paths.py --self-test
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


def never_returning(texts: dict[Path, str]) -> set[str]:
    """Functions of the headers that only throw."""
    return {name for path, code in texts.items() if path.suffix == ".h"
            for name in NEVER_RETURNS.findall(code)}


class Findings:
    """Of functions and of error paths: how many were reached, and which were not."""

    def __init__(self) -> None:
        self.reached = {"functions": 0, "error paths": 0}
        self.missed: dict[str, list[str]] = {"functions": [], "error paths": []}

    def add_file(self, name: str, text: str, shared: set[str], counts: Counts) -> None:
        """`shared` are the names of functions of headers that only throw."""
        lines, code = text.splitlines(), without_comments_and_text(text)

        def note(what: str, done: bool, line: int) -> None:
            self.reached[what] += done
            if not done:
                self.missed[what].append(f"{name}:{line}: {lines[line - 1].strip()}")

        for line, count in sorted(counts.functions.items()):
            note("functions", count > 0, line)
        for line, alone in error_paths(code, shared | set(NEVER_RETURNS.findall(code))):
            note("error paths", is_reached(counts, line, alone), line)

    def print(self) -> None:
        for what, reached in self.reached.items():
            missed = self.missed[what]
            print(f"{what}: {reached:,} of {reached + len(missed):,} reached; not reached:")
            print("".join(f"  {one}\n" for one in missed), end="")


def check(build: Path) -> Findings:
    files = read_counts(build)
    texts = {path: path.read_text(encoding="utf-8") for path in sources(ROOT) if not for_tests(path)}
    shared = never_returning({path: without_comments_and_text(text) for path, text in texts.items()})
    findings = Findings()
    for path, text in texts.items():
        name = str(path.relative_to(ROOT))
        findings.add_file(name, text, shared, files[name])
    return findings


# A file of which the counts below are: lines 5, 8 and 12 have error paths that were taken, 9 and 13
# such that were not; what comments and texts say is none. Of Twice, a template, one copy ran.
SELF_TEST_CODE = """\
#include "base/fail.h"
/* throw */
[[noreturn]] void Refuse(int code) {
  // throw Error("text");
  throw Error("do not throw this");
}
void Check(int a, int b) {
  if (a > 0) throw Error("a");
  if (b > 0) throw Error("b");
}
template <class T> void Twice(T a, T b) {
  if (a > b) Refuse(1);
  if (b > a) Fail(source, "b");
}
void Never() {}
"""
SELF_TEST_COUNTS = """\
        -:    0:Source:src/base/a.cc
function _Z6Refusei called 1 returned 0% blocks executed 100%
        1:    3:[[noreturn]] void Refuse(int code) {
        1:    5:  throw Error("do not throw this");
call    0 returned 1
call    1 returned 0
function _Z5Checkii called 2 returned 50% blocks executed 70%
        2:    7:void Check(int a, int b) {
        2:    8:  if (a > 0) throw Error("a");
branch  0 taken 1 (fallthrough)
branch  1 taken 1
call    2 returned 1
call    3 returned 0
        1:    9:  if (b > 0) throw Error("b");
branch  0 taken 0 (fallthrough)
branch  1 taken 1
call    2 never executed
        1:   10:}
function _Z5TwiceIiEvT_S0_ called 0 returned 0% blocks executed 0%
    #####:   11:template <class T> void Twice(T a, T b) {
function _Z5TwiceIdEvT_S0_ called 2 returned 50% blocks executed 80%
        2:   11:template <class T> void Twice(T a, T b) {
        2:   12:  if (a > b) Refuse(1);
branch  0 taken 1 (fallthrough)
branch  1 taken 1
call    2 returned 1
branch  3 taken 0 (fallthrough)
branch  4 taken 1 (throw)
call    5 never executed
        1:   13:  if (b > a) Fail(source, "b");
call    0 returned 1
branch  1 taken 1 (fallthrough)
branch  2 taken 0 (throw)
branch  3 taken 0 (fallthrough)
branch  4 taken 1
call    5 never executed
        1:   14:}
function _Z5Neverv called 0 returned 0% blocks executed 0%
    #####:   15:void Never() {}
        -:    0:Source:src/base/b.cc
    #####:    1:throw;
"""
SELF_TEST_REACHED = {"functions": 3, "error paths": 3}
SELF_TEST_MISSED = {
    "functions": ["src/base/a.cc:15: void Never() {}"],
    "error paths": ['src/base/a.cc:9: if (b > 0) throw Error("b");',
                    'src/base/a.cc:13: if (b > a) Fail(source, "b");'],
}


def self_test() -> list[str]:
    files: dict[str, Counts] = defaultdict(Counts)
    add_counts(SELF_TEST_COUNTS.splitlines(keepends=True), files)
    header = "[[noreturn]] inline void Fail(const Source& source, const char* what) { throw what; }"
    findings = Findings()
    findings.add_file("src/base/a.cc", SELF_TEST_CODE, never_returning({Path("fail.h"): header}),
                      files["src/base/a.cc"])
    got = {"reached": findings.reached, "missed": findings.missed, "files": sorted(files)}
    wanted = {"reached": SELF_TEST_REACHED, "missed": SELF_TEST_MISSED,
              "files": ["src/base/a.cc", "src/base/b.cc"]}
    return [f"self-test, {what}: wanted {wanted[what]!r}, got {got[what]!r}"
            for what in wanted if got[what] != wanted[what]]


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] != "--self-test":
        check(Path(sys.argv[1]).resolve()).print()
        return 0
    problems = self_test()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("error paths: the listing's own case passes")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

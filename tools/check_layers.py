#!/usr/bin/env python3
"""Holds the code to its layers: a part includes only itself and parts on strictly lower layers,
and each foreign library is reached through its own gate.

usage: check_layers.py [ROOT]
       check_layers.py --self-test
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

LAYERS: list[list[str]] = [
    ["base"],
    ["kernels"],
    ["text", "matrix", "numeric"],
    ["word_vectors", "machine"],
    ["nn", "index", "formats", "corpus", "http"],
    ["models", "encoder", "eval", "hnsw", "project"],
    ["train", "picture"],
    ["cooccurrence"],
    ["learn", "classify", "glove", "ppmi"],
    ["server", "explore", "teach", "distributed"],
    ["apps", "python"],
]
LAYER_OF = {part: number for number, parts in enumerate(LAYERS) for part in parts}

# Public headers that belong to a part of another name.
HEADER_PART = {"types": "base", "error": "base", "version": "base", "cpu_target": "kernels",
               "byte_rows": "matrix",
               "phrases": "text", "subwords": "text", "wordpiece": "text", "distill": "encoder",
               "quantized": "word_vectors", "communicator": "train", "plan": "train",
               "model_names": "models"}

# Prefix of a foreign include -> the parts that may use it.
GATES = {
    "hwy/": {"kernels"},
    "Eigen/": {"numeric"},
    "nlohmann/": {"formats", "encoder", "http", "server", "explore", "teach", "apps"},
    "boost/": {"http"},
    "openssl/": {"http"},
    "unicode/": {"base", "text"},
    "zlib.h": {"corpus"},
    "zstd.h": {"corpus"},
    "xxhash.h": {"base", "text"},
    "mpi.h": {"distributed"},
    "CLI/": {"apps"},
    "nanobind/": {"python"},
}

# What the library leaves to programs: it never prints, exits or reads the environment.
BANNED_IN_LIBRARY = {
    r"#\s*include\s*<iostream>": "<iostream>",
    r"\b(?:std::)?f?printf\s*\(": "printf",
    r"\bfmt::print\s*\(": "fmt::print",
    r"\b(?:std::)?(?:f?puts|putchar|perror)\s*\(": "printing",
    r"\bstd::c(?:out|err|log)\b": "printing",
    r"(?<![\w.>:])(?:std::)?(?:_?exit|quick_exit|abort)\s*\(": "exit",
    r"\b(?:secure_)?getenv\s*\(": "getenv",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
NOT_CODE = re.compile(
    r'R"([^(\s]*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)\'', re.DOTALL
)
SOURCES = ("*.h", "*.cc", "*.cpp", "*.hpp")


def sources(root: Path) -> Iterator[Path]:
    for folder in ("include/firth", "src", "apps", "python"):
        for pattern in SOURCES:
            yield from sorted((root / folder).rglob(pattern))


def for_tests(path: Path) -> bool:
    """A test, or what tests share. It may use any part: the whole library is linked to it."""
    return path.stem.startswith("test_") or path.stem.endswith(("_test", "_testing"))


def part_of(path: Path) -> str | None:
    """The part that a file of the project belongs to; None for one outside all parts."""
    if path.parts[:2] == ("include", "firth"):
        return HEADER_PART.get(path.stem, path.stem)
    if path.parts[0] == "src":
        return path.parts[1] if len(path.parts) > 2 else None
    return path.parts[0]


def included_part(kind: str, name: str) -> str | None:
    """The part that an include names; None for a foreign or a neighbouring header."""
    folder, _, rest = name.partition("/")
    if folder == "firth" and rest:
        return HEADER_PART.get(Path(rest).stem, Path(rest).stem)
    return folder if kind == '"' and rest and folder in LAYER_OF else None


def check_include(part: str, kind: str, name: str) -> str | None:
    for prefix, allowed in GATES.items():
        if name.startswith(prefix) and part not in allowed:
            return f"<{name}> may be used only in {' and '.join(sorted(allowed))}, not in {part}"
    target = included_part(kind, name)
    if target is None or target == part:
        return None
    if target not in LAYER_OF:
        return f'"{name}" belongs to no known part: give "{target}" a layer'
    mine, other = LAYER_OF[part], LAYER_OF[target]
    if other < mine:
        return None
    direction = "sideways" if other == mine else "upward"
    return f'"{name}" is {direction}: {part} (layer {mine}) may not use {target} (layer {other})'


def without_comments_and_text(code: str) -> str:
    """The code with comments and literals blanked, line numbers kept."""
    return NOT_CODE.sub(lambda match: "\n" * match[0].count("\n"), code)


def banned(part: str, path: Path, code: str) -> Iterator[str]:
    if part in ("apps", "python") or for_tests(path):
        return
    for number, line in enumerate(without_comments_and_text(code).splitlines(), 1):
        for pattern, name in BANNED_IN_LIBRARY.items():
            if re.search(pattern, line):
                yield f"{path}:{number}: {name} in the library, which never prints, exits or reads the environment"


def check_file(root: Path, path: Path) -> Iterator[str]:
    shown = path.relative_to(root)
    part = part_of(shown)
    code = path.read_text(encoding="utf-8")
    if part is None or part not in LAYER_OF:
        yield f"{shown}:1: belongs to no known part: give it a layer in tools/check_layers.py"
        return
    if not for_tests(path):
        for number, line in enumerate(code.splitlines(), 1):
            match = INCLUDE.match(line)
            problem = check_include(part, *match.groups()) if match else None
            if problem:
                yield f"{shown}:{number}: {problem}"
    yield from banned(part, shown, code)


def check(root: Path) -> list[str]:
    return [problem for path in sources(root) for problem in check_file(root, path)]


# File, its text, and what must be said of it; an empty text: nothing.
SELF_TEST = [
    ("src/base/a.cc", '#include "base/b.h"\n#include "firth/error.h"\n', ""),
    ("src/base/c.cc", '#include "text/word_table.h"\n', "upward"),
    ("src/text/a.cc", '#include "firth/matrix.h"\n', "sideways"),
    ("src/text/b.cc", "#include <unicode/utf8.h>\n", ""),
    ("src/train/a.cc", "#include <unicode/utf8.h>\n", "only in base and text"),
    ("src/index/a.cc", "#include <hwy/highway.h>\n", "only in kernels"),
    ("src/models/a.cc", "#include <Eigen/SVD>\n", "only in numeric"),
    ("src/index/b.cc", '#include "firth/word_vectors.h"\n', ""),
    ("src/train/b.cc", '\n  std::printf("x");\n', ":2: printf"),
    ("src/train/c.cc", '// printf("x")\nstd::snprintf(a, b, "exit(");\n', ""),
    ("src/train/d.cc", 'auto home = std::getenv("HOME");\n', "getenv"),
    ("src/train/e.cc", "std::exit(1);\n", "exit"),
    ("src/train/f_test.cc", '#include "firth/train.h"\nstd::exit(1);\n', ""),
    ("src/surprise/a.cc", "", "no known part"),
    ("include/firth/cpu_target.h", '#include "firth/types.h"\n', ""),
    ("include/firth/types.h", '#include "firth/cpu_target.h"\n', "upward"),
    ("include/firth/corpus.h", '#include "firth/formats.h"\n', "sideways"),
    ("apps/cli/a.cc", '#include "firth/train.h"\n#include <iostream>\nexit(1);\n', ""),
    ("apps/cli/b.cc", "#include <zlib.h>\n", "only in corpus"),
]


def self_test() -> list[str]:
    failures = []
    for name, text, expected in SELF_TEST:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            said = " ".join(check(Path(folder)))
        if (expected not in said) if expected else said:
            failures.append(f"self-test {name}: wanted {expected!r}, got {said!r}")
    return failures


def main() -> int:
    arguments = sys.argv[1:]
    if arguments == ["--self-test"]:
        problems, done = self_test(), f"layer check: {len(SELF_TEST)} cases of its own pass"
    else:
        root = Path(arguments[0] if arguments else Path(__file__).parent.parent).resolve()
        problems, done = check(root), f"layers: {len(list(sources(root)))} files in order"
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(done)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Makes one plain text for the demo out of unpacked Debian packages.

usage: text.py ROOT OUT

ROOT holds the unpacked packages dict-gcide, dict-foldoc, wordnet-base, bible-kjv and
bible-kjv-text. OUT receives lower-case words and blanks, one paragraph a line: a sense of a
dictionary entry begins with its headword, so that a word stands beside its explanation.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

# What a dictionary says about itself rather than about words: sources, pronunciations, dates,
# addresses, and "{" and "}" around cross-references.
NOT_PROSE = re.compile(
    r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"  # [1913 Webster], [L. abjurare to deny upon oath]
    r"|\\[^\\\n]*\\"  # \Ab*jure"\
    r"|--[A-Z][^\n]*$"  # --Shak.
    r"|\(\d{4}-\d{2}-\d{2}\)"  # (1994-11-08)
    r"|\{?\(?https?://\S+"
    r"|[{}<>]",
    re.MULTILINE,
)
NOT_LETTERS = re.compile(r"[^a-z]+")
SENSE = re.compile(r"^\s*(?:\d+|\([a-z]\))\.?\s", re.MULTILINE)


def words_of(text: str) -> str:
    """Lower case, accents and punctuation gone, "king's" as "king"."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"['’`]s\b", " ", plain).replace("'", "")
    return NOT_LETTERS.sub(" ", plain).strip()


def dictionary_entries(path: Path) -> Iterator[tuple[str, str]]:
    """Headword and body of each entry: a headword stands at the left edge, its body is indented."""
    headword, body = "", []
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line[:1].strip():
                yield headword, "".join(body)
                headword, body = re.split(r"\\|\(|\[", line)[0].strip(), []
            else:
                body.append(line)
    yield headword, "".join(body)


def dictionary(path: Path) -> Iterator[str]:
    for headword, body in dictionary_entries(path):
        if headword.startswith("00-database"):
            continue
        for paragraph in re.split(r"\n\s*\n", NOT_PROSE.sub(" ", body)):
            for sense in SENSE.split(paragraph):
                if sense.strip():
                    yield f"{headword} {sense}"


def wordnet(directory: Path) -> Iterator[str]:
    """The words of a meaning, then its explanation; examples are sentences of their own."""
    for name in ("data.noun", "data.verb", "data.adj", "data.adv"):
        for line in (directory / name).read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(" ") or " | " not in line:
                continue
            fields, gloss = line.split(" | ", 1)
            columns = fields.split(" ")
            names = columns[4 : 4 + 2 * int(columns[3], 16) : 2]
            explanation, *examples = gloss.split('; "')
            yield f"{' '.join(names).replace('_', ' ')} {explanation}"
            yield from examples


def bible(root: Path) -> Iterator[str]:
    """The package keeps its text compressed; its own program prints it, a verse a line."""
    command = [root / "usr/bin/bible", "-p", root / "usr/lib", "-f", "gen1:1-rev22:21"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    for verse in printed.stdout.splitlines():
        yield verse.partition(" ")[2]


def sources(root: Path) -> list[tuple[str, Callable[[], Iterator[str]]]]:
    return [
        ("GCIDE dictionary", lambda: dictionary(root / "usr/share/dictd/gcide.dict.dz")),
        ("FOLDOC dictionary", lambda: dictionary(root / "usr/share/dictd/foldoc.dict.dz")),
        ("WordNet", lambda: wordnet(root / "usr/share/wordnet")),
        ("King James Bible", lambda: bible(root)),
    ]


def write_source(name: str, lines: Iterator[str], out: Path) -> int:
    count = 0
    with out.open("a", encoding="ascii") as file:
        for line in lines:
            words = words_of(line)
            if words:
                count += words.count(" ") + 1
                file.write(words + "\n")
    print(f"  {name:<18} {count:>10,} words", flush=True)
    return count


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: text.py ROOT OUT", file=sys.stderr)
        return 2
    root, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    partial = out.with_suffix(".part")
    partial.unlink(missing_ok=True)
    total = sum(write_source(name, lines(), partial) for name, lines in sources(root))
    partial.rename(out)
    print(f"  {'together':<18} {total:>10,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Makes src/text/bert/*_table.cc: what Hugging Face's tokenizers do with each character.

Asks their normalizer and pre-tokenizer about every code point, so that firth's tables are theirs,
of whatever version of Unicode. Needs PyPI's tokenizers (tests/peers/requirements.txt pins it).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tokenizers
from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

OUT = Path(__file__).resolve().parents[2] / "src" / "text" / "bert"
HANGUL = range(0xAC00, 0xD7A4)  # composed by a rule, which characters.cc has

HEAD = """\
// Made by tools/unicode/bert_characters.py from the answers of tokenizers {version} (PyPI).
#include "text/bert/character_tables.h"

// clang-format off
namespace firth::text {{
"""


def normalizer(**on: bool) -> Callable[[str], str]:
    off = dict.fromkeys(
        ("clean_text", "handle_chinese_chars", "strip_accents", "lowercase"), False
    )
    return BertNormalizer(**{**off, **on}).normalize_str


def code_points() -> Iterator[int]:
    yield from range(0xD800)
    yield from range(0xE000, 0x110000)


def kind(
    character: str,
    clean: Callable[[str], str],
    chinese: Callable[[str], str],
    split: Callable[[str], list[object]],
) -> str:
    between = f"a{character}b"
    removed = clean(between) == "ab"
    words = len(split(between))
    if words == 2:
        return "kBlankControl" if removed else "kBlank"
    if removed:
        return "kRemoved"
    if words == 3:
        return "kPunctuation"
    return "kIdeograph" if chinese(between) != between else "kPlain"


def kind_ranges() -> list[tuple[int, int, str]]:
    clean, chinese = normalizer(clean_text=True), normalizer(handle_chinese_chars=True)
    split = BertPreTokenizer().pre_tokenize_str
    ranges: list[tuple[int, int, str]] = []
    for code in code_points():
        found = kind(chr(code), clean, chinese, split)
        if found == "kPlain":
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == found:
            ranges[-1] = (ranges[-1][0], code, found)
        else:
            ranges.append((code, code, found))
    return ranges


def changes(normalize: Callable[[str], str]) -> dict[int, str]:
    return {c: s for c in code_points() if c not in HANGUL and (s := normalize(chr(c))) != chr(c)}


def runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def array(kind_of: str, name: str, items: list[str]) -> str:
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > 99:
            lines.append(line)
            line = "   "
        line += f" {item},"
    body = "\n".join([*lines, line])
    return (
        f"\nconst {kind_of} k{name}[] = {{\n{body}\n}};\n"
        f"const std::size_t k{name}Count = {len(items)};\n"
    )


def class_ranges() -> list[tuple[int, int, int]]:
    """Combining classes by Python's tables, of the characters that the normalizer moves: it goes by
    an older Unicode, to which later marks are plain characters."""
    decompose = NFD().normalize_str
    last = 0x345  # the only one of the highest class: it moves behind all others
    ranges: list[tuple[int, int, int]] = []
    for code in code_points():
        found = unicodedata.combining(chr(code))
        pair = "a" + chr(last) + chr(code)
        if found == 0 or (code != last and decompose(pair) == pair):
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == found:
            ranges[-1] = (ranges[-1][0], code, found)
        else:
            ranges.append((code, code, found))
    return ranges


def write(name: str, *arrays: str) -> None:
    head = HEAD.format(version=tokenizers.__version__)
    text = "".join([head, *arrays, "\n}  // namespace firth::text\n"])
    (OUT / f"{name}_table.cc").write_text(text, encoding="utf-8")


def pairs(name: str, mapping: dict[int, str]) -> str:
    return array(
        "CharacterPair", name,
        [f"{{{c:#x}, {ord(s):#x}}}" for c, s in mapping.items() if len(s) == 1],
    )  # fmt: skip


def longer(name: str, mapping: dict[int, str]) -> str:
    return array("LongMapping", name, [
        f"{{{c:#x}, {{{{{', '.join(f'{ord(x):#x}' for x in s)}}}, {len(s)}}}}}"
        for c, s in mapping.items() if len(s) > 1
    ])  # fmt: skip


def main() -> None:
    strip, lower = changes(normalizer(strip_accents=True)), changes(normalizer(lowercase=True))
    kinds = [f"{{{a:#x}, {b:#x}, CharacterKind::{k}}}" for a, b, k in kind_ranges()]
    marks = runs(code for code, to in strip.items() if not to)
    write("kind", array("KindRange", "KindRanges", kinds))
    write(
        "bare",
        array("CharacterRange", "Marks", [f"{{{a:#x}, {b:#x}}}" for a, b in marks]),
        pairs("BarePairs", strip),
        longer("BareLong", strip),
    )
    classes = [f"{{{a:#x}, {b:#x}, {k}}}" for a, b, k in class_ranges()]
    write("class", array("ClassRange", "ClassRanges", classes))
    write("lower", pairs("LowerPairs", lower), longer("LowerLong", lower))


if __name__ == "__main__":
    main()

"""Analogies and word pairs by gensim's rules, with the questions themselves in the answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any


def _spelling(case_insensitive: bool) -> Any:
    return str.upper if case_insensitive else str


def _first_rows(keyed: Any, restrict_vocab: int | None, case_insensitive: bool) -> dict[str, int]:
    """Spelling -> row; of several words of one spelling the first."""
    spell = _spelling(case_insensitive)
    rows: dict[str, int] = {}
    for row, key in enumerate(keyed.index_to_key[:restrict_vocab]):
        rows.setdefault(spell(key), row)
    return rows


def _questions(
    path: str | os.PathLike[str], case_insensitive: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(section, the four words); a section's start comes without words."""
    spell = _spelling(case_insensitive)
    section = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file):
            if line.startswith(": "):
                section = line.lstrip(": ").strip()
                yield section, ()
                continue
            if section is None:
                raise ValueError(f"Missing section header before line #{number} in {path}")
            words = tuple(spell(word) for word in line.split())
            if len(words) == 4:
                yield section, words


def _is_right(
    keyed: Any,
    answers: list[tuple[int, float]],
    words: tuple[str, ...],
    rows: dict[str, int],
    case_insensitive: bool,
) -> bool:
    """Of the best answers counts the first not spelled as one of the question, else the last."""
    spell = _spelling(case_insensitive)
    predicted = None
    for row, _ in answers:
        predicted = spell(keyed.index_to_key[row])
        if predicted in rows and predicted not in words[:3]:
            break
    return predicted == words[3]


def evaluate_word_analogies(
    keyed: Any,
    analogies: str | os.PathLike[str],
    restrict_vocab: int | None,
    case_insensitive: bool,
    dummy4unknown: bool,
) -> tuple[float, list[dict[str, Any]]]:
    """gensim's protocol; all questions are searched for at once, by all processors."""
    rows = _first_rows(keyed, restrict_vocab, case_insensitive)
    sections: list[dict[str, Any]] = []
    asked: list[tuple[dict[str, Any], tuple[str, ...]]] = []
    for name, words in _questions(analogies, case_insensitive):
        if not words:
            sections.append({"section": name, "correct": [], "incorrect": []})
        elif all(word in rows for word in words) or dummy4unknown:
            asked.append((sections[-1], words))
    known = [(s, w) for s, w in asked if all(word in rows for word in w)]
    index = keyed._index(min(restrict_vocab or len(keyed.vectors), len(keyed.vectors)))
    found = index.search_analogies(
        [(rows[w[0]], rows[w[1]], rows[w[2]]) for _, w in known], 5, "3cosadd", os.cpu_count() or 1
    )
    answers = iter(found)
    for section, words in asked:
        right = all(word in rows for word in words) and _is_right(
            keyed, next(answers), words, rows, case_insensitive
        )
        section["correct" if right else "incorrect"].append(words)
    total = {
        "section": "Total accuracy",
        "correct": [words for s in sections for words in s["correct"]],
        "incorrect": [words for s in sections for words in s["incorrect"]],
    }
    count = len(total["correct"]) + len(total["incorrect"])
    return (len(total["correct"]) / count if count else 0.0), [*sections, total]


def evaluate_word_pairs(
    keyed: Any,
    pairs: str | os.PathLike[str],
    delimiter: str,
    encoding: str,
    restrict_vocab: int | None,
    case_insensitive: bool,
    dummy4unknown: bool,
) -> tuple[Any, Any, float]:
    """gensim's protocol; correlations and p-values are SciPy's, as there."""
    try:
        from scipy import stats  # type: ignore[import-untyped]
    except ImportError as error:
        raise ImportError("evaluate_word_pairs needs SciPy: pip install scipy") from error
    rows = _first_rows(keyed, restrict_vocab, case_insensitive)
    spell = _spelling(case_insensitive)
    given: list[float] = []
    own: list[float] = []
    unknown = 0
    with open(pairs, encoding=encoding) as file:
        for line in file:
            fields = line.split(delimiter)
            if line.startswith("#") or len(fields) != 3:
                continue
            try:
                score = float(fields[2])
            except ValueError:
                continue
            a, b = (rows.get(spell(field)) for field in fields[:2])
            if a is None or b is None:
                unknown += 1
                if not dummy4unknown:
                    continue
            given.append(score)
            own.append(0.0 if a is None or b is None else keyed.similarity(a, b))
    known = len(given) - (unknown if dummy4unknown else 0)
    share = unknown / (known + unknown) * 100 if known + unknown else 0.0
    if known == 0:
        raise ValueError(
            f"No valid similarity judgements found in {pairs}: either invalid format or all are "
            "out-of-vocabulary"
        )
    return stats.pearsonr(given, own), stats.spearmanr(given, own), share

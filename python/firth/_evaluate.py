"""firth.evaluate."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, overload

from firth import _firth
from firth._keyed_vectors import KeyedVectors

Path = str | os.PathLike[str]
Method = Literal["3cosadd", "3cosmul"]
Case = Literal["exact", "upper", "lower"]


@overload
def evaluate(  # type: ignore[overload-overlap]  # one path is text, and so a sequence
    vectors: _firth.WordVectors | KeyedVectors,
    files: Path,
    *,
    method: Method = "3cosadd",
    top: int = 0,
    case: Case | None = None,
    threads: int = 0,
) -> _firth.EvaluationReport: ...


@overload
def evaluate(
    vectors: _firth.WordVectors | KeyedVectors,
    files: Sequence[Path],
    *,
    method: Method = "3cosadd",
    top: int = 0,
    case: Case | None = None,
    threads: int = 0,
) -> list[_firth.EvaluationReport]: ...


def evaluate(
    vectors: _firth.WordVectors | KeyedVectors,
    files: Path | Sequence[Path],
    *,
    method: Method = "3cosadd",
    top: int = 0,
    case: Case | None = None,
    threads: int = 0,
) -> _firth.EvaluationReport | list[_firth.EvaluationReport]:
    """Scores vectors by analogies, word pairs or categories, told apart by content.

    vectors: firth.WordVectors or firth.gensim.KeyedVectors.
    files: one file (a report comes back) or several (a list of them).
    method: how analogies are scored, "3cosadd" or "3cosmul".
    top: only the first so many words count; 0: all.
    case: compare words as written ("exact"), or in one case ("upper", "lower"). Without `top` and
        `case` analogies are asked by the rules of word2vec, gensim and GloVe, one report each.
    threads: 0: one a processor.

    A report has `kind` and one of `analogies` (each with `accuracy`, `total`, `sections`), `pairs`
    (`spearman`, `pearson`, `scored`) and `categories` (`purity`). Scores are estimates with
    `value`, `low` and `high`, the ends of a 95 % interval.
    """
    count = threads or os.cpu_count() or 1
    if not isinstance(vectors, _firth.WordVectors):
        vectors = vectors.to_native()
    if isinstance(files, (str, os.PathLike)):
        return _firth.evaluate(vectors, os.fspath(files), method, top, case, count)
    return [_firth.evaluate(vectors, os.fspath(f), method, top, case, count) for f in files]

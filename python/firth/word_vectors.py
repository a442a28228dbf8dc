"""firth.WordVectors and firth.load."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._queries import GensimQueries
from firth.errors import NotFoundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class WordVectors(_firth.WordVectors, GensimQueries):
    """One vector a word: what is asked, measured and saved. It does not change.

    WordVectors(words, matrix, counts=None, metadata={}): from words and a [len(words), dim] array
    of float32, NumPy's or anybody's that speaks DLPack, which is not copied (other numbers are).

    v["king"]           the word's vector, [dim]; v[["king", "queen"]]: [2, dim]
    "king" in v, len(v), iteration over the words
    v.neighbors("king", k=10), v.analogy("man", "king", "woman"), v.similarity("king", "queen")
    v.matrix            all vectors, [len(v), dim]: a read-only NumPy view, nothing is copied
    v.save(path)

    gensim's names (most_similar, key_to_index, vectors, ...) are there too.
    """

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) is not None

    def __iter__(self) -> Any:
        return iter(self.index_to_key)

    def __getitem__(self, key: str | int | Sequence[str | int]) -> NDArray[np.float32]:
        rows = self._row(key) if isinstance(key, (str, int)) else [self._row(k) for k in key]
        vectors: NDArray[np.float32] = self.matrix[rows]
        return vectors

    def _row(self, key: str | int) -> int:
        if isinstance(key, str):
            return self.require(key)
        if not -len(self) <= key < len(self):
            raise NotFoundError(f"there is no row {key}: the vectors have {len(self):,}")
        return key

    def __repr__(self) -> str:
        return f"<firth.WordVectors: {len(self):,} words x {self.dim}>"

    def __reduce__(self) -> tuple[Any, ...]:
        counts = self.counts() or None
        return WordVectors, (self.words(), self.matrix.copy(), counts, self.metadata)

    def __dlpack__(self, **how: Any) -> Any:
        return self.matrix.__dlpack__(**how)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.matrix.__dlpack_device__()

    def neighbors(self, words: str | Iterable[str], k: int = 10) -> list[tuple[str, float]]:
        """The k words nearest to a word, or to the mean of several words' unit vectors, those left
        out: (word, cosine), the nearest first."""
        return super().neighbors([words] if isinstance(words, str) else list(words), k)

    def similarity(self, a: str | int, b: str | int) -> float:
        """The cosine of two words."""
        return GensimQueries.similarity(self, self._row(a), self._row(b))

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> None:
        """Writes a file, whole or not at all.

        The ending says the format (.txt .bin .glove .vec .safetensors .npy .tsv) unless `format`
        does: "word2vec-text", "word2vec-binary", "glove", "fasttext", "vec", "safetensors", "npy",
        "projector".
        """
        super().save(os.fspath(path), format)

    # What gensim calls these things.

    @cached_property
    def index_to_key(self) -> list[str]:
        """All words in the order of the rows."""
        return self.words()

    @cached_property
    def key_to_index(self) -> dict[str, int]:
        """Every word's row."""
        rows: dict[str, int] = {}
        for row, word in enumerate(self.index_to_key):
            rows.setdefault(word, row)
        return rows

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The same as `matrix`."""
        return self.matrix

    @cached_property
    def _counts(self) -> list[int]:
        return self.counts()


def load(
    path: str | os.PathLike[str], *, format: str | None = None, max_words: int = 0
) -> WordVectors:
    """Reads a file of word vectors.

    path: word2vec text or binary, GloVe, fastText .bin and .vec, safetensors, NumPy .npy (words beside it in
        .words.txt), the embedding projector's .tsv; told apart by content unless `format` says it.
    max_words: only the first so many words; 0: all.

    safetensors and .npy files are mapped, not copied: do not change them while the vectors live.
    """
    return WordVectors(_firth.load(os.fspath(path), format, max_words))

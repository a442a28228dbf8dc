"""firth.WordVectors and firth.load."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._queries import GensimQueries, unit
from firth.errors import NotFoundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class WordVectors(_firth.WordVectors, GensimQueries):
    """One vector a word: what is asked, measured and saved. It does not change.

    WordVectors(words, matrix, counts=None, metadata={}, ngrams=None, ngram_names=None): from words
    and a [len(words), dim] array of float32, NumPy's or anybody's that speaks DLPack, which is not
    copied (other numbers are).

    v["king"]           the word's vector, [dim]; v[["king", "queen"]]: [2, dim]; with subwords
                        (maxn) also of words that are not among these: the mean of their n-grams
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
        import numpy as np

        if isinstance(key, (str, int, Integral)):
            return self._vector(key)
        if self.ngrams is None:
            rows: NDArray[np.float32] = self.matrix[[self._row(k) for k in key]]
            return rows
        return np.array([self._vector(k) for k in key], np.float32).reshape(-1, self.dim)

    def _vector(self, key: Any) -> NDArray[np.float32]:
        if isinstance(key, str) and self.find(key) is None:
            unknown = self.vector_of(key)
            if unknown is not None:
                return unknown
        vector: NDArray[np.float32] = self.matrix[self._row(key)]
        return vector

    def _row(self, key: str | int) -> int:
        if isinstance(key, str):
            return self.require(key)
        if isinstance(key, bool) or not isinstance(key, Integral):
            raise TypeError(f"a key is a word or a row, not {key!r}")
        if not -len(self) <= key < len(self):
            raise NotFoundError(f"there is no row {key}: the vectors have {len(self):,}")
        return int(key)

    def __repr__(self) -> str:
        return f"<firth.WordVectors: {len(self):,} words x {self.dim}>"

    def __reduce__(self) -> tuple[Any, ...]:
        counts = self.counts() or None
        ngrams = self.ngrams and (*self.ngrams[:2], self.ngrams[2].copy())
        parts = (self.words(), self.matrix.copy(), counts, self.metadata, ngrams, self.ngram_names)
        return WordVectors, parts

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """np.asarray(vectors) is the matrix, not the words."""
        import numpy as np

        if copy is False and dtype not in (None, np.float32):
            raise ValueError("other numbers than float32 need a copy")
        return np.array(self.matrix, dtype) if copy else np.asarray(self.matrix, dtype)

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
        return GensimQueries.similarity(self, a, b)

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> None:
        """Writes a file, whole or not at all.

        The ending says the format (.txt .bin .glove .vec .safetensors .npy .tsv .copy .jsonl)
        unless `format` does: "word2vec-text", "word2vec-binary", "glove", "fasttext", "vec",
        "safetensors", "npy", "projector", "pgvector", "jsonl".
        """
        super().save(os.fspath(path), format)

    # What gensim calls these things.

    def has_vector_for(self, key: str | int) -> bool:
        known = self.has_index_for(key)
        return known or (isinstance(key, str) and self.vector_of(key) is not None)

    def get_vector(self, key: str | int, norm: bool = False) -> NDArray[np.float32]:
        """[vector_size]; at length 1 with `norm`."""
        if not isinstance(key, str):
            return super().get_vector(key, norm)
        return unit(self[key]) if norm else self[key]

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

    path: word2vec text or binary, GloVe, fastText .bin and .vec, safetensors, NumPy .npy (words
        beside it in .words.txt), the embedding projector's .tsv; told apart by content unless
        `format` says it.
    max_words: only the first so many words; 0: all.

    safetensors and .npy files are mapped, not copied: do not change them while the vectors live.
    """
    return WordVectors(_firth.load(os.fspath(path), format, max_words))

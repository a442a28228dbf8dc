"""gensim's KeyedVectors: vectors that may be added and changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._compressed import decompressed
from firth._queries import GensimQueries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class KeyedVectors(GensimQueries):
    """Keys and their vectors. `vectors` is [len(self), vector_size] float32.

    Change vectors by assignment (kv[key] = vector) or add_vectors: what is written into `vectors`
    itself is not seen by searches until then.
    """

    def __init__(self, vector_size: int, count: int = 0) -> None:
        import numpy as np

        self.vectors: NDArray[np.float32] = np.zeros((count, vector_size), np.float32)
        self.index_to_key: list[Any] = [None] * count
        self.key_to_index: dict[Any, int] = {}
        self._counts: list[int] = []
        self._extras: dict[str, Any] = {}  # what else is known of each key: arrays by name
        self.next_index = 0

    def __len__(self) -> int:
        return len(self.index_to_key)

    def __contains__(self, key: Any) -> bool:
        return self.has_index_for(key)

    def __str__(self) -> str:
        return f"{type(self).__name__}<vector_size={self.vector_size}, {len(self)} keys>"

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state.pop("_index_cache", None)  # made anew by the next search
        return state

    def __getitem__(self, key_or_keys: Any) -> NDArray[np.float32]:
        import numpy as np

        if isinstance(key_or_keys, (str, int, np.integer)):
            return self.get_vector(key_or_keys)  # type: ignore[arg-type]
        return np.vstack([self.get_vector(key) for key in key_or_keys])

    def __setitem__(self, keys: Any, weights: Any) -> None:
        self.add_vectors(keys, weights, replace=True)

    def add_vector(self, key: Any, vector: Any) -> int:
        """Adds one key, or replaces its vector; returns its row."""
        self.add_vectors([key], [vector], replace=True)
        return self.key_to_index[key]

    def add_vectors(
        self, keys: Any, weights: Any, extras: Any = None, replace: bool = False
    ) -> None:
        """keys: one, or a list; weights: [vector_size], or [len(keys), vector_size]. Vectors of
        known keys are kept unless `replace`. extras: for each name of an attribute its values for
        the keys."""
        import numpy as np

        if isinstance(keys, (str, int, np.integer)):
            keys, weights = [keys], np.asarray(weights).reshape(1, -1)
        rows = np.asarray(weights, np.float32).reshape(len(keys), self.vector_size)
        new = [i for i, key in enumerate(keys) if key not in self.key_to_index]
        changed = self.vectors.copy() if replace and len(new) < len(keys) else self.vectors
        if replace:
            for i, key in enumerate(keys):
                if key in self.key_to_index:
                    changed[self.key_to_index[key]] = rows[i]
        for i in new:
            self._place(keys[i])
        free = len(self.index_to_key) - len(changed)
        if free > 0:
            changed = np.vstack([changed, np.zeros((free, self.vector_size), np.float32)])
        for i in new:
            changed[self.key_to_index[keys[i]]] = rows[i]
        self.vectors = changed
        self._index_cache = None
        for attr, values in (extras or {}).items():
            for i in range(len(keys)) if replace else new:
                self.set_vecattr(keys[i], attr, values[i])

    def resize_vectors(self, seed: int = 0) -> None:
        """A row for every key: missing ones are drawn from +-1 / vector_size, surplus ones go."""
        import numpy as np

        rows, before = len(self.index_to_key), len(self.vectors)
        if rows > before:
            range_ = 1 / self.vector_size
            drawn = np.random.default_rng(seed).uniform(
                -range_, range_, (rows - before, self.vector_size)
            )
            self.vectors = np.vstack([self.vectors, drawn.astype(np.float32)])
        self.vectors = self.vectors[:rows]
        self._index_cache = None

    def _place(self, key: Any) -> None:
        if self.next_index < len(self.index_to_key) and self.index_to_key[self.next_index] is None:
            self.index_to_key[self.next_index] = key
        else:
            self.next_index = len(self.index_to_key)
            self.index_to_key.append(key)
        self.key_to_index[key] = self.next_index
        self.next_index += 1

    def set_vecattr(self, key: Any, attr: str, val: Any) -> None:
        """Anything about a key: 0 (or None) until it is set. "count" is what `save` keeps."""
        row = self.get_index(key)
        if attr == "count":
            self._counts.extend([0] * (len(self) - len(self._counts)))
            self._counts[row] = int(val)
        else:
            self._grown(attr, val)[row] = val

    def get_vecattr(self, key: Any, attr: str) -> Any:
        if attr in self._extras:
            return self._grown(attr)[self.get_index(key)]
        if attr == "count" and self._counts:
            self._counts.extend([0] * (len(self) - len(self._counts)))
        return super().get_vecattr(key, attr)

    def _attributes(self) -> list[str]:
        return [*super()._attributes(), *self._extras]

    def _grown(self, attr: str, val: Any = None) -> Any:
        """An attribute's array, with a place for every key; of the type of `val` when new."""
        import numpy as np

        kind = np.asarray(val).dtype
        kept = self._extras.get(attr, np.zeros(0, kind if kind.kind in "biuf" else object))
        if len(kept) < len(self):
            free = np.full(len(self) - len(kept), None if kept.dtype == object else 0, kept.dtype)
            self._extras[attr] = np.concatenate([kept, free])
        return self._extras[attr]

    def fill_norms(self, force: bool = False) -> None:
        """Nothing: the search keeps lengths itself. `force` makes it read the vectors anew."""
        if force:
            self._index_cache = None

    def unit_normalize_all(self) -> None:
        """Scales every vector to length 1."""
        self.vectors = self.get_normed_vectors()
        self._index_cache = None

    def sort_by_descending_frequency(self) -> None:
        order = self._order("count")
        self.index_to_key = [self.index_to_key[i] for i in order]
        self.key_to_index = {key: row for row, key in enumerate(self.index_to_key)}
        self.vectors = self.vectors[order]
        self._counts = [self._counts[i] for i in order] if self._counts else []
        self._extras = {attr: self._grown(attr)[order] for attr in self._extras}
        self._index_cache = None

    def save(self, fname: str | os.PathLike[str]) -> None:
        """safetensors, which the firth command and firth.load read; no pickle."""
        self.to_native().save(os.fspath(fname), "safetensors")

    def to_native(self) -> _firth.WordVectors:
        """The same keys, vectors and counts as the library has them."""
        import numpy as np

        matrix = np.ascontiguousarray(self.vectors, np.float32)
        counts = self._counts + [0] * (len(self) - len(self._counts)) if self._counts else None
        return _firth.WordVectors(self.index_to_key, matrix, counts)

    @classmethod
    def load(cls, fname: str | os.PathLike[str], mmap: str | None = None) -> KeyedVectors:
        """A file of any format that firth reads. gensim's own pickles are refused: a pickle can run
        any program."""
        return cls.from_native(_firth.load(os.fspath(fname)))

    @classmethod
    def from_native(
        cls, native: _firth.WordVectors, unicode_errors: str = "surrogateescape"
    ) -> KeyedVectors:
        """Takes what the library has read or trained; the vectors are copied, so that they may be
        changed."""
        import numpy as np

        keyed = cls(native.dim)
        keyed.vectors = np.array(native.matrix, np.float32, order="C")
        keyed.index_to_key = native.words(unicode_errors)
        for row, key in enumerate(keyed.index_to_key):
            keyed.key_to_index.setdefault(key, row)
        keyed._counts = list(native.counts())
        keyed.next_index = len(keyed.index_to_key)
        return keyed

    @classmethod
    def load_word2vec_format(  # type: ignore[override]
        cls,
        fname: str | os.PathLike[str],
        fvocab: str | os.PathLike[str] | None = None,
        binary: bool = False,
        encoding: str = "utf8",
        unicode_errors: str = "strict",
        limit: int | None = None,
        datatype: Any = None,
        no_header: bool = False,
    ) -> KeyedVectors:
        """word2vec's text or binary format, plain, .gz, .bz2 or .xz. Words have counts from `fvocab`, or falling ones by
        their places, as gensim makes them up. Numbers are float32 whatever `datatype` says."""
        if encoding.lower() not in ("utf8", "utf-8"):
            raise ValueError("words are UTF-8: convert the file first")
        kind = "word2vec-binary" if binary else "glove" if no_header else "word2vec-text"
        with decompressed(fname) as path:
            keyed = cls.from_native(_firth.load(path, kind, limit or 0), unicode_errors)
        keyed._counts = list(range(len(keyed), 0, -1))
        if fvocab is not None:
            counts = _read_counts(fvocab, unicode_errors)
            keyed._counts = [counts.get(key, 0) for key in keyed.index_to_key]
        return keyed


def _read_counts(path: str | os.PathLike[str], unicode_errors: str) -> dict[str, int]:
    """word2vec's vocabulary file: a word and its count a line."""
    counts = {}
    with decompressed(path) as name, open(name, "rb") as file:
        for line in file:
            word, count = line.decode("utf-8", unicode_errors).strip().split()
            counts[word] = int(count)
    return counts

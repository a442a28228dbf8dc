"""gensim's questions, over anything that has `vectors`, `index_to_key` and `key_to_index`.

Names, arguments and results are those of gensim's KeyedVectors; the search is firth's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._compressed import to_compress
from firth._gensim_evaluation import evaluate_word_analogies, evaluate_word_pairs
from firth.errors import NotFoundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector at length 1; zeros stay."""
    import numpy as np

    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length > 0 else vector


def _as_list(keys: Any) -> list[Any]:
    import numpy as np

    if keys is None:
        return []
    if isinstance(keys, (str, Integral)) or (isinstance(keys, np.ndarray) and keys.ndim == 1):
        return [keys]
    return list(keys)


class GensimQueries:
    """Mixed into classes that have the three attributes."""

    vectors: Any
    index_to_key: Any
    key_to_index: Any
    _counts: Any
    _index_cache: tuple[int, _firth.Index] | None = None

    @property
    def vector_size(self) -> int:
        """Numbers a vector."""
        return int(self.vectors.shape[1])

    def has_index_for(self, key: str | int) -> bool:
        return self.get_index(key, -1) >= 0

    def has_vector_for(self, key: str | int) -> bool:
        """Whether get_vector answers: for more than the keys, where n-grams have vectors."""
        return self.has_index_for(key)

    def get_index(self, key: str | int, default: int | None = None) -> int:
        """A key's row; a number within the vectors is a row itself."""
        row = self.key_to_index.get(key)
        if row is not None:
            return int(row)
        if isinstance(key, Integral) and 0 <= int(key) < len(self.index_to_key):
            return int(key)
        if default is not None:
            return default
        raise NotFoundError(f"Key '{key}' not present")

    def get_vector(self, key: str | int, norm: bool = False) -> NDArray[np.float32]:
        """[vector_size]; at length 1 with `norm`."""
        row: NDArray[np.float32] = self.vectors[self.get_index(key)]
        return unit(row) if norm else row

    def get_normed_vectors(self) -> NDArray[np.float32]:
        """All vectors at length 1, a new array."""
        import numpy as np

        normed: NDArray[np.float32] = self.vectors / np.linalg.norm(
            self.vectors, axis=1, keepdims=True
        )
        return normed

    @property
    def norms(self) -> NDArray[np.float32]:
        """The length of every vector."""
        import numpy as np

        lengths: NDArray[np.float32] = np.linalg.norm(self.vectors, axis=1)
        return lengths

    def fill_norms(self, force: bool = False) -> None:
        """Nothing: the search keeps lengths itself."""

    def get_vecattr(self, key: str | int, attr: str) -> Any:
        """attr: "count", how often the word stands in the corpus."""
        if attr != "count" or not len(self._counts):
            raise NotFoundError(f"these vectors have no attribute {attr!r}")
        return int(self._counts[self.get_index(key)])

    def get_mean_vector(
        self,
        keys: Sequence[Any],
        weights: Any = None,
        pre_normalize: bool = True,
        post_normalize: bool = False,
        ignore_missing: bool = True,
    ) -> NDArray[np.float32]:
        """The weighted mean of keys and vectors, divided by the sum of the weights' sizes."""
        import numpy as np

        if len(keys) == 0:
            raise ValueError("cannot compute mean with no input")
        shares = np.ones(len(keys)) if weights is None else np.asarray(weights)
        if len(shares) != len(keys):
            raise ValueError("keys and weights array must have same number of elements")
        mean = np.zeros(self.vector_size, np.float32)
        total = 0.0
        for key, share in zip(keys, shares, strict=True):
            if not isinstance(key, np.ndarray):
                if not self.has_vector_for(key):
                    if ignore_missing:
                        continue
                    raise NotFoundError(f"Key '{key}' not present in vocabulary")
                key = self.get_vector(key, norm=pre_normalize)
            mean += np.float32(share) * key
            total += abs(float(share))
        if total > 0:
            mean /= np.float32(total)
        return unit(mean) if post_normalize else mean

    def _index(self, count: int) -> _firth.Index:
        if self._index_cache is None or self._index_cache[0] != count:
            self._index_cache = (count, _firth.Index(self.vectors, count))
        return self._index_cache[1]

    def _question(self, positive: Any, negative: Any) -> tuple[list[Any], list[float]]:
        keys, shares = [], []
        for items, sign in ((_as_list(positive), 1.0), (_as_list(negative), -1.0)):
            for item in items:
                weighted = isinstance(item, tuple)
                keys.append(item[0] if weighted else item)
                shares.append(float(item[1]) if weighted else sign)
        return keys, shares

    def most_similar(
        self,
        positive: Any = None,
        negative: Any = None,
        topn: int | None = 10,
        clip_start: int = 0,
        clip_end: int | None = None,
        restrict_vocab: int | None = None,
    ) -> Any:
        """The keys nearest to the mean of `positive` less `negative`, those left out.

        positive, negative: a key, a vector, or a list of them, each alone or as (key, weight).
        topn: so many (key, cosine), the nearest first; None: the cosine of every key, an array.
        restrict_vocab: only the first so many keys; else those from clip_start to clip_end, which
            count from the end when negative. Of a part whose start is negative no key is left out,
            as in gensim.
        """
        import numpy as np

        if isinstance(topn, Integral) and int(topn) < 1:
            return []
        start, end = (0, restrict_vocab) if restrict_vocab else (clip_start, clip_end)
        end = min(end or len(self.vectors), len(self.vectors))
        keys, shares = self._question(positive, negative)
        mean = self.get_mean_vector(keys, shares, post_normalize=True, ignore_missing=False)
        given = [k for k in keys if not isinstance(k, np.ndarray)]
        left_out = [self.get_index(k) for k in given if self.has_index_for(k)]
        if topn is None or start != 0 or end < 0:
            part = self.vectors[start:end]
            cosines = part @ mean / np.linalg.norm(part, axis=1)
            if topn is None:
                return cosines
            order = [i + start for i in np.argsort(-cosines) if i + start not in left_out]
            return [(self.index_to_key[i], float(cosines[i - start])) for i in order[: int(topn)]]
        found = self._index(end).search(mean, int(topn), left_out)
        return [(self.index_to_key[row], cosine) for row, cosine in found]

    def similar_by_word(
        self, word: str, topn: int | None = 10, restrict_vocab: int | None = None
    ) -> Any:
        return self.most_similar([word], topn=topn, restrict_vocab=restrict_vocab)

    def similar_by_key(
        self, key: str, topn: int | None = 10, restrict_vocab: int | None = None
    ) -> Any:
        return self.most_similar([key], topn=topn, restrict_vocab=restrict_vocab)

    def similar_by_vector(
        self,
        vector: NDArray[np.float32],
        topn: int | None = 10,
        restrict_vocab: int | None = None,
    ) -> Any:
        return self.most_similar([vector], topn=topn, restrict_vocab=restrict_vocab)

    def most_similar_cosmul(
        self,
        positive: Any = None,
        negative: Any = None,
        topn: int | None = 10,
        restrict_vocab: int | None = None,
    ) -> Any:
        """As most_similar, by Levy and Goldberg's products of (1 + cosine) / 2. restrict_vocab
        changes nothing, as in gensim."""
        import numpy as np

        if isinstance(topn, Integral) and int(topn) < 1:
            return []
        if not len(_as_list(positive)):
            raise ValueError("cannot compute similarity with no input")
        part, end = self.vectors, len(self.vectors)
        lengths = self.norms
        sides, left_out = [], []
        for items in (_as_list(positive), _as_list(negative)):
            product = np.ones(end, np.float32)
            for key in items:
                is_key = not isinstance(key, np.ndarray)
                vector = self.get_vector(key, norm=True) if is_key else key
                product = product * ((1 + part @ vector / lengths) / 2)
                if is_key:
                    left_out.append(self.get_index(key))
            sides.append(product)
        scores = sides[0] / (sides[1] + 0.000001)
        if topn is None:
            return scores
        order = [i for i in np.argsort(-scores) if i not in left_out]
        return [(self.index_to_key[i], float(scores[i])) for i in order[: int(topn)]]

    def similarity(self, a: str | int, b: str | int) -> float:
        """The cosine of two keys."""
        import numpy as np

        return float(np.dot(self.get_vector(a, norm=True), self.get_vector(b, norm=True)))

    def n_similarity(self, ws1: Sequence[str], ws2: Sequence[str]) -> float:
        """The cosine of the means of two lists of keys."""
        import numpy as np

        if not (len(ws1) and len(ws2)):
            raise ZeroDivisionError("At least one of the passed list is empty.")
        means = [unit(self.get_mean_vector(ws, pre_normalize=False)) for ws in (ws1, ws2)]
        return float(np.dot(means[0], means[1]))

    def distances(self, word_or_vector: Any, other_words: Sequence[str] = ()) -> Any:
        """1 - cosine to each of `other_words`, or to every key: an array."""
        import numpy as np

        is_key = isinstance(word_or_vector, (str, Integral))
        vector = self.get_vector(word_or_vector) if is_key else np.asarray(word_or_vector)
        rows = [self.get_index(word) for word in other_words]
        others = self.vectors[rows] if rows else self.vectors
        return 1 - others @ unit(vector) / np.linalg.norm(others, axis=1)

    def distance(self, w1: str | int, w2: str | int) -> float:
        return 1 - self.similarity(w1, w2) if w1 != w2 else 0.0

    def closer_than(self, key1: str | int, key2: str | int) -> list[str]:
        """The keys that are nearer to key1 than key2 is."""
        import numpy as np

        distances = self.distances(key1)
        own = self.get_index(key1)
        nearer = np.flatnonzero(distances < distances[self.get_index(key2)])
        return [self.index_to_key[i] for i in nearer if i != own]

    words_closer_than = closer_than

    def rank(self, key1: str | int, key2: str | int) -> int:
        """1 for the key nearest to key1, and so on."""
        return len(self.closer_than(key1, key2)) + 1

    def most_similar_to_given(self, key1: str, keys_list: Sequence[str]) -> str:
        return max(keys_list, key=lambda key: self.similarity(key1, key))

    def relative_cosine_similarity(self, wa: str, wb: str, topn: int = 10) -> float:
        """The cosine of two keys as a share of the sum of wa's `topn` best."""
        best = sum(cosine for _, cosine in self.similar_by_word(wa, topn))
        return float(self.similarity(wa, wb) / best)

    def rank_by_centrality(
        self, words: Sequence[str], use_norm: bool = True
    ) -> list[tuple[float, str]]:
        """(score, word) by the word's product with the mean, the highest first."""
        import numpy as np

        known = [word for word in words if self.has_index_for(word)]
        if not known:
            raise ValueError("cannot select a word from an empty list")
        rows = np.vstack([self.get_vector(word, norm=use_norm) for word in known])
        mean = self.get_mean_vector(known, pre_normalize=use_norm, post_normalize=True)
        return sorted(
            ((float(s), w) for s, w in zip(rows @ mean, known, strict=True)), reverse=True
        )

    def doesnt_match(self, words: Sequence[str]) -> str:
        """The odd one out."""
        return self.rank_by_centrality(words)[-1][1]

    @staticmethod
    def cosine_similarities(vector_1: Any, vectors_all: Any) -> Any:
        """The cosine of one vector with each of several."""
        import numpy as np

        return (
            vectors_all
            @ vector_1
            / (np.linalg.norm(vectors_all, axis=1) * np.linalg.norm(vector_1))
        )

    def evaluate_word_analogies(
        self,
        analogies: str | os.PathLike[str],
        restrict_vocab: int | None = 300_000,
        case_insensitive: bool = True,
        dummy4unknown: bool = False,
    ) -> tuple[float, list[dict[str, Any]]]:
        """(accuracy, sections): each section has "section", "correct" and "incorrect"."""
        return evaluate_word_analogies(
            self, analogies, restrict_vocab, case_insensitive, dummy4unknown
        )

    def evaluate_word_pairs(
        self,
        pairs: str | os.PathLike[str],
        delimiter: str = "\t",
        encoding: str = "utf8",
        restrict_vocab: int | None = 300_000,
        case_insensitive: bool = True,
        dummy4unknown: bool = False,
    ) -> tuple[Any, Any, float]:
        """(Pearson, Spearman, per cent of pairs with an unknown word); needs SciPy."""
        return evaluate_word_pairs(
            self, pairs, delimiter, encoding, restrict_vocab, case_insensitive, dummy4unknown
        )

    def save_word2vec_format(
        self,
        fname: str | os.PathLike[str],
        fvocab: str | os.PathLike[str] | None = None,
        binary: bool = False,
        write_header: bool = True,
        append: bool = False,
        sort_attr: str = "count",
    ) -> None:
        """word2vec's text or binary format, the most frequent word first; compressed when the name
        ends in .gz, .bz2 or .xz."""
        if append or (binary and not write_header):
            raise ValueError("files are written whole: no append, and no binary without a header")
        order = self._order(sort_attr)
        words = [self.index_to_key[i] for i in order]
        counts = [int(self._counts[i]) for i in order] if len(self._counts) else None
        kind = "word2vec-binary" if binary else "word2vec-text" if write_header else "glove"
        import numpy as np

        matrix = np.ascontiguousarray(self.vectors[order], np.float32)
        native = _firth.WordVectors(words, matrix, counts)
        with to_compress(fname) as path:
            native.save(path, kind)
        if fvocab is not None:
            with to_compress(fvocab) as path:
                with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
                    for place, word in enumerate(words):
                        file.write(f"{word} {counts[place] if counts else 0}\n")

    def _attributes(self) -> list[str]:
        """The names of what is known of each key."""
        return ["count"] if len(self._counts) else []

    def _order(self, sort_attr: str) -> list[int]:
        rows = list(range(len(self.index_to_key)))
        if sort_attr in self._attributes():
            rows.sort(key=lambda row: -self.get_vecattr(row, sort_attr))
        return rows

    @classmethod
    def load_word2vec_format(cls, fname: str | os.PathLike[str], **how: Any) -> Any:
        """As gensim's: arguments fvocab, binary, encoding, unicode_errors, limit, no_header."""
        from firth.gensim import KeyedVectors

        return KeyedVectors.load_word2vec_format(fname, **how)

    def vectors_for_all(self, keys: Iterable[str], copy_vecattrs: bool = False) -> Any:
        """A KeyedVectors of those keys that are known."""
        from firth.gensim import KeyedVectors

        known = [key for key in dict.fromkeys(keys) if self.has_index_for(key)]
        chosen = KeyedVectors(self.vector_size)
        chosen.add_vectors(known, [self.get_vector(key) for key in known])
        chosen._counts = [0] * len(known)
        if copy_vecattrs:
            for attr in self._attributes():
                for key in known:
                    chosen.set_vecattr(key, attr, self.get_vecattr(key, attr))
        return chosen

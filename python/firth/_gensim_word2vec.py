"""gensim's Word2Vec, trained by firth."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from firth import _firth
from firth._keyed_vectors import KeyedVectors, keyed_from
from firth._train import make_corpus, settings_text

Sentences = Iterable[Iterable[str]]
_PARAMETERS = "firth.gensim.Word2Vec"  # the name under which a saved file keeps them


class Word2Vec:
    """word2vec with gensim's arguments and defaults.

    sentences: any iterable of token lists; without it (and corpus_file) call build_vocab and train.
        An iterator can be read once only, as in gensim.
    workers: threads; with several the result varies a little from run to run.

    `wv` holds the vectors (firth.gensim.KeyedVectors). Each call of `train` begins anew.
    """

    def __init__(
        self,
        sentences: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
        vector_size: int = 100,
        alpha: float = 0.025,
        window: int = 5,
        min_count: int = 5,
        sample: float = 1e-3,
        seed: int = 1,
        workers: int = 3,
        min_alpha: float = 0.0001,
        sg: int = 0,
        hs: int = 0,
        negative: int = 5,
        ns_exponent: float = 0.75,
        cbow_mean: int = 1,
        epochs: int = 5,
        max_final_vocab: int | None = None,
        shrink_windows: bool = True,
    ) -> None:
        if hs and negative:
            negative = 0  # firth trains by one objective, and hs is the one that was asked for
        self.vector_size = vector_size
        self.alpha = alpha
        self.window = window
        self.min_count = min_count
        self.sample = sample
        self.seed = seed
        self.workers = workers
        self.min_alpha = min_alpha
        self.sg = sg
        self.hs = hs
        self.negative = negative
        self.ns_exponent = ns_exponent
        self.cbow_mean = cbow_mean
        self.epochs = epochs
        self.max_final_vocab = max_final_vocab
        self.shrink_windows = shrink_windows
        self.corpus_count = 0
        self.corpus_total_words = 0
        self.wv = KeyedVectors(vector_size)
        if sentences is not None or corpus_file is not None:
            self._learn(sentences, corpus_file, epochs, alpha, min_alpha)

    def build_vocab(
        self,
        corpus_iterable: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
    ) -> None:
        """Counts words: `wv` then has every word that stays, in the order that training gives them,
        and no vectors yet."""
        import numpy as np

        counting = _Counting(corpus_iterable)
        corpus = self._corpus(counting if corpus_iterable is not None else None, corpus_file)
        limits = {"min_count": self.min_count, "max_vocab": self.max_final_vocab}
        words = _firth.count_words(corpus, settings_text(limits))
        self.corpus_count = counting.sentences
        self.corpus_total_words = counting.tokens or sum(count for _, count in words)
        matrix = np.zeros((len(words), self.vector_size), np.float32)
        self.wv = keyed_from([w for w, _ in words], matrix, [count for _, count in words])

    def train(
        self,
        corpus_iterable: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
        total_examples: int | None = None,
        total_words: int | None = None,
        epochs: int | None = None,
        start_alpha: float | None = None,
        end_alpha: float | None = None,
    ) -> tuple[int, int]:
        """Trains from the start. Returns words trained, and words read (over all epochs): the same
        number, since thinning is not counted. total_examples and total_words are counted here, and
        so not needed."""
        rates = (
            self.alpha if start_alpha is None else start_alpha,
            self.min_alpha if end_alpha is None else end_alpha,
        )
        return self._learn(corpus_iterable, corpus_file, epochs or self.epochs, *rates)

    def _corpus(
        self, sentences: Sentences | None, corpus_file: str | os.PathLike[str] | None
    ) -> _firth.Corpus:
        if (sentences is None) == (corpus_file is None):
            raise TypeError(
                "Both corpus_file and corpus_iterable must not be empty at the same time"
                if sentences is None
                else "give sentences or corpus_file, not both"
            )
        if isinstance(sentences, str):
            raise TypeError("sentences must be an iterable of token lists, not text")
        if sentences is None:
            return make_corpus(corpus_file)
        return _firth.sentence_corpus(sentences)

    def _settings(self, epochs: int, alpha: float, min_alpha: float) -> dict[str, Any]:
        return {
            "dim": self.vector_size,
            "window": self.window,
            "window_mode": "shrink" if self.shrink_windows else "fixed",
            "loss": "hs" if self.hs else "ns",
            "negative": self.negative or None,
            "ns_power": float(self.ns_exponent),
            "cbow_combine": "mean" if self.cbow_mean else "sum",
            "min_count": self.min_count,
            "max_vocab": self.max_final_vocab,
            "sample": float(self.sample),
            "lr": float(alpha),
            "lr_end": float(min_alpha),
            "epochs": epochs,
            "threads": self.workers,
            "seed": self.seed,
        }

    def _learn(
        self,
        sentences: Sentences | None,
        corpus_file: str | os.PathLike[str] | None,
        epochs: int,
        alpha: float,
        min_alpha: float,
    ) -> tuple[int, int]:
        counting = _Counting(sentences)
        corpus = self._corpus(counting if sentences is not None else None, corpus_file)
        given = settings_text(self._settings(epochs, alpha, min_alpha))
        result = _firth.train(corpus, "skipgram" if self.sg else "cbow", "gensim", given)
        self.wv = KeyedVectors.from_native(result.vectors)
        words = result.progress.words_done
        if sentences is not None:
            self.corpus_count = counting.sentences
            self.corpus_total_words = counting.tokens
        return words, words

    def save(self, fname: str | os.PathLike[str]) -> None:
        """safetensors with words, counts and these arguments: load, firth.load and the command read
        it. What only further training would need is not kept."""
        import numpy as np

        metadata = {_PARAMETERS: json.dumps(self._parameters())}
        matrix = np.ascontiguousarray(self.wv.vectors)
        _firth.WordVectors(self.wv.index_to_key, matrix, self.wv._counts, metadata).save(
            os.fspath(fname), "safetensors"
        )

    def _parameters(self) -> dict[str, Any]:
        left_out = ("wv", "corpus_count", "corpus_total_words")
        return {name: value for name, value in vars(self).items() if name not in left_out}

    @classmethod
    def load(cls, fname: str | os.PathLike[str]) -> Word2Vec:
        """What `save` wrote."""
        native = _firth.load(os.fspath(fname))
        if _PARAMETERS not in native.metadata:
            raise ValueError(f"{fname}: holds vectors, but no Word2Vec; use KeyedVectors.load")
        model = cls(**json.loads(native.metadata[_PARAMETERS]))
        model.wv = KeyedVectors.from_native(native)
        return model


class _Counting:
    """The same sentences, counted in passing; an iterator stays one."""

    def __init__(self, sentences: Sentences | None) -> None:
        self._inner = sentences
        self.sentences = 0
        self.tokens = 0
        self._iterator: Any = None
        if sentences is not None and iter(sentences) is sentences:
            self._iterator = sentences

    def __iter__(self) -> Any:
        if self._iterator is not None:
            return self
        return self._walk(iter(self._inner or ()))

    def __next__(self) -> Any:
        return self._count(next(self._iterator))

    def _walk(self, iterator: Any) -> Any:
        self.sentences = self.tokens = 0
        for sentence in iterator:
            yield self._count(sentence)

    def _count(self, sentence: Any) -> Any:
        if not isinstance(sentence, (list, tuple, str)):
            sentence = list(sentence)
        self.sentences += 1
        self.tokens += len(sentence)
        return sentence

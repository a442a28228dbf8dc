"""Classifiers of text: fastText's models, and its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._train import Progress, make_corpus, progress_callback

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Classifier", "ClassifierScores"]

Answer = list[tuple[str, float]]


@dataclass(frozen=True)
class ClassifierScores:
    """A classifier's answers against the labels of lines."""

    lines: int
    """Lines that were judged: with a label that the model knows."""
    unknown_labels: int
    """Lines left out: none of their labels is known."""
    unlabelled: int
    """Lines left out: they have no label."""
    precision: float
    recall: float
    f1: float
    labels: dict[str, _firth.LabelTally]
    """Each label's gold, predicted, right, precision, recall and f1."""


class Classifier:
    """Tells which labels a line of text has.

    >>> model = firth.Classifier.train("train.txt", word_ngrams=2)   # doctest: +SKIP
    >>> model.predict("the second half of the match", k=2)          # doctest: +SKIP
    [('__label__sports', 0.98), ('__label__economy', 0.01)]
    """

    def __init__(self, compiled: _firth.Classifier) -> None:
        self._compiled = compiled

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, label: str = "__label__") -> Classifier:
        """fastText's .bin or .ftz, or firth's. The matrices stay in the file, which must not be
        changed meanwhile. `label` is what labels in a text begin with; files do not say it."""
        return cls(_firth.Classifier.load(os.fspath(path), label))

    @classmethod
    def train(
        cls,
        corpus: Any,
        *,
        dim: int = 100,
        lr: float = 0.1,
        epochs: int = 5,
        min_count: int = 1,
        min_count_label: int = 0,
        word_ngrams: int = 1,
        minn: int = 0,
        maxn: int = 0,
        bucket: int = 2_000_000,
        loss: str = "softmax",
        negative: int = 5,
        label: str = "__label__",
        pretrained: str | os.PathLike[str] | None = None,
        threads: int = 0,
        seed: int = 1,
        memory_limit: int | str = 0,
        progress: bool | Progress = False,
    ) -> Classifier:
        """Learns from lines of words and labels.

        corpus           a path or a list of paths, or an iterable of token lists, labels among them
        dim              numbers in a vector
        lr, epochs       the learning rate, which falls linearly to 0; times over the text
        min_count        words that occur less often are unknown
        min_count_label  labels that occur less often are left out
        word_ngrams      runs of up to so many words are features too
        minn, maxn       n-grams of so many characters are features too; maxn 0: none
        bucket           rows for n-grams of both kinds
        loss             softmax, hs, ns, or ova for lines with several labels
        negative         drawn labels, with ns
        label            what labels begin with
        pretrained       a file of vectors to start from, in any format
        threads, seed    0: one a processor; with one thread the seed gives the same model again
        memory_limit     bytes, or "2G"; 0: 80 % of the machine's
        progress         True for a line on stderr, or a function as in firth.train; when it
                         returns False training stops, and what was learned is returned
        """
        settings = _firth.ClassifierSettings()
        settings.dim, settings.lr, settings.epochs = dim, lr, epochs
        settings.min_count, settings.min_count_label = min_count, min_count_label
        settings.word_ngrams, settings.minn, settings.maxn = word_ngrams, minn, maxn
        settings.bucket, settings.loss, settings.negative = bucket, loss, negative
        settings.label = label
        settings.pretrained = "" if pretrained is None else os.fspath(pretrained)
        settings.threads, settings.seed = threads, seed
        settings.memory_limit = str(memory_limit)
        lines = make_corpus(corpus)
        return cls(_firth.Classifier.train(lines, settings, progress_callback(progress)))

    def __repr__(self) -> str:
        kind = ", quantized" if self.quantized else ""
        return (
            f"<firth.Classifier: {len(self.labels):,} labels, {len(self.words):,} words x "
            f"{self.dim}{kind}>"
        )

    @property
    def labels(self) -> list[str]:
        """With their prefix, the most frequent first."""
        return self._compiled.labels()

    @property
    def words(self) -> list[str]:
        """The known ones."""
        return self._compiled.words()

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return self.settings.dim

    @property
    def quantized(self) -> bool:
        """Made smaller: rows are codes (fastText's .ftz)."""
        return self._compiled.quantized

    @property
    def settings(self) -> _firth.ClassifierSettings:
        """What the model was trained with, as far as its file tells."""
        return self._compiled.settings

    def save(self, path: str | os.PathLike[str]) -> None:
        """As fastText's .bin, which its program and its Python package load; .ftz when quantized."""
        self._compiled.save(os.fspath(path))

    def predict(self, text: str, *, k: int = 1, threshold: float = 0.0) -> Answer:
        """The k likeliest labels of a line, each with its probability, the likeliest first; those
        below `threshold` are left out. Empty when nothing of the line is known. Labels in the line
        are passed over."""
        if not isinstance(text, str):
            raise TypeError(f"predict takes one text, not {type(text).__name__}; see predict_batch")
        return self._compiled.predict([text], k, threshold, 1)[0]

    def predict_batch(
        self, texts: Iterable[str], *, k: int = 1, threshold: float = 0.0, threads: int = 0
    ) -> list[Answer]:
        """predict for each of many lines, by all threads (0: one a processor)."""
        return self._compiled.predict(_listed(texts), k, threshold, threads)

    def test(
        self, corpus: Any, *, k: int = 1, threshold: float = 0.0, threads: int = 0
    ) -> ClassifierScores:
        """Precision, recall and F1 of the k likeliest labels on lines with labels: a path or a
        list of paths, or an iterable of token lists."""
        scores = self._compiled.test(make_corpus(corpus), k, threshold, threads)
        return ClassifierScores(
            scores.lines,
            scores.unknown_labels,
            scores.unlabelled,
            scores.all.precision,
            scores.all.recall,
            scores.all.f1,
            dict(zip(self.labels, scores.labels)),
        )

    def vector(self, text: str) -> NDArray[np.float32]:
        """What labels are told from: the mean of the line's rows; zeros when nothing is known."""
        return self._compiled.vector(text)


def _listed(texts: Iterable[str]) -> Sequence[str]:
    if isinstance(texts, str):
        raise TypeError("predict_batch takes several texts, not one; see predict")
    listed = list(texts)
    for text in listed:
        if not isinstance(text, str):
            raise TypeError(f"texts: {type(text).__name__} is no text")
    return listed

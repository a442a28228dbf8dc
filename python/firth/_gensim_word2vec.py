"""gensim's Word2Vec, trained by firth."""

from __future__ import annotations

import inspect
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from firth import _firth
from firth._keyed_vectors import KeyedVectors
from firth._train import make_corpus, settings_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sentences = Iterable[Iterable[str]]
_PARAMETERS = "firth.gensim.Word2Vec"  # the name under which a saved file keeps them
_PROGRESS = ("corpus_count", "corpus_total_words", "train_count")  # is kept beside them


def _refuse(**arguments: Any) -> None:
    """Raises for an argument of gensim's that has another value than the one without effect."""
    for name, value in arguments.items():
        if value:
            raise TypeError(f"firth has nothing like {name}: leave it out")


class Word2Vec:
    """word2vec with gensim's arguments and defaults.

    sentences: any iterable of token lists; without it (and corpus_file) call build_vocab and train.
        An iterator can be read once only, as in gensim.
    workers: threads; with several the result varies a little from run to run.
    batch_words, comment: taken, without effect. Of max_vocab_size, hashfxn, null_word, trim_rule,
        sorted_vocab, compute_loss and callbacks gensim's defaults alone are taken.

    `wv` holds the vectors (firth.gensim.KeyedVectors). `train` goes on from them, and from what
    else was learned; so does a model that was saved and loaded.
    """

    def __init__(
        self,
        sentences: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
        vector_size: int = 100,
        alpha: float = 0.025,
        window: int = 5,
        min_count: int = 5,
        max_vocab_size: None = None,
        sample: float = 1e-3,
        seed: int = 1,
        workers: int = 3,
        min_alpha: float = 0.0001,
        sg: int = 0,
        hs: int = 0,
        negative: int = 5,
        ns_exponent: float = 0.75,
        cbow_mean: int = 1,
        hashfxn: Any = hash,
        epochs: int = 5,
        null_word: int = 0,
        trim_rule: None = None,
        sorted_vocab: int = 1,
        batch_words: int = 10_000,
        compute_loss: bool = False,
        callbacks: Iterable[Any] = (),
        comment: str | None = None,
        max_final_vocab: int | None = None,
        shrink_windows: bool = True,
    ) -> None:
        _refuse(
            max_vocab_size=max_vocab_size,
            null_word=null_word,
            trim_rule=trim_rule,
            sorted_vocab=not sorted_vocab,
            compute_loss=compute_loss,
            callbacks=list(callbacks or ()),
            hashfxn=hashfxn is not hash,
        )
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
        self.comment = comment
        self.corpus_count = 0
        self.corpus_total_words = 0
        self.train_count = 0
        self.wv = KeyedVectors(vector_size)
        self._model: _firth.Model | None = None
        if sentences is not None or corpus_file is not None:
            self._learn(sentences, corpus_file)

    def build_vocab(
        self,
        corpus_iterable: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
        update: bool = False,
        progress_per: int = 10_000,
        keep_raw_vocab: bool = False,
        trim_rule: None = None,
    ) -> None:
        """Counts words: `wv` then has every word that stays, and the vectors that training begins
        with. With `update` the words that `wv` has stay, with their vectors; counts add up."""
        _refuse(keep_raw_vocab=keep_raw_vocab, trim_rule=trim_rule)
        counting = _Counting(corpus_iterable)
        corpus = self._corpus(counting if corpus_iterable is not None else None, corpus_file)
        known = (self._trained(), self._rows()) if update else (None, None)
        vectors, self._model = _firth.start_model(
            corpus, self._kind(), "gensim", settings_text(self._settings()), *known
        )
        self.wv = KeyedVectors.from_native(vectors)
        self.corpus_count = counting.sentences
        self.corpus_total_words = counting.tokens or sum(vectors.counts())
        self.train_count = 0

    def build_vocab_from_freq(
        self,
        word_freq: Mapping[str, int],
        keep_raw_vocab: bool = False,
        corpus_count: int | None = None,
        trim_rule: None = None,
        update: bool = False,
    ) -> None:
        """As build_vocab, from words and how often each stands in the corpus."""
        _refuse(keep_raw_vocab=keep_raw_vocab, trim_rule=trim_rule, update=update)
        with tempfile.TemporaryDirectory(prefix="firth-") as place:
            path = os.path.join(place, "words")
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.writelines(f"{word} {count}\n" for word, count in word_freq.items())
            settings = settings_text({**self._settings(), "read_vocab": path})
            vectors, self._model = _firth.start_model(
                make_corpus([list(word_freq)]), self._kind(), "gensim", settings
            )
        self.wv = KeyedVectors.from_native(vectors)
        self.corpus_count = corpus_count or 0
        self.corpus_total_words = 0
        self.train_count = 0

    def train(
        self,
        corpus_iterable: Sentences | None = None,
        corpus_file: str | os.PathLike[str] | None = None,
        total_examples: int | None = None,
        total_words: int | None = None,
        epochs: int | None = None,
        start_alpha: float | None = None,
        end_alpha: float | None = None,
        word_count: int = 0,
        queue_factor: int = 2,
        report_delay: float = 1.0,
        compute_loss: bool = False,
        callbacks: Iterable[Any] = (),
    ) -> tuple[int, int]:
        """Trains further: the words of `wv`, from its vectors on. Returns words trained, and words
        read (over all epochs): the same number, since thinning is not counted. total_examples and
        total_words are counted here, and so not needed; queue_factor and report_delay are without
        effect, and of the arguments beside them gensim's defaults alone are taken."""
        _refuse(word_count=word_count, compute_loss=compute_loss, callbacks=list(callbacks or ()))
        self._require_objective()
        if epochs is not None and epochs <= 0:
            raise ValueError(f"epochs is {epochs}: the usual value is model.epochs")
        model, rows = self._trained(), self._rows()
        corpus = self._corpus(corpus_iterable, corpus_file)
        settings = self._settings(epochs, start_alpha, end_alpha)
        # The same seed would draw the same negatives again.
        settings["seed"] = self.seed + self.train_count
        result = model.train(rows, corpus, self._kind(), "gensim", settings_text(settings))
        return self._take(result)

    def __str__(self) -> str:
        return (
            f"{type(self).__name__}<vocab={len(self.wv)}, vector_size={self.vector_size}, "
            f"alpha={self.alpha}>"
        )

    @property
    def layer1_size(self) -> int:
        """The same as vector_size."""
        return self.vector_size

    @property
    def syn1neg(self) -> NDArray[np.float32]:
        """The output vectors of negative sampling, a row a word: a read-only view."""
        if self.hs or self._model is None:
            raise AttributeError("there is no syn1neg without words and negative sampling")
        output: NDArray[np.float32] = self._model.output
        return output

    def _require_objective(self) -> None:
        if not self.hs and not self.negative:
            raise ValueError("with hs=0 and negative=0 there is nothing to train: set one of them")

    def _kind(self) -> str:
        return "skipgram" if self.sg else "cbow"

    def _trained(self) -> _firth.Model:
        if self._model is None:
            raise RuntimeError("you must first build vocabulary before training the model")
        return self._model

    def _rows(self) -> NDArray[np.float32]:
        import numpy as np

        return np.ascontiguousarray(self.wv.vectors, np.float32)

    def _take(self, result: _firth.TrainResult) -> tuple[int, int]:
        """What was learned, into the same `wv` when its words are the same."""
        learned = KeyedVectors.from_native(result.vectors)
        if learned.index_to_key == self.wv.index_to_key:
            self.wv.vectors = learned.vectors
            self.wv.fill_norms(force=True)
        else:
            self.wv = learned
        self._model = result.model
        self.train_count += 1
        words = result.progress.words_done
        return words, words

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

    def _settings(
        self,
        epochs: int | None = None,
        alpha: float | None = None,
        min_alpha: float | None = None,
    ) -> dict[str, Any]:
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
            "lr": float(self.alpha if alpha is None else alpha),
            "lr_end": float(self.min_alpha if min_alpha is None else min_alpha),
            "epochs": epochs or self.epochs,
            "threads": self.workers,
            "seed": self.seed,
        }

    def _learn(
        self, sentences: Sentences | None, corpus_file: str | os.PathLike[str] | None
    ) -> None:
        """Counts and trains in one, so that an iterator, too, can be learned from."""
        self._require_objective()
        counting = _Counting(sentences)
        corpus = self._corpus(counting if sentences is not None else None, corpus_file)
        settings = settings_text(self._settings())
        result = _firth.train(corpus, self._kind(), "gensim", settings, keep_model=True)
        words, _ = self._take(result)
        self.corpus_count = counting.sentences
        self.corpus_total_words = counting.tokens or words // self.epochs

    def save(self, fname: str | os.PathLike[str]) -> None:
        """safetensors with words, counts, both matrices and these arguments: load goes on from
        there, firth.load and the command read the vectors."""
        kept = self._parameters() | {name: getattr(self, name) for name in _PROGRESS}
        metadata = {_PARAMETERS: json.dumps(kept)}
        self._trained().save(self._rows(), os.fspath(fname), metadata)

    def _parameters(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in inspect.signature(Word2Vec).parameters
                if hasattr(self, name)}

    @classmethod
    def load(cls, fname: str | os.PathLike[str]) -> Word2Vec:
        """What `save` wrote."""
        native, trained = _firth.load_model(os.fspath(fname))
        if _PARAMETERS not in native.metadata:
            raise ValueError(f"{fname}: holds a model, but no Word2Vec; use KeyedVectors.load")
        kept = json.loads(native.metadata[_PARAMETERS])
        progress = {name: kept.pop(name, 0) for name in _PROGRESS}
        model = cls(**kept)
        vars(model).update(progress)
        model.wv = KeyedVectors.from_native(native)
        model._model = trained
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

# mypy: disable-error-code="overload-overlap"
"""The compiled part of firth; use the package firth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, overload

import numpy
from numpy.typing import NDArray

from firth._firth import nn as nn


version: str = '0.1.0'

class Corpus:
    """Text on its way in."""

    @property
    def rereadable(self) -> bool:
        """Whether it can be read more than once."""

def open_corpus(inputs: Sequence[str]) -> Corpus:
    """Files, folders, patterns, or "-" for standard input."""

def sentence_corpus(sentences: Iterable[Iterable[str | int]]) -> Corpus:
    """Any iterable of token lists; an iterator can be read once only."""

class WordVectors:
    """One vector a word; see firth.WordVectors."""

    @overload
    def __init__(self, words: Sequence[str], matrix: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], counts: Sequence[int] | None = None, metadata: Mapping[str, str] = {}, ngrams: tuple[int, int, Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)]] | None = None, ngram_names: Sequence[str] | None = None) -> None:
        """
        Words and their rows: a [len(words), dim] array of float32, which is not copied. `ngrams` is (minn, maxn, rows) and `ngram_names` a list, as the properties are.
        """

    @overload
    def __init__(self, other: WordVectors) -> None:
        """Shares what `other` holds."""

    def __len__(self) -> int: ...

    @property
    def dim(self) -> int:
        """Numbers a vector."""

    @property
    def matrix(self) -> Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)]:
        """
        All vectors, [len(self), dim] float32: a read-only view, nothing is copied.
        """

    @property
    def metadata(self) -> dict[str, str]:
        """The settings of training, by their names on the command line."""

    @property
    def ngrams(self) -> tuple[int, int, Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)]] | None:
        """
        (minn, maxn, rows): characters of the shortest and the longest n-gram, and a read-only view of their rows, [buckets, dim] or [len(ngram_names), dim]; None without subwords.
        """

    @property
    def ngram_names(self) -> list[str] | None:
        """
        The n-gram of each row; None where n-grams share rows by their hash (ngrams="hashed"), and without subwords.
        """

    def vector_of(self, word: str) -> Annotated[NDArray[numpy.float32], dict(shape=(None,), device='cpu')] | None:
        """
        A copy of a known word's vector; with subwords, for any other word, the mean of the rows of its n-grams. None when there is neither.
        """

    def words(self, errors: str = 'surrogateescape') -> list[str]:
        """
        All words in the order of the rows; `errors` says what becomes of bytes that are not UTF-8.
        """

    def counts(self) -> list[int]:
        """How often each word stands in the corpus; empty when not known."""

    def find(self, word: str) -> int | None:
        """A word's row, or None."""

    def require(self, word: str) -> int:
        """
        A word's row; raises firth.errors.NotFoundError, which names near spellings.
        """

    def neighbors(self, words: Sequence[str], k: int = 10) -> list[tuple[str, float]]:
        """
        The k words nearest to the mean of the words' unit vectors, with their cosines.
        """

    def analogy(self, a: str, b: str, c: str, k: int = 10, method: str = '3cosadd') -> list[tuple[str, float]]:
        """
        The k best answers to: a is to b as c is to ?, with their scores. `method` is "3cosadd" or "3cosmul".
        """

    def similarity(self, a: str, b: str) -> float:
        """The cosine of two words."""

    def save(self, path: str, format: str | None = None) -> None:
        """Writes a file, whole or not at all."""

def load(path: str, format: str | None = None, max_words: int = 0) -> WordVectors:
    """Reads a file of word vectors."""

def losses_in_format(vectors: WordVectors, format: str) -> list[str]:
    """What a file of this format cannot hold of these vectors."""

class Index:
    """Exact search by cosine over the rows of a float32 array."""

    def __init__(self, rows: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)], count: int) -> None:
        """
        Over the first `count` rows. The array is not copied: make a new index when it changes.
        """

    def search(self, query: Annotated[NDArray[numpy.float32], dict(shape=(None,), order='C', device='cpu', writable=False)], k: int, exclude: Sequence[int] = []) -> list[tuple[int, float]]:
        """
        The k rows of highest cosine with a [dim] vector: (row, cosine), best first.
        """

    def search_analogies(self, questions: Sequence[Sequence[int]], k: int, method: str = '3cosadd', threads: int = 1) -> list[list[tuple[int, float]]]:
        """For each (a, b, c) the k rows that answer best: a is to b as c is to ?"""

class Model:
    """A model between two trainings, without its vectors."""

    def __len__(self) -> int: ...

    def __getstate__(self) -> tuple[dict[str, str], list[bytes], list[int], Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)], bool]: ...

    def __setstate__(self, arg: tuple[Mapping[str, str], Sequence[bytes], Sequence[int], Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], bool], /) -> None: ...

    @property
    def output(self) -> Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)]:
        """
        The output matrix: a read-only view. A row a word, or a row an inner node of Huffman's tree.
        """

    def train(self, vectors: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], corpus: Corpus, model: str, compat: str, settings: Mapping[str, str]) -> TrainResult:
        """
        Trains further, from these vectors on; words and counts stay as they are.
        """

    def save(self, vectors: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], path: str, metadata: Mapping[str, str]) -> None:
        """Writes all of it, from which load_model goes on."""

def start_model(corpus: Corpus, model: str, compat: str, settings: Mapping[str, str], known: Model | None = None, vectors: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None) -> tuple[WordVectors, Model]:
    """
    The corpus's words and their vectors before training; behind those of `known`, which keep their `vectors`.
    """

def load_model(path: str) -> tuple[WordVectors, Model]:
    """What Model.save wrote."""

class Progress:
    """Where training is."""

    @property
    def epoch(self) -> int:
        """1 to epochs."""

    @property
    def epochs(self) -> int: ...

    @property
    def words_done(self) -> int:
        """Over all epochs, before thinning."""

    @property
    def words_total(self) -> int: ...

    @property
    def words_per_second(self) -> float:
        """Since the last report."""

    @property
    def loss(self) -> float:
        """Mean loss of an example since the last report."""

    @property
    def rate(self) -> float:
        """The learning rate."""

    @property
    def seconds_left(self) -> float: ...

class EpochReport:
    """What is known after an epoch."""

    @property
    def epoch(self) -> int:
        """1 to epochs."""

    @property
    def loss(self) -> float | None:
        """GloVe: mean loss of a pair as it was trained; None for other models."""

    @property
    def held_out_loss(self) -> float | None:
        """Mean loss of an example of the held-out text; None without one."""

    @property
    def stops(self) -> bool:
        """Patience is at its end."""

class TrainResult:
    """What training ended in."""

    @property
    def vectors(self) -> WordVectors: ...

    @property
    def model(self, /) -> Model | None:
        """What training can go on from; None unless asked for."""

    @property
    def progress(self) -> Progress:
        """Where training ended."""

    @property
    def stopped(self) -> bool:
        """A stop was requested before the end."""

def train(corpus: Corpus, model: str, compat: str | None = None, settings: Mapping[str, str] = {}, output_vectors: str | None = None, keep_model: bool = False, progress: object | None = None, epoch: object | None = None, cooccurrences: str | None = None) -> TrainResult:
    """
    Trains; `settings` are texts by their names on the command line. `cooccurrences`: a file of pairs, which `corpus` names too.
    """

def train_settings() -> list[dict[str, str]]:
    """All settings of training: name, group, value, help, default."""

class Estimate:
    """A share or a correlation with its 95 % interval."""

    @property
    def value(self) -> float: ...

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...

    def __float__(self) -> float: ...

    def __repr__(self) -> str: ...

class AnalogySection:
    """Questions under one heading."""

    @property
    def name(self) -> str: ...

    @property
    def questions(self) -> int:
        """In the file."""

    @property
    def asked(self) -> int:
        """All four words known."""

    @property
    def right(self) -> int: ...

class AnalogyReport:
    """Analogies asked by one peer's rules."""

    @property
    def protocol(self) -> str: ...

    @property
    def sections(self) -> list[AnalogySection]: ...

    @property
    def total(self) -> AnalogySection: ...

    @property
    def semantic(self) -> AnalogySection: ...

    @property
    def syntactic(self) -> AnalogySection: ...

    @property
    def accuracy(self) -> Estimate:
        """Share of right answers, 0 to 1."""

class PairReport:
    """Cosines beside people's judgement of word pairs."""

    @property
    def pairs(self) -> int:
        """In the file."""

    @property
    def scored(self) -> int:
        """Both words known."""

    @property
    def spearman(self) -> Estimate: ...

    @property
    def pearson(self) -> Estimate: ...

class CategoryReport:
    """Categories found again by clustering."""

    @property
    def words(self) -> int:
        """In the file."""

    @property
    def clustered(self) -> int:
        """Known words."""

    @property
    def categories(self) -> int: ...

    @property
    def purity(self) -> Estimate:
        """0 to 1."""

class EvaluationReport:
    """What one file of a standard set says."""

    @property
    def path(self) -> str: ...

    @property
    def kind(self) -> str:
        """"analogies", "pairs" or "categories"."""

    @property
    def analogies(self) -> list[AnalogyReport]:
        """One a protocol; empty for other kinds."""

    @property
    def pairs(self) -> PairReport | None:
        """None for other kinds."""

    @property
    def categories(self) -> CategoryReport | None:
        """None for other kinds."""

def evaluate(vectors: WordVectors, path: str, method: str = '3cosadd', top: int = 0, case: str | None = None, threads: int = 1) -> EvaluationReport: ...

class EncoderInfo:
    """What an encoder is, as its folder says."""

    @property
    def layers(self) -> int: ...

    @property
    def dim(self) -> int:
        """Columns of the vectors."""

    @property
    def heads(self) -> int: ...

    @property
    def vocabulary(self) -> int:
        """Pieces."""

    @property
    def max_pieces(self) -> int:
        """Of a text, [CLS] and [SEP] included; what is beyond is cut off."""

    @property
    def parameters(self) -> int: ...

    @property
    def pooling(self) -> str: ...

    @property
    def normalize(self) -> bool:
        """Sentence vectors get length 1."""

    @property
    def precision(self) -> str: ...

class Encoder:
    """The compiled part of firth.Encoder."""

    @staticmethod
    def load(folder: str, precision: str) -> Encoder: ...

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, texts: Sequence[str], pooling: str | None, normalize: bool | None, max_pieces: int, chunk_overlap: int | None, prefix: str, batch_pieces: int, threads: int, progress: object | None) -> tuple[NDArray[numpy.float32], int]:
        """([texts, dim] float32, how many texts were cut)."""

    def encode_pieces(self, texts: Sequence[str], max_pieces: int, prefix: str, batch_pieces: int, threads: int, progress: object | None) -> list[tuple[list[str], list[int], list[tuple[int, int]], NDArray[numpy.float32], int]]:
        """
        Of each text (pieces, ids, ranges in bytes, [pieces, dim] float32, pieces left out).
        """

    def split(self, text: str, max_pieces: int) -> tuple[list[str], list[int], list[tuple[int, int]]]:
        """(pieces, ids, ranges in bytes of the text as UTF-8)."""

class ClassifierSettings:
    """What a classifier is, or is to be, trained with."""

    def __init__(self) -> None: ...

    @property
    def dim(self) -> int: ...

    @dim.setter
    def dim(self, arg: int, /) -> None: ...

    @property
    def lr(self) -> float: ...

    @lr.setter
    def lr(self, arg: float, /) -> None: ...

    @property
    def epochs(self) -> int: ...

    @epochs.setter
    def epochs(self, arg: int, /) -> None: ...

    @property
    def min_count(self) -> int: ...

    @min_count.setter
    def min_count(self, arg: int, /) -> None: ...

    @property
    def min_count_label(self) -> int: ...

    @min_count_label.setter
    def min_count_label(self, arg: int, /) -> None: ...

    @property
    def word_ngrams(self) -> int: ...

    @word_ngrams.setter
    def word_ngrams(self, arg: int, /) -> None: ...

    @property
    def minn(self) -> int: ...

    @minn.setter
    def minn(self, arg: int, /) -> None: ...

    @property
    def maxn(self) -> int: ...

    @maxn.setter
    def maxn(self, arg: int, /) -> None: ...

    @property
    def bucket(self) -> int: ...

    @bucket.setter
    def bucket(self, arg: int, /) -> None: ...

    @property
    def loss(self) -> str: ...

    @loss.setter
    def loss(self, arg: str, /) -> None: ...

    @property
    def negative(self) -> int: ...

    @negative.setter
    def negative(self, arg: int, /) -> None: ...

    @property
    def label(self) -> str: ...

    @label.setter
    def label(self, arg: str, /) -> None: ...

    @property
    def pretrained(self) -> str: ...

    @pretrained.setter
    def pretrained(self, arg: str, /) -> None: ...

    @property
    def threads(self) -> int: ...

    @threads.setter
    def threads(self, arg: int, /) -> None: ...

    @property
    def seed(self) -> int: ...

    @seed.setter
    def seed(self, arg: int, /) -> None: ...

    @property
    def memory_limit(self) -> str:
        """Bytes, or as on the command line: "2G"."""

    @memory_limit.setter
    def memory_limit(self, arg: str, /) -> None: ...

class LabelTally:
    """How often a label was there, was answered, and both."""

    @property
    def gold(self) -> int: ...

    @property
    def predicted(self) -> int: ...

    @property
    def right(self) -> int: ...

    @property
    def precision(self) -> float:
        """NaN when it was never answered."""

    @property
    def recall(self) -> float:
        """NaN when it was never there."""

    @property
    def f1(self) -> float:
        """NaN when it was neither."""

class ClassifierScores:
    """Answers against the labels of lines."""

    @property
    def lines(self) -> int: ...

    @property
    def unknown_labels(self) -> int: ...

    @property
    def unlabelled(self) -> int: ...

    @property
    def all(self) -> LabelTally:
        """Over all labels."""

    @property
    def labels(self) -> list[LabelTally]:
        """Of the model's labels, in their order."""

class Classifier:
    """The compiled part of firth.Classifier."""

    @staticmethod
    def load(path: str, label: str) -> Classifier: ...

    @staticmethod
    def train(corpus: Corpus, settings: ClassifierSettings, progress: object | None) -> Classifier: ...

    def save(self, path: str) -> None:
        """Writes a file, whole or not at all."""

    def predict(self, texts: Sequence[str], k: int, threshold: float, threads: int) -> list[list[tuple[str, float]]]:
        """Of each text the likeliest labels, with their probabilities."""

    def vector(self, text: str) -> Annotated[NDArray[numpy.float32], dict(shape=(None,), device='cpu')]:
        """The mean of the text's rows, [dim]."""

    def test(self, corpus: Corpus, k: int, threshold: float, threads: int) -> ClassifierScores: ...

    def labels(self) -> list[str]: ...

    def words(self) -> list[str]: ...

    @property
    def quantized(self) -> bool:
        """Its rows are codes."""

    @property
    def settings(self) -> ClassifierSettings: ...

class Server:
    """The compiled part of firth.Server."""

    def __init__(self, models: Sequence[tuple[str, str]], *, host: str, port: int, api_keys: Sequence[str], cors: Sequence[str], tls_certificate: str, tls_key: str, indexes: str, auto_truncate: bool, precision: str, threads: int, batch_tokens: int, queue_tokens: int, max_texts: int, max_body: int, max_connections: int, max_requests: int, read_seconds: float, answer_seconds: float, drain_seconds: float) -> None: ...

    @property
    def url(self) -> str: ...

    @property
    def port(self) -> int: ...

    def reload(self) -> None:
        """Loads all models anew."""

    def drain(self) -> bool:
        """True when all was answered."""

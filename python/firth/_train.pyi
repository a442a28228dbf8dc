"""firth.train, as type checkers see it. Written by tools/python/stubs.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Literal

from firth import _firth
from firth.word_vectors import WordVectors

Path = str | PathLike[str]

Progress = Callable[[_firth.Progress], object]

def settings_text(arguments: Mapping[str, object]) -> dict[str, str]: ...
def make_corpus(corpus: object) -> _firth.Corpus: ...
def progress_callback(progress: bool | Progress) -> Progress | None: ...
def train(
    corpus: Path | Sequence[Path] | Iterable[Iterable[str | int]] | None,
    model: Literal["skipgram", "cbow", "glove", "ppmi", "onehot"] = "skipgram",
    *,
    compat: Literal["word2vec", "fasttext", "gensim", "glove", "note"] | None = None,
    cooccurrences: Path | None = None,
    output_vectors: Literal["input", "mean", "sum", "all"] | None = None,
    progress: bool | Progress = False,
    on_epoch: Callable[[_firth.EpochReport], object] | None = None,
    dim: int = 100,
    minn: int = 0,
    maxn: int = 0,
    bucket: int = 2000000,
    ngrams: Literal["hashed", "exact"] = "hashed",
    min_ngram_count: int = 5,
    window: int = 5,
    window_mode: Literal["shrink", "fixed"] = "shrink",
    pad: Literal["skip", "zero"] = "skip",
    loss: Literal["ns", "hs", "softmax"] = "ns",
    negative: int = 5,
    ns_power: float = 0.75,
    share_negatives: int = 1,
    cbow_combine: Literal["mean", "sum", "concat"] = "mean",
    cbow_gradient: Literal["exact", "word2vec"] = "word2vec",
    context_init: Literal["zero", "random"] = "zero",
    init_range: float = 0.5,
    x_max: float = 100.0,
    alpha: float = 0.75,
    symmetric: bool = True,
    weight: Literal["harmonic", "flat"] = "harmonic",
    unk: bool = False,
    shift: float = 1.0,
    context_smoothing: float = 0.75,
    eig: float = 0.5,
    tokenizer: Literal["whitespace", "words", "tabs"] = "whitespace",
    punctuation: Literal["keep", "drop"] = "keep",
    lowercase: bool = False,
    sentence_length: int = 1000,
    line_end: Literal["break", "word2vec", "fasttext"] = "break",
    min_count: int = 5,
    max_vocab: int = 0,
    read_vocab: str | PathLike[str] = "",
    cache_file: str | PathLike[str] = "",
    sample: float = 0.001,
    epochs: int = 5,
    lr: float | None = None,
    lr_end: float | None = None,
    lr_decay: Literal["sqrt", "linear"] = "sqrt",
    eta: float = 0.05,
    order: Literal["shuffled", "text"] = "shuffled",
    valid: str | PathLike[str] = "",
    patience: int = 0,
    seed: int = 1,
    checkpoint: str | PathLike[str] = "",
    checkpoint_every: str = "10m",
    resume: bool = False,
    init: str | PathLike[str] = "",
    grow_vocab: bool = False,
    threads: int = 0,
    deterministic: bool = False,
    lanes: int = 4,
    private_rows: int = 2048,
    merge_blocks: int = 1,
    storage: Literal["float32", "bf16"] = "float32",
    memory_limit: int | str = 0,
    temp_dir: str | PathLike[str] = "",
    cpu_target: str = "best",
) -> WordVectors: ...

"""BERT and its kin: vectors of sentences, and of words in their context."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firth import _firth

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Encoder", "TokenVectors"]

Progress = Callable[[int], object]


@dataclass(frozen=True)
class TokenVectors:
    """The vectors of a text's pieces, [CLS] and [SEP] among them."""

    tokens: list[str]
    ids: list[int]
    offsets: list[tuple[int, int]]
    """Where in the text each piece comes from, in characters; (0, 0) for [CLS] and [SEP]."""
    vectors: NDArray[np.float32]
    """[pieces, dim]"""
    left_out: int = 0
    """Pieces of the text beyond max_tokens."""


class Encoder:
    """A BERT from a folder of Hugging Face's or sentence-transformers' making.

    >>> encoder = firth.Encoder.load("all-MiniLM-L6-v2")        # doctest: +SKIP
    >>> encoder.encode(["A man eats.", "Someone has lunch."])   # doctest: +SKIP
    """

    def __init__(self, compiled: _firth.Encoder) -> None:
        self._compiled = compiled

    @classmethod
    def load(cls, folder: str | os.PathLike[str], *, precision: str = "float32") -> Encoder:
        """config.json, model.safetensors and tokenizer.json or vocab.txt; modules.json and what it
        names where they are there. The weights stay in the file; those of layers are copied with a
        precision of "bf16", in half the memory, or "int8", in a quarter."""
        return cls(_firth.Encoder.load(os.fspath(folder), precision))

    def __repr__(self) -> str:
        info = self.info
        return f"<firth.Encoder: {info.layers} layers, dim {info.dim}, pooling {info.pooling}>"

    @property
    def info(self) -> _firth.EncoderInfo:
        """Layers, dim, heads, vocabulary, max_pieces, parameters, pooling, normalize, precision."""
        return self._compiled.info

    @property
    def dim(self) -> int:
        """Columns of the vectors."""
        return self.info.dim

    def encode(
        self,
        texts: str | Iterable[str],
        *,
        pooling: str | None = None,
        normalize: bool | None = None,
        max_tokens: int = 0,
        chunk_overlap: int | None = None,
        prefix: str = "",
        batch_tokens: int = 512,
        threads: int = 0,
        progress: Progress | None = None,
    ) -> NDArray[np.float32]:
        """[texts, dim] float32, or [dim] for one text. A text's vector is the same to the bit
        whatever else is encoded beside it.

        pooling      mean, cls, max, mean-sqrt-length, weighted-mean or last; None: the folder's
        normalize    make vectors of length 1; None: as the folder says
        max_tokens   longer texts are cut, with a warning that says how many; 0: as the folder says
        chunk_overlap  a number: longer texts are not cut, but encoded in chunks that share so many
                     tokens, and the mean of the chunks' vectors is theirs
        prefix       stands before each text ("query: " with E5's models)
        batch_tokens a thread computes texts of about so many tokens at once
        threads      0: one a processor
        progress     called with the number of texts done, about four times a second
        """
        single = isinstance(texts, str)
        listed = _listed(texts)
        vectors, cut = self._compiled.encode(
            listed,
            pooling,
            normalize,
            max_tokens,
            chunk_overlap,
            prefix,
            batch_tokens,
            threads,
            progress,
        )
        if cut:
            most = max_tokens or self.info.max_pieces
            warnings.warn(
                f"{cut} of {len(listed)} texts were longer than {most} tokens and were cut",
                stacklevel=2,
            )
        return vectors[0] if single else vectors

    def encode_tokens(
        self,
        texts: str | Iterable[str],
        *,
        max_tokens: int = 0,
        prefix: str = "",
        batch_tokens: int = 512,
        threads: int = 0,
        progress: Progress | None = None,
    ) -> TokenVectors | list[TokenVectors]:
        """A vector for each token: the same word has another one in another text. One result for
        one text, else a list. Arguments as in encode."""
        single = isinstance(texts, str)
        listed = _listed(texts)
        found = self._compiled.encode_pieces(
            listed, max_tokens, prefix, batch_tokens, threads, progress
        )
        results = [
            TokenVectors(pieces, ids, _in_characters(prefix + text, ranges), vectors, left_out)
            for text, (pieces, ids, ranges, vectors, left_out) in zip(listed, found)
        ]
        return results[0] if single else results

    def tokenize(self, text: str, *, max_tokens: int = 0) -> list[str]:
        """The pieces of a text, with [CLS] and [SEP]."""
        return self._compiled.split(text, max_tokens)[0]

    def similarity(
        self, a: str | Sequence[str], b: str | Sequence[str]
    ) -> float | NDArray[np.float32]:
        """Cosine of two texts, or [len(a), len(b)] cosines of two lists."""
        first, second = (np.atleast_2d(self.encode(side, normalize=True)) for side in (a, b))
        cosines = first @ second.T
        return float(cosines[0, 0]) if isinstance(a, str) and isinstance(b, str) else cosines


def _listed(texts: str | Iterable[str]) -> list[str]:
    listed = [texts] if isinstance(texts, str) else list(texts)
    for text in listed:
        if not isinstance(text, str):
            raise TypeError(f"texts: {type(text).__name__} is no text")
    return listed


def _in_characters(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in UTF-8 as places in the str."""
    if text.isascii():
        return ranges
    place, at = {0: 0}, 0
    for number, character in enumerate(text, 1):
        at += len(character.encode())
        place[at] = number
    return [(place[begin], place[end]) for begin, end in ranges]

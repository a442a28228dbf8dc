"""firth learns, measures and serves word vectors.

    import firth
    v = firth.train("corpus.txt", epochs=10)     # help(firth.train) has every argument
    v.neighbors("king", k=5)
    v.save("words.bin")
    v = firth.load("words.bin")

firth.nn has layers that train (Embedding, EmbeddingBag, Linear, losses, optimisers) on NumPy
arrays; firth.torch has the first two for PyTorch; firth.gensim has gensim's names.
"""

import importlib
from typing import TYPE_CHECKING

from firth import errors, nn
from firth._evaluate import evaluate
from firth._firth import version as __version__
from firth._train import train
from firth.classifier import Classifier
from firth.encoder import Encoder
from firth.errors import Error
from firth.server import Server, serve
from firth.word_vectors import WordVectors, load

if not TYPE_CHECKING:  # checkers would let every name pass

    def __getattr__(name: str) -> object:
        """firth.gensim and firth.torch, imported when they are first asked for."""
        if name in ("gensim", "torch"):
            return importlib.import_module(f"firth.{name}")
        raise AttributeError(f"module 'firth' has no attribute {name!r}")


__all__ = [
    "Classifier", "Encoder", "Error", "Server", "WordVectors", "__version__", "errors", "evaluate",
    "load", "nn", "serve", "train",
]  # fmt: skip

#!/usr/bin/env python3
"""Writes the typed stubs of the Python package: _firth/__init__.pyi and _firth/nn.pyi from the
extension, _train.pyi from the table of settings.

usage: stubs.py [FOLDER]      the folder is python/firth unless given; firth must be importable
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from nanobind.stubgen import StubGen

TRAIN = '''\
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
'''


def extension_stub(module: object) -> str:
    generator = StubGen(module)
    generator.put(module)
    text: str = generator.get()
    # float32 and float64 arrays are told apart at run time, and by mypy not everywhere.
    # Arrays of no type are those of ids.
    ids = "Annotated[NDArray[numpy.int32] | NDArray[numpy.int64],"
    text = text.replace("Annotated[NDArray,", ids)
    return '# mypy: disable-error-code="overload-overlap"\n' + text


def train_stub() -> str:
    from firth._train import SETTINGS, train

    parameters = inspect.signature(train).parameters
    text = TRAIN
    for setting in SETTINGS:
        default = parameters[setting.argument].default
        quoted = f'"{default}"' if isinstance(default, str) else repr(default)
        text += f"    {setting.argument}: {setting.annotation} = {quoted},\n"
    return text + ") -> WordVectors: ...\n"


def main() -> None:
    from firth import _firth

    root = Path(__file__).resolve().parents[2]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "python" / "firth"
    (folder / "_firth").mkdir(parents=True, exist_ok=True)
    (folder / "_firth" / "__init__.pyi").write_text(extension_stub(_firth))
    (folder / "_firth" / "nn.pyi").write_text(extension_stub(_firth.nn))
    (folder / "_train.pyi").write_text(train_stub())


if __name__ == "__main__":
    main()

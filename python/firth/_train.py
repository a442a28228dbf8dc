"""firth.train, whose arguments come from the library's own table of settings."""

from __future__ import annotations

import inspect
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from firth import _firth
from firth.errors import InputError
from firth.word_vectors import WordVectors

Progress = Callable[[_firth.Progress], object]

_INTRODUCTION = """\
Learns word vectors.

corpus: a path, or a list of paths (text files, plain, gzip or zstd; folders; patterns; "-" is
    standard input); or any iterable of sentences, each a list of tokens (str or int). An iterable
    is read once, or once an epoch when it does not fit the memory limit; an iterator must fit.
model: "skipgram", "cbow", "glove", "ppmi" or "onehot". GloVe's own defaults are dim 50, window 15,
    epochs 25 and min_count 1; PPMI's are window 2 and weight "flat".
compat: a peer's defaults and habits: "word2vec", "fasttext", "gensim", "glove" or "note" (the study
    note's). Other arguments override them.
cooccurrences: for GloVe and PPMI, a file of pairs that firth's or GloVe's `cooccur` has counted, in
    the place of a corpus, which is None then; read_vocab names the file of its words.
output_vectors: "input", or "mean" or "sum" of both matrices; "all": GloVe's, each followed by its
    bias. None: GloVe's sum, others' input.
progress: True for a line on stderr, or a function that is called about four times a second with
    where training is (epoch, epochs, words_done, words_total, words_per_second, loss, rate,
    seconds_left). When it returns False training stops, and what was learned so far is returned.
on_epoch: a function that is called after each epoch with its report (epoch, loss, held_out_loss,
    stops);
    it stops training in the same way.

Returns firth.WordVectors. Ctrl-C stops training with KeyboardInterrupt. Other threads of Python run
on meanwhile.
"""


# What the command line calls a value -> the type of the argument.
_TYPES = {
    "": "bool",
    "0|1": "bool",
    "N": "int",
    "P": "float",
    "R": "float",
    "X": "float",
    "RATE": "float",
    "T": "float",
    "SIZE": "int | str",
    "FILE": "str | PathLike[str]",
    "DIR": "str | PathLike[str]",
}


class _Setting:
    """One setting: as the command line has it, and as an argument."""

    def __init__(self, about: dict[str, str]) -> None:
        self.name = about["name"]
        self.argument = self.name.replace("-", "_")
        self.group = about["group"]
        self.value = about["value"]
        self.help = about["help"].replace("--", "")
        self.default = self._default(about["default"])

    @property
    def annotation(self) -> str:
        if self.name in ("lr", "lr-end"):
            return "float | None"
        if "|" in self.value and self.value not in _TYPES:
            return "Literal[" + ", ".join(f'"{name}"' for name in self.value.split("|")) + "]"
        return _TYPES.get(self.value, "str")

    def _default(self, text: str) -> object:
        kind = self.annotation
        if kind == "bool":
            return text in ("true", "1")
        if kind.endswith("None") or (not text and kind in ("int", "float")):
            return None
        if kind.startswith("int") and text.isdigit():
            return int(text)
        return float(text) if kind == "float" else text

    def text(self, value: Any) -> str:
        """The value as the command line would have it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return repr(float(value))  # NumPy's floats show themselves otherwise
        return str(os.fspath(value) if isinstance(value, os.PathLike) else value)


SETTINGS = [_Setting(about) for about in _firth.train_settings()]
_BY_ARGUMENT = {setting.argument: setting for setting in SETTINGS}


def settings_text(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Arguments of firth.train as settings of the command line, less those that are None."""
    given: dict[str, str] = {}
    for argument, value in arguments.items():
        setting = _BY_ARGUMENT.get(argument)
        if setting is None:
            raise TypeError(f"train() got an unexpected keyword argument {argument!r}")
        if value is not None:
            given[setting.name] = setting.text(value)
    return given


def make_corpus(corpus: object) -> _firth.Corpus:
    """Paths, or an iterable of token lists."""
    if isinstance(corpus, (str, os.PathLike)):
        return _firth.open_corpus([os.fspath(corpus)])
    if isinstance(corpus, (list, tuple)) and not corpus:
        raise InputError("corpus is empty: it needs a path, or a list of tokens")
    if isinstance(corpus, (list, tuple)) and all(isinstance(c, (str, os.PathLike)) for c in corpus):
        return _firth.open_corpus([os.fspath(c) for c in corpus])
    if not isinstance(corpus, Iterable):
        raise TypeError(f"a corpus is a path or an iterable of token lists, not {type(corpus)}")
    return _firth.sentence_corpus(corpus)


def _show(now: _firth.Progress) -> None:
    share = now.words_done / now.words_total if now.words_total else 1.0
    print(
        f"\r{share:6.1%}  epoch {now.epoch} of {now.epochs}  {now.words_per_second:,.0f} words/s"
        f"  loss {now.loss:.4f}  {now.seconds_left:.0f} s left ",
        end="" if now.words_done < now.words_total else "\n",
        file=sys.stderr,
        flush=True,
    )


def progress_callback(progress: bool | Progress) -> Progress | None:
    """True: a line on stderr."""
    if isinstance(progress, bool):
        return _show if progress else None
    return progress


def train(
    corpus: Any,
    model: str = "skipgram",
    *,
    compat: str | None = None,
    cooccurrences: str | os.PathLike[str] | None = None,
    output_vectors: str | None = None,
    progress: bool | Progress = False,
    on_epoch: Callable[[_firth.EpochReport], object] | None = None,
    **settings: Any,
) -> WordVectors:
    counts = None if cooccurrences is None else os.fspath(cooccurrences)
    if counts is not None:
        if corpus is not None:
            raise TypeError("cooccurrences stands in the place of a corpus: corpus must be None")
        corpus = counts
    result = _firth.train(
        make_corpus(corpus),
        model,
        compat,
        settings_text(settings),
        output_vectors,
        False,
        progress_callback(progress),
        on_epoch,
        counts,
    )
    return WordVectors(result.vectors)


def _describe() -> str:
    text = _INTRODUCTION
    group = ""
    for setting in SETTINGS:
        if setting.group != group:
            group = setting.group
            text += f"\n{group}:\n"
        line = f"{setting.argument}: {setting.help}"
        if "|" in setting.value and setting.annotation != "bool":
            line += f" ({setting.value.replace('|', ', ')})"
        line += "." if setting.default in ("", None) else f" [{setting.default}]."
        text += textwrap.fill(line, 100, initial_indent="    ", subsequent_indent="        ") + "\n"
    return text


def _signature() -> inspect.Signature:
    signature = inspect.signature(train)
    own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    keyword = inspect.Parameter.KEYWORD_ONLY
    generated = [
        inspect.Parameter(s.argument, keyword, default=s.default, annotation=s.annotation)
        for s in SETTINGS
    ]
    return signature.replace(parameters=own + generated)


train.__doc__ = _describe()
train.__signature__ = _signature()  # type: ignore[attr-defined]

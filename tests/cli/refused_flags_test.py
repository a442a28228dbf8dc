"""What the command's verbs refuse before they work: the code they end with, and the one line that says
why."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

FAILED = 1
USAGE = 2

# Arguments, the code, the reason. {folder} holds words.txt (vectors), corpus.txt, lines.txt,
# classes.bin (a classifier), classes.ftz (a quantised one) and empty.txt.
REFUSED: list[tuple[str, int, str]] = [
    ("quantize {folder}/words.txt -o {folder}/x.ftz --qout", USAGE,
     "--retrain, --qout and --test are for classifiers, and this file holds word vectors"),
    ("quantize {folder}/classes.bin -o {folder}/x.ftz --retrain {folder}/lines.txt", USAGE,
     "--retrain makes up for the rows that --cutoff leaves out: name both"),
    ("quantize {folder}/words.txt -o {folder}/x.safetensors --int8 --qnorm", USAGE,
     "--int8 keeps all rows as they are: --cutoff and --qnorm are for .ftz"),
    ("quantize {folder}/words.txt -o {folder}/x.ftz --int8", USAGE,
     "--int8 writes safetensors: name a .safetensors"),
    ("quantize {folder}/words.txt -o {folder}/x.safetensors", USAGE,
     "safetensors hold --int8 alone; or name a .ftz"),
    ("quantize {folder}/classes.ftz -o {folder}/x.ftz", FAILED,
     "{folder}/classes.ftz: is quantised already; take the one that it was made from"),
    ("quantize {folder}/classes.ftz -o {folder}/classes.ftz", FAILED,
     "{folder}/classes.ftz: is what is to be quantised, and would be overwritten"),
    ("cooccur {folder}/corpus.txt -o {folder}/x --save-vocab {folder}/x", USAGE,
     "{folder}/x: is named for two outputs at once"),
    ("distill {folder}/words.txt -o {folder}/x --dim 2", USAGE,
     "--dim: goes with an encoder, not with word vectors"),
    ("distill {folder}/words.txt -o {folder}/x --texts {folder}/empty.txt", FAILED,
     "{folder}/empty.txt: holds no text"),
    ("encode {folder}/none {folder}/corpus.txt --output tokens --chunk", USAGE,
     "--chunk: goes with vectors of sentences, not of tokens"),
    ("evaluate {folder}/words.txt --precision int8 {folder}/corpus.txt", USAGE,
     "--precision: goes with an encoder, not with word vectors"),
    ("fasttext", USAGE, "usage: firth fasttext VERB ...; see firth help fasttext"),
    ("fasttext learn", USAGE, "fastText has no verb \"learn\"; see firth help fasttext"),
    ("fasttext test {folder}/classes.bin", USAGE,
     "usage: firth fasttext test|test-label|predict|predict-prob MODEL FILE [K] [THRESHOLD]"),
    ("fasttext test {folder}/classes.bin {folder}/lines.txt 0", USAGE,
     '"0" is no number from 1 up'),
    ("fasttext test {folder}/classes.bin {folder}/lines.txt 1 high", USAGE,
     'THRESHOLD "high" is no number'),
    ("fasttext dump {folder}/classes.bin rows", USAGE,
     'dump knows args, dict, input and output, not "rows"'),
    ("fasttext dump {folder}/classes.ftz input", FAILED,
     "{folder}/classes.ftz: is quantised: its matrices are codes, which are not dumped"),
    ("fasttext skipgram -size 3", USAGE, 'fastText has no flag "-size"'),
    ("fasttext skipgram -dim", USAGE, "-dim is missing its value"),
    ("fasttext skipgram -output {folder}/x", USAGE, "-input is missing"),
    ("serve {folder}/words.txt --name =x", USAGE, "--name: =x is not ALIAS=PATH"),
    ("serve {folder}/words.txt --api-keys {folder}/empty.txt", FAILED,
     "{folder}/empty.txt: there is no key in it"),
    ("train skipgram {folder}/corpus.txt {folder}/lines.txt -o {folder}/x.bin --cache", USAGE,
     "--cache names its file after the corpus, which must be one file or folder; give --cache-file "
     "FILE instead"),
    ("train skipgram {folder}/corpus.txt -o {folder}/x.bin --shard-model columns", USAGE,
     "--shard-model columns is for several ranks: use mpirun"),
    ("train skipgram {folder}/corpus.txt -o {folder}/x.bin --cooccurrences {folder}/c", USAGE,
     "--cooccurrences: means nothing to skipgram"),
    ("train onehot {folder}/corpus.txt -o {folder}/x.bin --plot {folder}/x.svg", USAGE,
     "--plot: onehot has no loss that falls from epoch to epoch"),
    ("train skipgram {folder}/corpus.txt -o {folder}/x.bin --save-vocab {folder}/x.bin", USAGE,
     "{folder}/x.bin: is named for two outputs at once"),
    ("train glove -o {folder}/x.txt --cooccurrences {folder}/c --cache", USAGE,
     "--cache: means nothing to pairs that are counted already"),
    ("train glove {folder}/corpus.txt -o {folder}/x.txt --cooccurrences {folder}/c", USAGE,
     "--cooccurrences stands in the place of CORPUS: give one"),
    ("train glove -o {folder}/x.txt --cooccurrences {folder}/c", USAGE,
     "--cooccurrences needs --read-vocab, the file of the words that its numbers mean"),
    ("train skipgram {folder}/corpus.txt -o {folder}/x.bin --memory-limit much", USAGE,
     "--memory-limit: 'much' is not a size such as 512M or 2G"),
    ("phrases {folder}/corpus.txt -o {folder}/x.txt --connector-words {folder}/many.txt", FAILED,
     "{folder}/many.txt: holds more than 10,000 words: is this a list of connector words?"),
]


@pytest.fixture(scope="module")
def folder(firth: Firth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("refused")
    for name, text in {
        "words.txt": "2 2\ncat 1 2\ncar 2 1\n",
        "corpus.txt": "the cat and the car\n" * 9,
        "lines.txt": "__label__a the cat\n__label__b the car\n" * 9,
        "many.txt": "a b c d e f g h i j\n" * 1001,
        "empty.txt": "",
    }.items():
        (made / name).write_text(text, encoding="utf-8")
    firth("classify", "train", made / "lines.txt", "-o", made / "classes.bin", "--dim", 4,
          "--threads", 1)
    firth("quantize", made / "classes.bin", "-o", made / "classes.ftz", "--quiet")
    return made


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("arguments", "code", "reason"), REFUSED,
                         ids=[arguments.replace("{folder}/", "") for arguments, _, _ in REFUSED])
def test_says_why(firth: Firth, folder: Path, arguments: str, code: int, reason: str) -> None:
    before = contents(folder)
    done = firth(*arguments.format(folder=folder).split(), exit_code=code)
    assert done.stdout == ""
    assert reason.format(folder=folder) in done.stderr.splitlines()[0]
    assert len(done.stderr.splitlines()) == 1 or code == USAGE  # which says how to ask for help
    assert contents(folder) == before


@pytest.mark.parametrize(("data", "said"), [
    (False, "FILE: name one, or set FIRTH_DATA to a folder whose eval/ holds the standard sets"),
    (True, "holds no sets: they are looked for in eval/analogy, eval/similarity and"),
])
def test_standard_sets(firth: Firth, folder: Path, monkeypatch: pytest.MonkeyPatch, data: bool,
                       said: str) -> None:
    monkeypatch.delenv("FIRTH_DATA", raising=False)
    if data:
        monkeypatch.setenv("FIRTH_DATA", str(folder))
    done = firth("evaluate", folder / "words.txt", exit_code=FAILED if data else USAGE)
    assert said in done.stderr


def test_keys_of_the_environment(firth: Firth, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRTH_API_KEYS", " , #none")
    done = firth("serve", folder / "words.txt", exit_code=FAILED)
    assert done.stderr == "firth: FIRTH_API_KEYS holds no key\n"

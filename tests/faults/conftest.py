"""What the tests of faults share: a planted text, runs that save themselves, and what must hold."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

GROUPS = (("cat", "dog", "cow", "hen"), ("bus", "car", "van", "tram"))
LINES = 8000  # several blocks


def planted_text(lines: int = LINES) -> str:
    """Lines about animals and lines about vehicles, in turn."""
    dice = random.Random(1)
    return "".join(" ".join(dice.choices(GROUPS[i % 2], k=10)) + "\n" for i in range(lines))


@dataclass
class Training:
    """One training run: its command, and the folders that it writes to."""

    program: str
    corpus: Path
    place: Path
    threads: int = 1
    rate: float = 0.025
    lanes: int = 0  # 0: not deterministic
    epochs: int = 3

    @property
    def vectors(self) -> Path:
        return self.place / "v.bin"

    @property
    def checkpoints(self) -> Path:
        return self.place / "checkpoints"

    def command(
        self, *more: str, dim: int = 10, epochs: int | None = None, out: Path | None = None
    ) -> list[str]:
        if self.lanes > 0:
            more = ("--deterministic", "--lanes", str(self.lanes), *more)
        return [
            *(self.program, "train", "skipgram", str(self.corpus), "-o", str(out or self.vectors)),
            *("--dim", str(dim), "--epochs", str(epochs or self.epochs)),
            *("--sample", "0", "--threads", str(self.threads), "--lr", str(self.rate)),
            *more,
        ]

    def saving(
        self, *more: str, folder: Path | None = None, every: str = "1blocks", **options: int
    ) -> list[str]:
        """With checkpoints after every block, or now and then."""
        place = ("--checkpoint", str(folder or self.checkpoints), "--checkpoint-every", every)
        return self.command(*place, *more, **options)  # type: ignore[arg-type]

    def resume(self) -> subprocess.CompletedProcess[str]:
        return run(self.saving("--resume"))


def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options
    )


def reason(done: subprocess.CompletedProcess[str], exit_code: int = 1) -> str:
    """The one line by which a run that failed says why; its last."""
    assert done.returncode == exit_code, (done.returncode, done.stderr)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("firth: "), done.stderr
    return last


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text(planted_text(), encoding="utf-8")
    return path


@pytest.fixture
def training(program: str, corpus: Path, tmp_path: Path) -> Training:
    place = tmp_path / "out"
    place.mkdir()
    return Training(program, corpus, place)


@pytest.fixture
def expected(training: Training, tmp_path: Path) -> bytes:
    """The vectors of a run that nothing disturbs."""
    place = tmp_path / "undisturbed"
    place.mkdir()
    quiet = Training(training.program, training.corpus, place)
    done = run(quiet.command())
    assert done.returncode == 0, done.stderr
    return quiet.vectors.read_bytes()

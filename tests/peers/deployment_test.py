"""What packaging/ holds, before the programs that check such files: no container is built here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.peers
PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    if not hadolint.exists():
        pytest.skip("./run test peers installs it")
    done = subprocess.run(
        [hadolint, PACKAGING / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_systemd_takes_the_unit(program: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    text = (PACKAGING / "firth-serve.service").read_text(encoding="utf-8")
    assert "/usr/bin/firth" in text
    unit = tmp_path / "firth-serve.service"
    unit.write_text(text.replace("/usr/bin/firth", program), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")

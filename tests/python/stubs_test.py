"""The typed stubs are those that the extension and its settings give, and mypy likes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_stubs_are_up_to_date(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "python" / "stubs.py"
    subprocess.run([sys.executable, tool, tmp_path], check=True)
    for fresh in sorted(tmp_path.rglob("*.pyi")):
        kept = ROOT / "python" / "firth" / fresh.relative_to(tmp_path)
        assert kept.read_text() == fresh.read_text(), f"run tools/python/stubs.py: {kept} is old"


def test_mypy_strict(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(tmp_path),
            str(ROOT / "tests" / "python" / "typing_check.py"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"MYPYPATH": str(ROOT / "python"), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stdout

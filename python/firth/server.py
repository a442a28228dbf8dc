"""Models behind HTTP, as `firth serve` serves them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import TracebackType

from firth import _firth

__all__ = ["Server", "serve"]

Path = str | os.PathLike[str]


class Server:
    """A server that runs, on threads of its own, until it is closed. `serve` makes one."""

    def __init__(self, compiled: _firth.Server) -> None:
        self._compiled: _firth.Server | None = compiled
        self._url = compiled.url
        self._port = compiled.port

    @property
    def url(self) -> str:
        """Where it answers: "http://127.0.0.1:8080"."""
        return self._url

    @property
    def port(self) -> int:
        return self._port

    def __repr__(self) -> str:
        return f"<firth.Server: {self._url}{'' if self._compiled else ', closed'}>"

    def reload(self) -> None:
        """Loads all models anew; requests go on with those that they began with. When one cannot be
        loaded all stay as they were."""
        if self._compiled is None:
            raise ValueError("the server is closed")
        self._compiled.reload()

    def close(self) -> bool:
        """Answers what has come, takes nothing new, and ends. False when something took longer than
        `drain_seconds` and was cut off."""
        compiled, self._compiled = self._compiled, None
        return compiled is None or compiled.drain()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _named(models: Path | Sequence[Path] | Mapping[str, Path]) -> list[tuple[str, str]]:
    if isinstance(models, Mapping):
        return [(name, os.fspath(path)) for name, path in models.items()]
    if isinstance(models, (str, os.PathLike)):
        models = [models]
    return [("", os.fspath(path)) for path in models]


def serve(
    models: Path | Sequence[Path] | Mapping[str, Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    api_keys: Sequence[str] = (),
    cors: Sequence[str] = (),
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    indexes: Path | None = None,
    auto_truncate: bool = True,
    precision: str = "float32",
    threads: int = 0,
    batch_tokens: int = 8192,
    queue_tokens: int = 1 << 20,
    max_texts: int = 2048,
    max_body: int = 8 << 20,
    max_connections: int = 4096,
    max_requests: int = 512,
    read_seconds: float = 10,
    answer_seconds: float = 60,
    drain_seconds: float = 30,
) -> Server:
    """Serves folders of BERTs and files of word vectors, to OpenAI's clients and others.

    `models` is a path, several, or a path for each name by which clients ask. Names and defaults
    are those of `firth serve`; port 0 is a free one.

    >>> with firth.serve({"words": "words.bin"}, port=0) as server:    # doctest: +SKIP
    ...     client = openai.OpenAI(base_url=f"{server.url}/v1", api_key="any")
    ...     client.embeddings.create(model="words", input="a text")
    """
    return Server(
        _firth.Server(
            _named(models),
            host=host,
            port=port,
            api_keys=list(api_keys),
            cors=list(cors),
            tls_certificate="" if tls_cert is None else os.fspath(tls_cert),
            tls_key="" if tls_key is None else os.fspath(tls_key),
            indexes="" if indexes is None else os.fspath(indexes),
            auto_truncate=auto_truncate,
            precision=precision,
            threads=threads,
            batch_tokens=batch_tokens,
            queue_tokens=queue_tokens,
            max_texts=max_texts,
            max_body=max_body,
            max_connections=max_connections,
            max_requests=max_requests,
            read_seconds=read_seconds,
            answer_seconds=answer_seconds,
            drain_seconds=drain_seconds,
        )
    )

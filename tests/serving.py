"""A running `firth serve`, for the tests of the command and of its peers."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Reply = tuple[int, Any]


class Served:
    """A running server."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def text(self, method: str, path: str, body: object = None, key: str = "") -> tuple[int, str]:
        connection = self.connect()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, headers)
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, content

    def ask(self, method: str, path: str, body: object = None, key: str = "") -> Reply:
        status, content = self.text(method, path, body, key)
        return status, json.loads(content) if content else None

    def raw(self, bytes_sent: bytes, patience: float = 20) -> bytes:
        """All that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            got = b""
            try:
                connection.sendall(bytes_sent)
                while piece := connection.recv(65536):
                    got += piece
            except (ConnectionResetError, BrokenPipeError):
                pass
            return got

    def memory(self, line: str = "VmRSS") -> int:
        """Resident bytes; the most there ever were with "VmHWM"."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(line + r":\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1024

    def growth(self, work: Callable[[], object]) -> int:
        """Resident bytes, at the worst moment of `work`, beyond what there was before it."""
        before = self.memory()
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="ascii")
        work()
        return self.memory("VmHWM") - before

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        _, rest = self.process.communicate(timeout=60)
        return self.process.returncode, rest


@contextmanager
def serving(
    program: str, *arguments: object, environment: dict[str, str] | None = None
) -> Iterator[Served]:
    """`firth serve` with these arguments, at a free port, until the end of the block."""
    command = [program, "serve", "--port", "0", *map(str, arguments)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | (environment or {})
    )
    assert process.stderr
    line = process.stderr.readline()
    try:
        found = re.fullmatch(r"serving    https?://127\.0\.0\.1:(\d+)\n", line)
        assert found, line
        yield Served(process, int(found[1]))
    finally:
        process.kill()
        process.communicate()


class Load:
    """Clients that ask all the time, each on a connection of its own as long as that stands."""

    def __init__(
        self, served: Served, path: str, bodies: Sequence[object], clients: int = 8
    ) -> None:
        self.answers: list[tuple[int, str]] = []  # to which body, and what
        self.errors: list[str] = []
        self.served = served
        self.path = path
        self.bodies = [json.dumps(body) for body in bodies]
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(i,)) for i in range(clients)]
        for thread in self.threads:
            thread.start()

    def work(self, number: int) -> None:
        while not self.stop.is_set():
            connection = self.served.connect()
            try:
                connection.connect()
            except ConnectionRefusedError:
                return
            closing = False
            while not closing and not self.stop.is_set():
                number = (number + 7) % len(self.bodies)
                try:
                    connection.request("POST", self.path, self.bodies[number])
                    answer = connection.getresponse()
                    content = answer.read().decode()
                except (OSError, http.client.HTTPException, ValueError) as error:
                    self.errors.append(repr(error))
                    return
                if answer.status != 200:
                    self.errors.append(f"{answer.status}: {content}")
                self.answers.append((number, content))
                closing = answer.getheader("Connection") == "close"
            connection.close()

    def wait(self, answers: int) -> None:
        """Until there are so many more."""
        goal = len(self.answers) + answers
        while len(self.answers) < goal and not self.errors:
            time.sleep(0.005)

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

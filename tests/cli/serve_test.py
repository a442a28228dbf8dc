"""`firth serve` from outside: clients of all kinds, signals, hostile bytes."""

from __future__ import annotations

import base64
import functools
import http.client
import json
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from serving import Load, Served, serving

Firth = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[..., Any]

WIDE = "3 300\n" + "".join(f"{word} {'0.123456 ' * 300}\n" for word in "abc")
WORDS = "3 2\nking 3 4\nqueen 4 3\nbread -4 3\n"
EMBED = {"model": "words", "input": "king"}

@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def serve(program: str) -> Serve:
    """with serve(words, "--flag") as served: ..."""
    return functools.partial(serving, program)


def test_answers_and_ends(serve: Serve, words: Path) -> None:
    with serve(words, "--name", f"again={words}") as served:
        status, models = served.ask("GET", "/v1/models")
        assert status == 200
        assert [model["id"] for model in models["data"]] == ["words", "again"]
        status, answer = served.ask("POST", "/v1/embeddings", EMBED | {"encoding_format": "base64"})
        assert status == 200
        assert struct.unpack("<2f", base64.b64decode(answer["data"][0]["embedding"])) == (3, 4)
        assert served.ask("POST", "/embed", {"inputs": "queen"}) == (200, [[0.8, 0.6]])
        code, rest = served.end()
        assert code == 0
        assert rest.endswith("stopped    all was answered\n")


def test_wrong_usage_is_one_line(firth: Firth, words: Path, tmp_path: Path, serve: Serve) -> None:
    def complaint(*arguments: object, exit_code: int = 1) -> str:
        done = firth("serve", *arguments, exit_code=exit_code)
        assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
        return done.stderr

    assert "no model" in complaint(exit_code=2)
    assert "ALIAS=PATH" in complaint("--name", "x", exit_code=2)
    assert "none.txt" in complaint(tmp_path / "none.txt")
    assert "words" in complaint(words, words, exit_code=2)
    (tmp_path / "keys").write_text("# none\n", encoding="ascii")
    assert "no key" in complaint(words, "--api-keys", tmp_path / "keys")
    assert "certificate" in complaint(words, "--tls-cert", words, exit_code=2)
    assert "words.txt" in complaint(words, "--tls-cert", words, "--tls-key", words)
    with serve(words) as served:
        taken = complaint(words, "--port", served.port)
        assert f"127.0.0.1:{served.port}" in taken


def test_keys_from_a_file_and_the_environment(serve: Serve, words: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("# of the tests\none\n\n  two \n", encoding="ascii")
    with serve(words, "--api-keys", keys, environment={"FIRTH_API_KEYS": "three,four"}) as served:
        for key in ("one", "two", "three", "four"):
            assert served.ask("POST", "/v1/embeddings", EMBED, key)[0] == 200
        for key in ("", "five", "on", "# of the tests"):
            status, answer = served.ask("POST", "/v1/embeddings", EMBED, key)
            assert status == 401
            assert answer["error"]["code"] == "invalid_api_key"
        assert served.ask("GET", "/health")[0] == 200
        assert served.ask("GET", "/metrics")[0] == 401


def self_signed(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def test_tls(firth: Firth, serve: Serve, words: Path, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    no_key = firth("serve", words, "--tls-cert", certificate, "--tls-key", words, exit_code=1).stderr
    assert no_key.startswith(f"firth: {words}: no private key in PEM of this certificate: ")
    with serve(words, "--tls-cert", certificate, "--tls-key", key) as served:
        trust = ssl.create_default_context(cafile=str(certificate))
        url = f"https://127.0.0.1:{served.port}/v1/models"
        with urllib.request.urlopen(url, context=trust) as answer:
            assert json.load(answer)["data"][0]["id"] == "words"
        connection = http.client.HTTPSConnection("127.0.0.1", served.port, context=trust)
        for texts in (1, 500, 1000, 2000, 2048):  # answers of 22 to 45,000 bytes
            connection.request("POST", "/embed", json.dumps({"inputs": ["king"] * texts}))
            assert json.load(connection.getresponse()) == [[0.6, 0.8]] * texts
        connection.close()
        assert served.end()[0] == 0


def test_long_answers_by_tls(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_text(WIDE, encoding="ascii")
    certificate, key = self_signed(tmp_path)
    with serve(tmp_path / "wide.txt", "--tls-cert", certificate, "--tls-key", key) as served:
        trust = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", served.port, context=trust)
        for texts in (5, 6, 100, 1000):  # up to 3 MB
            for headers in ({}, {"Connection": "close"}):
                body = json.dumps({"inputs": ["a"] * texts})
                connection.request("POST", "/embed", body, headers)
                assert [len(row) for row in json.load(connection.getresponse())] == [300] * texts
        connection.close()


def test_who_is_turned_away_sees_it(serve: Serve, words: Path) -> None:
    with serve(words, "--max-connections", "1") as served:
        first = served.connect()
        first.request("GET", "/health")
        assert first.getresponse().read() == b""
        for _ in range(20):
            assert served.ask("POST", "/v1/embeddings", EMBED)[0] == 503
        first.close()


def test_an_index_is_there_again_and_is_a_file_of_firths(
    serve: Serve, firth: Firth, words: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "indexes"
    with serve(words, "--indexes", folder) as served:
        made = {"name": "notes", "texts": ["the king", "bread and a queen"], "storage": "int8"}
        assert served.ask("POST", "/indexes", made)[0] == 201
        assert served.ask("POST", "/indexes", made)[0] == 409
        assert served.end()[0] == 0
    with serve(words, "--indexes", folder) as served:
        status, found = served.ask("POST", "/indexes/notes/search", {"inputs": "king", "k": 1})
        assert status == 200
        assert found["results"][0][0]["text"] == "the king"
    file = folder / "notes.safetensors"
    found = firth("index", "search", file, "the king", "--json").stdout
    assert json.loads(found)["neighbors"][0]["word"] == "bread and a queen"
    (folder / "other.safetensors").write_text("no index", encoding="ascii")
    done = firth("serve", words, "--indexes", folder, exit_code=1)
    assert "other.safetensors" in done.stderr and done.stderr.count("\n") == 1


def load_of(served: Served) -> Load:
    return Load(served, "/v1/embeddings", [EMBED])


def embedding_of(answer: str) -> Any:
    return json.loads(answer)["data"][0]["embedding"]


def test_term_under_load_loses_no_accepted_request(serve: Serve, words: Path) -> None:
    with serve(words) as served:
        load = load_of(served)
        load.wait(200)
        code, rest = served.end()
        load.end()
        assert load.errors == []
        assert code == 0, rest


def test_reload_under_load_drops_none(serve: Serve, words: Path) -> None:
    with serve(words) as served:
        load = load_of(served)
        for number in (5, 6, 7):
            load.wait(50)
            new = words.with_suffix(".new")
            new.write_text(f"1 1\nking {number}\n", encoding="ascii")
            new.rename(words)
            served.process.send_signal(signal.SIGHUP)
            while not load.errors and not any(
                embedding_of(answer) == [number] for _, answer in load.answers[-20:]
            ):
                time.sleep(0.005)
        words.unlink()
        served.process.send_signal(signal.SIGHUP)
        load.wait(50)
        load.end()
        assert load.errors == []
        assert embedding_of(load.answers[-1][1]) == [7]
        _, rest = served.end()
        assert rest.count("reloaded   all models\n") == 3
        assert "not reloaded" in rest


HEAD = "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\n"


def posted(body: bytes) -> bytes:
    return (HEAD + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def test_hostile_bytes(serve: Serve, words: Path) -> None:
    with serve(words, "--read-seconds", "1") as served:
        served.ask("POST", "/v1/embeddings", EMBED)
        before = served.memory()

        def status(bytes_sent: bytes) -> bytes:
            return served.raw(bytes_sent)[9:12]

        assert status(posted(b"\xff\xfe")) == b"400"
        assert status(posted(b'{"model":"words","input":"\xff"}')) == b"400"
        assert status(posted(b'{"model":"words","input":' + b"[" * 7_000_000)) == b"400"
        assert status(posted(b'{"a":' * 1_000_000)) == b"400"
        assert status(posted(b'{"model":"words","input":[' + b"1," * 3_000_000 + b"1]}")) == b"400"
        assert status((HEAD + "Content-Length: 1000000000\r\n\r\n").encode() + b"a" * 65536) == b"413"
        assert status((HEAD + "Content-Length: -1\r\n\r\n").encode()) == b"400"
        assert status((HEAD + "A: " + "a" * 100_000 + "\r\n\r\n").encode()) == b"431"
        assert status(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(600)) == b"400"
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        endless = (HEAD + "Transfer-Encoding: chunked\r\n\r\n").encode() + chunk * 40
        assert status(endless) in (b"413", b"")
        for slow in (HEAD.encode(), (HEAD + "Content-Length: 9\r\n\r\n{").encode()):
            assert status(slow) == b"408"
        assert served.memory("VmHWM") - before < 64 << 20
        assert served.ask("POST", "/v1/embeddings", EMBED)[0] == 200




def test_no_request_makes_much_of_little(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_text(WIDE, encoding="ascii")
    text = "a b c d " * (1 << 16)  # 512 KB
    keys = ",".join(f'"{number}":0' for number in range(590_000))
    requests: list[tuple[str, object]] = [
        ("/tokenize", {"inputs": [text, text]}),
        ("/tokenize", {"inputs": text[:400_000]}),
        ("/embed_all", {"inputs": [text[:32_000]] * 32}),
        ("/embed_all", {"inputs": text[:8_000]}),
        ("/embed", {"inputs": [text] * 10}),
        ("/embed", {"inputs": ["a"] * 2048}),
        ("/vectors", {"words": ["a"] * 2048}),
        ("/embed", {"inputs": [list(range(3)) * 190_000]}),
        ("/neighbors", {"words": "a" * 4_000_000}),
        ("/embed", {"inputs": "a", "more": json.loads("{" + keys + "}")}),
    ]
    with serve(tmp_path / "wide.txt") as served:
        served.ask("POST", "/embed", {"inputs": "a"})
        grown = {
            f"{number} {path}": served.growth(lambda: served.ask("POST", path, body)) >> 20
            for number, (path, body) in enumerate(requests)
        }
        assert max(grown.values()) < 64, grown


def test_long_vectors_and_long_texts_of_an_index_take_little(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "wider.txt"
    file.write_text("1 1024\na" + " -0.000123456776" * 1024 + "\n", encoding="ascii")
    with serve(file, "--indexes", tmp_path / "indexes") as served:
        many = ["a"] * 2048
        for path, body in (
            ("/embed", {"inputs": many}),
            ("/v1/embeddings", {"model": "wider", "input": many}),
            ("/embed", {"inputs": ["a" + " " * 3_900] * 2048}),
            ("/vectors", {"words": many}),
        ):
            assert served.growth(lambda: served.ask("POST", path, body)) < 64 << 20, path
        text = "a " + "\1" * 900_000  # 5.4 MB in JSON
        search = {"inputs": "a", "k": 10}
        assert served.ask("POST", "/indexes", {"name": "notes", "texts": text})[0] == 201
        assert served.ask("POST", "/indexes/notes/search", search)[0] == 200
        assert served.ask("POST", "/indexes/notes/texts", {"texts": text})[0] == 200
        statuses = []
        grown = served.growth(
            lambda: statuses.append(served.ask("POST", "/indexes/notes/search", search)[0])
        )
        assert statuses == [422]
        assert grown < 64 << 20


def test_clients_that_take_no_answer_hold_little(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_text(WIDE, encoding="ascii")
    body = json.dumps({"inputs": ["a"] * 2048}).encode()  # 5.5 MB of answer
    request = b"POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    with serve(tmp_path / "wide.txt") as served:
        served.ask("POST", "/embed", {"inputs": "a"})
        clients = []

        def work() -> None:
            for _ in range(60):
                client = socket.create_connection(("127.0.0.1", served.port))
                client.sendall(request + body)
                clients.append(client)
            while served.ask("POST", "/embed", {"inputs": ["a"] * 2048})[0] != 503:
                time.sleep(0.01)

        assert served.growth(work) < 256 << 20
        assert served.ask("POST", "/embed", {"inputs": "a"})[0] == 200
        for client in clients:
            client.close()


def test_many_lines_of_a_header_hold_little(serve: Serve, words: Path) -> None:
    lines = "ab:\r\n" * 3000 + "Content-Length: 8000000\r\n"
    with serve(words) as served:
        served.ask("POST", "/v1/embeddings", EMBED)

        def work() -> None:
            for _ in range(200):
                assert served.raw((HEAD + lines + "\r\n{").encode())[9:12] == b"431"
                assert served.raw((HEAD + lines).encode())[9:12] == b"431"  # without its end

        assert served.growth(work) < 8 << 20


def test_vectors_do_not_wait_for_their_turn(serve: Serve, tmp_path: Path) -> None:
    """Many short requests for long answers at once hold texts, and few answers."""
    (tmp_path / "wide.txt").write_text(WIDE, encoding="ascii")
    body = json.dumps({"inputs": [[1]] * 1000}, separators=(",", ":")).encode()
    head = f"POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    with serve(tmp_path / "wide.txt") as served:
        served.ask("POST", "/embed", {"inputs": "a"})

        def work() -> None:
            clients = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(150)]
            for client in clients:
                client.sendall(head.encode() + body)
            served.ask("POST", "/embed", {"inputs": ["a"] * 2000})
            for client in clients:
                client.close()

        assert served.growth(work) < 200 << 20


def test_wrong_keys_hold_nothing(serve: Serve, words: Path) -> None:
    keys = {"FIRTH_API_KEYS": "one"}
    head = HEAD + "Authorization: Bearer two\r\nContent-Length: 8000000\r\n\r\n"
    with serve(words, environment=keys) as served:

        def work() -> None:
            for _ in range(50):
                assert served.raw(head.encode() + b" " * 500_000)[9:12] == b"401"
                assert served.raw(head.encode() + b"{")[9:12] == b"401"

        begin = time.monotonic()
        assert served.growth(lambda: served.raw(head.encode())) < 8 << 20
        assert time.monotonic() - begin < 10
        assert served.growth(work) < 8 << 20
        assert served.ask("POST", "/v1/embeddings", EMBED, "one")[0] == 200


def test_pages_of_other_sites_may_not_ask(serve: Serve, words: Path, tmp_path: Path) -> None:
    body = json.dumps({"name": "made", "texts": ["a"]})
    with serve(words, "--indexes", tmp_path / "indexes") as served:
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            connection = served.connect()
            connection.request("POST", "/indexes", body, headers)
            assert connection.getresponse().status == 403
            connection.close()
        assert served.ask("GET", "/indexes")[1] == {"indexes": []}


def test_a_body_that_ends_too_soon_and_one_of_a_gigabyte(serve: Serve, words: Path) -> None:
    with serve(words) as served:
        served.ask("POST", "/v1/embeddings", EMBED)
        before = served.memory()
        begin = time.monotonic()
        for length in ("9", "1000000"):
            with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
                connection.sendall((HEAD + f"Content-Length: {length}\r\n\r\n{{").encode())
                connection.shutdown(socket.SHUT_WR)
                assert connection.recv(65536)[9:12] == b"400"
                assert connection.recv(65536) == b""
        piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        for headers in ("Content-Length: 1073741824", "Transfer-Encoding: chunked"):
            with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
                sent = 0
                try:
                    connection.sendall((HEAD + headers + "\r\n\r\n").encode())
                    while sent < 1 << 30:
                        connection.sendall(piece)
                        sent += len(piece)
                except (ConnectionResetError, BrokenPipeError):
                    pass
                assert sent < 64 << 20  # it was not read to its end
        assert time.monotonic() - begin < 10
        assert served.memory("VmHWM") - before < 64 << 20
        assert served.ask("POST", "/v1/embeddings", EMBED)[0] == 200


def test_everybody_gets_their_own_answer(serve: Serve, words: Path) -> None:
    expected = {"king": [3, 4], "queen": [4, 3], "bread": [-4, 3], "king bread": [-0.5, 3.5]}
    wrong: list[Any] = []

    def work(served: Served, text: str) -> None:
        connection = served.connect()
        for _ in range(200):
            connection.request("POST", "/v1/embeddings", json.dumps(EMBED | {"input": text}))
            answer = json.loads(connection.getresponse().read())
            if answer["data"][0]["embedding"] != expected[text]:
                wrong.append((text, answer))
        connection.close()

    with serve(words) as served:
        threads = [threading.Thread(target=work, args=(served, text)) for text in expected]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []


def test_a_thousand_slow_clients_do_not_stop_others(serve: Serve, words: Path) -> None:
    with serve(words, "--read-seconds", "5", "--max-connections", "900") as served:
        served.ask("POST", "/v1/embeddings", EMBED)
        before = served.memory()
        slow = []
        for _ in range(890):
            connection = socket.create_connection(("127.0.0.1", served.port))
            connection.sendall(HEAD.encode() + b"Content-Length: 8000000\r\n\r\n{")
            slow.append(connection)
        for _ in range(20):
            status, answer = served.ask("POST", "/v1/embeddings", EMBED)
            assert status == 200, answer
        assert served.ask("GET", "/health")[0] == 200
        assert served.memory("VmHWM") - before < 64 << 20
        for connection in slow:
            connection.close()

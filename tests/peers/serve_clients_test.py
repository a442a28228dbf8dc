"""`firth serve` before the clients that exist: OpenAI's own package, and a generator of requests that
goes by the server's OpenAPI document."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from serving import Load, serving

openai = pytest.importorskip("openai", reason="./run test peers installs it")
schemathesis = pytest.importorskip("schemathesis", reason="./run test peers installs it")

pytestmark = pytest.mark.peers
REQUESTS = int(os.environ.get("FIRTH_REQUESTS", "5"))  # for each route
TEXTS = ["The bank of the river.", "Money in the bank.", "übermäßig", "a" * 5000]


@pytest.fixture(scope="module")
def url(program: str, minilm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("serve")
    words = folder / "words.txt"
    words.write_text("3 2\nking 3 4\nqueen 4 3\nbread -4 3\n", encoding="utf-8")
    command = [program, "serve", "--port", "0", "--name", f"mini={minilm}", str(words)]
    command += ["--indexes", str(folder / "indexes")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    found = re.search(r"http://\S+", process.stderr.readline())
    assert found
    yield found[0]
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_openais_client_gets_what_encode_writes(
    url: str, minilm: Path, program: str, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "texts.txt").write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
    out = tmp_path / "texts.npy"
    command = [program, "encode", minilm, tmp_path / "texts.txt", "-o", out]
    subprocess.run(command, check=True, capture_output=True)
    client = openai.OpenAI(base_url=f"{url}/v1", api_key="any")
    answer = client.embeddings.create(model="mini", input=TEXTS, encoding_format=encoding)
    got = [one.embedding for one in answer.data]
    if encoding == "base64":
        got = [np.frombuffer(base64.b64decode(one), dtype="<f4") for one in got]
    np.testing.assert_array_equal(np.array(got, dtype=np.float32), np.load(out))
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0


def test_openais_client_by_default_and_its_errors(url: str) -> None:
    client = openai.OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)
    assert client.embeddings.create(model="words", input="king").data[0].embedding == [3, 4]
    shorter = client.embeddings.create(model="mini", input="king", dimensions=100).data[0].embedding
    assert len(shorter) == 100
    assert abs(np.linalg.norm(shorter) - 1) < 1e-5
    assert [model.id for model in client.models.list()] == ["words", "mini"]
    assert client.models.retrieve("words").owned_by == "firth"
    with pytest.raises(openai.NotFoundError, match="model"):
        client.embeddings.create(model="none", input="king")
    with pytest.raises(openai.BadRequestError, match="input"):
        client.embeddings.create(model="words", input="")


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_an_encoder_under_load_is_reloaded_and_ended(
    program: str, minilm: Path, precision: str
) -> None:
    """Batches are shared, and nobody gets another's vector, or one that its company changed."""
    texts = [
        "the bank of the river " * (1 + number % 5) + str(number) for number in range(24)
    ]
    bodies = [{"inputs": text} for text in texts]
    with serving(program, minilm, "--precision", precision) as served:
        expected = [served.text("POST", "/embed", body)[1] for body in bodies]
        load = Load(served, "/embed", bodies, clients=16)
        for _ in range(2):
            load.wait(100)
            served.process.send_signal(signal.SIGHUP)
            assert served.process.stderr
            assert served.process.stderr.readline() == "reloaded   all models\n"
        load.wait(100)
        code, rest = served.end()
        for thread in load.threads:
            thread.join()
        assert load.errors == []
        assert all(answer == expected[which] for which, answer in load.answers)
        assert code == 0 and rest.endswith("stopped    all was answered\n")


def test_a_long_word_takes_little_of_an_encoder(program: str, minilm: Path) -> None:
    with serving(program, minilm) as served:

        def status(text: str) -> int:
            body = json.dumps({"inputs": text}, ensure_ascii=False).encode()
            connection = served.connect()
            connection.request("POST", "/embed", body)
            return connection.getresponse().status

        def work() -> None:
            assert status("\uac01" * 340_000) == 200  # a MB of syllables, each of three letters
            assert status("\uac01" * 2_600_000) == 422

        assert status("the bank") == 200
        assert served.growth(work) < 64 << 20


def test_langchains_class(url: str, minilm: Path) -> None:
    langchain = pytest.importorskip("langchain_openai", reason="./run test peers installs it")
    embeddings = langchain.OpenAIEmbeddings(
        model="mini", base_url=f"{url}/v1", api_key="any", check_embedding_ctx_length=False
    )
    client = openai.OpenAI(base_url=f"{url}/v1", api_key="any")
    expected = [one.embedding for one in client.embeddings.create(model="mini", input=TEXTS).data]
    assert embeddings.embed_documents(TEXTS) == expected
    assert embeddings.embed_query(TEXTS[0]) == expected[0]


def test_requests_by_the_openapi_document(url: str, tmp_path: Path) -> None:
    command = [
        str(Path(schemathesis.__file__).parents[4] / "bin" / "schemathesis"),
        "run", f"{url}/openapi.json", "--phases", "examples,coverage,fuzzing",
        "--max-examples", str(REQUESTS), "--seed", "1", "--workers", "2", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]

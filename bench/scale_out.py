#!/usr/bin/env python3
"""What several ranks of firth train do, on this machine.

  speed     one rank of one thread beside two, in turn: how many times as fast
  network   four ranks on links of 1 Gbit/s beside free ones; what the links have carried beside what
            firth reports and what its cost model foretells. Needs root: the ranks are in network
            namespaces (bench/namespaces.py)
  cut       three ranks, one of whose links is cut while they train: when and how the job ends, and
            whether it goes on from its checkpoint. Needs root, like network
  quality   several numbers of ranks, at the same number of epochs; the sets stand below FIRTH_DATA
            (of several intervals between exchanges: bench/intervals.py)

usage: scale_out.py KIND --corpus FILE [--firth PROGRAM] [--repeats N] [FLAG...]
FLAGs are those of firth train.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from namespaces import cut, host, network, sent_bytes
from scores import score

LOCAL = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "--mca", "btl",
         "self,tcp", "--mca", "btl_tcp_if_include", "lo"]
HOSTS = 4
# mpirun gives up a machine that is silent for so long; its own patience is many minutes.
IMPATIENT = ["--mca", "oob_tcp_keepalive_time", "5", "--mca", "oob_tcp_keepalive_intvl", "2",
             "--mca", "oob_tcp_keepalive_probes", "3"]  # fmt: skip
GIVEN_UP = 30.0  # seconds after which a job without one of its machines must have ended


def command_of(start: list[str], firth: str, corpus: str, out: str) -> list[str]:
    return [*start, firth, "train", "skipgram", corpus, "-o", out, "--threads", "1"]


def train(start: list[str], firth: str, corpus: str, out: str, flags: list[str]) -> str:
    command = [*command_of(start, firth, corpus, out), *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return done.stderr


def rate(said: str) -> float:
    """Words a second of training, of all ranks."""
    return float(re.search(r"trained .* ([\d,]+) words/s in all", said)[1].replace(",", ""))


def sent(said: str) -> int:
    return int(re.search(r"sent ([\d,]+) bytes", said)[1].replace(",", ""))


def shown(values: list[float]) -> str:
    return f"{statistics.median(values):.3g} ({', '.join(f'{value:.3g}' for value in values)})"


def speed(options: argparse.Namespace, out: str) -> None:
    ratios = []
    for _ in range(options.repeats):
        one = rate(train([], options.firth, options.corpus, out, options.flags))
        two = rate(train([*LOCAL, "-n", "2"], options.firth, options.corpus, out, options.flags))
        ratios.append(two / one)
        print(f"1 rank {one:,.0f} words/s, 2 ranks {two:,.0f}, ratio {two / one:.2f}", flush=True)
    print("ratio", shown(ratios))


def foretold(options: argparse.Namespace, words: int, out: str) -> float:
    """Bytes that a rank sends, by the cost model, with the counts of the text itself."""
    counts = f"{out}.vocab"
    subprocess.run([options.firth, "vocab", options.corpus, "-o", counts], check=True,
                   capture_output=True)
    command = [options.firth, "plan", "--words", str(words), "--hosts", str(HOSTS), "--threads", "1",
               "--read-vocab", counts, "--json", *options.flags]
    plan = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    epochs = int(options.flags[options.flags.index("--epochs") + 1])
    return float(plan["epoch_sent_bytes"]) * epochs


def on_links(options: argparse.Namespace, out: str, link: str | None) -> float:
    with network(HOSTS, link) as start:
        said = train(start, options.firth, options.corpus, out, options.flags)
        carried = sent_bytes(0)
    words = int(re.search(r"words, ([\d,]+) of the corpus", said)[1].replace(",", ""))
    model = foretold(options, words, out)
    print(f"{link or 'free'}: {rate(said):,.0f} words/s; {host(0)} sent {sent(said):,} bytes, "
          f"its link carried {carried:,} (x {carried / sent(said):.3f}), "
          f"the model says {model:,.0f} (x {model / sent(said):.3f})", flush=True)
    return rate(said)


def over_network(options: argparse.Namespace, out: str) -> None:
    ratios = []
    for _ in range(options.repeats):
        free = on_links(options, out, None)
        ratios.append(on_links(options, out, "1gbit") / free)
    print("shaped / free", shown(ratios))


def read_until(job: subprocess.Popen[str], text: str) -> str:
    """The first line that has it."""
    for line in job.stderr:
        if text in line:
            return line.strip()
    sys.exit(f"the job ended and had not said: {text}")


def without_a_link(options: argparse.Namespace, out: str) -> None:
    saved = ["--checkpoint", f"{out}.saved", "--checkpoint-every", "5s", *options.flags]
    with network(3, None) as start:
        train = [*command_of([*start, *IMPATIENT], options.firth, options.corpus, out), *saved]
        with subprocess.Popen(train, stderr=subprocess.PIPE, text=True) as job:
            print(read_until(job, "checkpoint "), flush=True)
            cut(2)
            began = time.monotonic()
            try:
                said = job.communicate(timeout=2 * GIVEN_UP)[1]
            except subprocess.TimeoutExpired:
                job.kill()
                sys.exit(f"the job goes on without {host(2)}")
        took, code = time.monotonic() - began, job.returncode
    named = [line for line in said.splitlines() if host(2) in line]
    print(f"ended after {took:.1f} s, exit code {code}; named {host(2)}:", *named, sep="\n  ")
    with subprocess.Popen([*command_of([*LOCAL, "-n", "2"], options.firth, options.corpus, out), *saved, "--resume"],
                          stderr=subprocess.PIPE, text=True) as job:  # fmt: skip
        print(read_until(job, "resumed from "), flush=True)
        print(read_until(job, "trained "), flush=True)
        job.communicate()
    if took > GIVEN_UP or not named or code == 0 or job.returncode != 0:
        sys.exit("not as it should be")


def quality(options: argparse.Namespace, out: str) -> None:
    for ranks in options.ranks:
        start = [] if ranks == 1 else [*LOCAL, "-n", str(ranks)]
        train(start, options.firth, options.corpus, out, options.flags)
        found = ", ".join(f"{name} {value:.1f}" for name, value in score(out).items())
        print(f"ranks {ranks}: {found}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["speed", "network", "cut", "quality"])
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--firth", default=os.environ.get("FIRTH", "build/firth"))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ranks", type=int, nargs="*", default=[1, 2, 4, 8])
    options, options.flags = parser.parse_known_args()
    options.flags = options.flags or ["--epochs", "1"]
    with tempfile.TemporaryDirectory() as folder:
        kinds = {"speed": speed, "network": over_network, "cut": without_a_link, "quality": quality}
        kinds[options.kind](options, str(Path(folder) / "out.bin"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Hugging Face's tokenizers at work: MODEL TEXT WAY ROUNDS, run by bench/tokens.py.

WAY is a method of its Tokenizer that takes many texts: encode_batch, or encode_batch_fast, which
keeps no places. Prints a JSON object a round, as bench/tokenize.cc does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tokenizers import Tokenizer


def main() -> None:
    model, text, way, rounds = sys.argv[1:]
    tokenizer = Tokenizer.from_file(f"{model}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = Path(text).read_text(encoding="utf-8").split("\n")[:-1]
    for _ in range(int(rounds)):
        begin = time.perf_counter()
        encoded = getattr(tokenizer, way)(texts)
        seconds = time.perf_counter() - begin
        print(json.dumps({
            "bytes": sum(len(line.encode()) for line in texts),
            "pieces": sum(len(one.ids) for one in encoded), "seconds": seconds,
        }))  # fmt: skip


if __name__ == "__main__":
    main()

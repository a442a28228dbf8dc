#!/usr/bin/env python3
"""Text of any kind from standard input, as lower-case words and blanks on standard output.

A word is letters and digits of any script, with an apostrophe inside it; lines stay lines.
"""

from __future__ import annotations

import io
import re
import sys

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def main() -> int:
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    for line in lines:
        words = WORD.findall(line.lower())
        if words:
            out.write(" ".join(words) + "\n")
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

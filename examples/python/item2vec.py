"""item2vec: whatever comes in lists can be embedded. Here the films of one genre and decade are a
basket of directors' names: firth.train takes them as sentences, names with blanks and all.

usage: item2vec.py MOVIES.json [DIRECTOR]
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import firth


def baskets(path: Path) -> list[list[str]]:
    """For each genre and decade the directors of its films, and so who works in what company."""
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for film in json.loads(path.read_text()):
        if film.get("Director") and film.get("Major Genre"):
            decade = str(film.get("Release Date") or "")[-4:-1]
            together[film["Major Genre"], decade].append(film["Director"])
    return [basket for basket in together.values() if len(basket) > 1]


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    lists = baskets(Path(sys.argv[1]))
    # The order in a basket means nothing, so the window is as wide as the basket.
    vectors = firth.train(
        lists,
        dim=16,
        window=100,
        window_mode="fixed",
        min_count=3,
        sample=0.0,
        epochs=30,
        threads=1,
    )
    print(f"{len(lists)} baskets, {len(vectors)} directors")
    director = sys.argv[2] if len(sys.argv) == 3 else vectors.index_to_key[0]
    print(f"in the company of {director}:")
    for name, cosine in vectors.neighbors(director, k=8):
        print(f"  {cosine:.3f}  {name}")


if __name__ == "__main__":
    main()

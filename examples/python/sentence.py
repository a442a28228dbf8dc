"""torch.nn.Embedding's practice without PyTorch: nine ids, four columns, and the gradient flows."""

from __future__ import annotations

import numpy as np
from firth import nn

SENTENCE = "i eat a big apple every day ."


def main() -> None:
    words = [*dict.fromkeys(SENTENCE.split()), "<eos>"]  # numbered in order of appearance
    ids = np.array([words.index(word) for word in [*SENTENCE.split(), "<eos>"]])
    table = nn.Embedding(len(words), 4)
    rows = table.forward(ids)
    for id_, word, row in zip(ids, words, rows, strict=True):
        print(f"{id_}  {word:6}", " ".join(f"{x:7.4f}" for x in row))

    # Any loss will do: here the rows are to become 1.
    optimizer = nn.Adagrad(lr=0.5)
    for step in range(101):
        loss, grad = nn.squared_loss(table.forward(ids), np.ones_like(rows))
        if step % 25 == 0:
            print(f"step {step:3}: loss {loss:.6f}")
        optimizer.step(table.weight, table.backward(ids, grad))
    assert loss < 1e-3, "the gradient did not reach the table"


if __name__ == "__main__":
    main()

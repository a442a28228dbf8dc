"""The study note's CBOW net, from layers: L = 4 words around a blank, m = 5 columns, n = 7 words.

Beyond the sentence's ends stands a zero vector. Both matrices start random; the Context matrix is
thrown away at the end.
"""

from __future__ import annotations

import numpy as np
from firth import nn

SENTENCE = "I eat a big apple every day".split()
AROUND, COLUMNS = 4, 5


def windows() -> np.ndarray:
    """[7, 4]: the ids around each word; id 7 is the absent word."""
    absent, half = len(SENTENCE), AROUND // 2
    padded = [absent] * half + list(range(len(SENTENCE))) + [absent] * half
    return np.array(
        [padded[i : i + half] + padded[i + half + 1 : i + AROUND + 1] for i in range(len(SENTENCE))]
    )


class Cbow:
    """The sum of four rows, then a fully connected layer with a sigmoid for each word."""

    def __init__(self) -> None:
        n = len(SENTENCE)
        self.embedding = nn.EmbeddingBag(n + 1, COLUMNS, mode="sum", padding_idx=n, seed=1)
        self.context = nn.Linear(COLUMNS, n, bias=False, seed=2)
        self.steps = nn.Adagrad(lr=0.3), nn.Adagrad(lr=0.3)

    def forward(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        hidden, _ = self.embedding.forward(inputs)
        return hidden, self.context.forward(hidden)

    def train(self, inputs: np.ndarray, labels: np.ndarray) -> float:
        hidden, scores = self.forward(inputs)
        loss, grad_scores = nn.sigmoid_loss(scores, labels)
        weight_grad, _, grad_hidden = self.context.backward(hidden, grad_scores)
        rows, _ = self.embedding.backward(inputs, grad_hidden)
        self.steps[0].step(self.context.weight, weight_grad)
        self.steps[1].step(self.embedding.weight, rows)
        return loss


def main() -> None:
    inputs, labels = windows(), np.eye(len(SENTENCE), dtype=np.float32)
    net = Cbow()
    epoch = 0
    while (answers := net.forward(inputs)[1].argmax(axis=1)).tolist() != list(range(len(SENTENCE))):
        assert epoch < 2000, "the net does not learn"
        net.train(inputs, labels)
        epoch += 1
    names = [*SENTENCE, "-"]
    for row, answer in zip(inputs, answers, strict=True):
        print(" ".join(f"{names[id_]:6}" for id_ in row), "->", SENTENCE[answer])
    print(f"all {len(SENTENCE)} windows right after {epoch} epochs")


if __name__ == "__main__":
    main()

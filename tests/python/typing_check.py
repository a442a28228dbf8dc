"""Read by mypy --strict: the types that users see."""

from pathlib import Path

import firth
import numpy as np
from firth import nn
from numpy.typing import NDArray

vectors: firth.WordVectors = firth.train("corpus.txt", "cbow", dim=50, window_mode="fixed", lr=0.1)
vectors = firth.train([["a", "b"]], progress=lambda now: now.words_done < 10)
loaded: firth.WordVectors = firth.load(Path("words.bin"), max_words=10)
row: NDArray[np.float32] = loaded["king"]
unknown: NDArray[np.float32] | None = loaded.vector_of("kings")
answers: list[tuple[str, float]] = loaded.neighbors("king", k=3)
cosine: float = loaded.similarity("king", "queen")
accuracy: float = firth.evaluate(loaded, "questions.txt").analogies[0].accuracy.value
loaded.save("words.txt")

classifier: firth.Classifier = firth.Classifier.train("train.txt", word_ngrams=2, memory_limit="1G")
likeliest: list[tuple[str, float]] = classifier.predict("a line", k=2)
of_each: list[list[tuple[str, float]]] = classifier.predict_batch(["a line", "another"], threads=2)
f1: float = classifier.test(Path("test.txt")).labels["__label__a"].f1
mean: NDArray[np.float32] = classifier.vector("a line")

table = nn.Embedding(10, 4, padding_idx=0)
rows = table.forward(np.array([1, 2]))
nn.Adagrad(lr=0.1).step(table.weight, table.backward(np.array([1, 2]), rows))

server: firth.Server = firth.serve({"words": Path("words.bin")}, port=0, api_keys=["key"])
url: str = server.url

/** The lesson's layer as programs: they give the numbers that the page shows. */
import type { Lesson } from "../../model/lesson";

export function pythonSnippet({ numbers, layer, settings }: Lesson): string {
  const words = numbers.ids.slice(0, -1).map((id) => numbers.words[id] ?? "");
  const sentence = words.join(" ").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  const seed = settings.seed === 1 ? "" : `, seed=${settings.seed}`;
  return `import numpy as np
from firth import nn

words = "${sentence}".split() + ["<eos>"]
number = {w: i for i, w in enumerate(dict.fromkeys(words))}
ids = np.array([number[w] for w in words])

table = nn.Embedding(${numbers.words.length}, 4${seed})
rows = table.forward(ids)  # ${layer.rows.length} x 4, a row an id
ones = np.ones_like(rows)
loss, gradient = nn.squared_loss(rows, ones, "sum")
of_table = table.backward(ids, gradient)
nn.SGD(lr=${layer.rate}).step(table.weight, of_table)
after, _ = nn.squared_loss(table.forward(ids), ones, "sum")
print(f"{loss:.3f} {after:.3f}")`;
}

export function cppSnippet({ numbers, layer }: Lesson): string {
  return `#include "firth/nn.h"

namespace nn = firth::nn;

nn::Embedding<float> embedding(${numbers.words.length}, 4);
const std::vector<std::int64_t> ids = {${numbers.ids.join(", ")}};
std::vector<float> rows(ids.size() * 4);
std::vector<float> gradient(rows.size());
embedding.Forward(ids, rows);  // a row an id
// ... a loss fills \`gradient\` ...
nn::SparseGrad<float> of_table;
embedding.Backward(ids, gradient, of_table);
const auto sgd = nn::MakeSgd<float>({.lr = ${layer.rate}});
sgd->Step(embedding.weight(), of_table);`;
}

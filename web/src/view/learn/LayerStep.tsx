import type { Lesson } from "../../model/lesson";
import { NumberTable } from "./NumberTable";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";

const PYTHON = `import numpy as np
from firth import nn

words = "{}".split() + ["<eos>"]
number = {w: i for i, w in enumerate(dict.fromkeys(words))}
ids = np.array([number[w] for w in words])

table = nn.Embedding({}, 4)
rows = table.forward(ids)  # {} x 4, a row an id
loss, gradient = nn.squared_loss(rows, np.ones_like(rows))
of_table = table.backward(ids, gradient)
nn.SGD(lr=0.25).step(table.weight, of_table)`;

const CPP = `#include "firth/nn.h"

namespace nn = firth::nn;

nn::Embedding<float> embedding({}, 4);
const std::vector<std::int64_t> ids = {{1}};
std::vector<float> rows(ids.size() * 4);
std::vector<float> gradient(rows.size());
embedding.Forward(ids, rows);  // a row an id
// ... a loss fills \`gradient\` ...
nn::SparseGrad<float> of_table;
embedding.Backward(ids, gradient, of_table);
const auto sgd = nn::MakeSgd<float>({.lr = 0.25});
sgd->Step(embedding.weight(), of_table);`;

export function LayerStep({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.layer;
  const { numbers, layer } = lesson;
  const words = numbers.ids.map((id) => numbers.words[id] ?? "");
  const label = (i: number) => `${words[i]} = ${numbers.ids[i]}`;
  const most = 2.5;
  return (
    <>
      <p>
        <Rich text={t.lead} />
      </p>
      <p>
        <Rich text={t.numbered} />
      </p>
      <p id="numbers">
        <code>{numbers.words.map((word, id) => `${word}=${id}`).join(" ")}</code>
      </p>
      <p>{put(t.lookup, 0, numbers.words.length - 1, layer.rows.length, layer.rows[0]?.length ?? 0)}</p>
      <div class="columns" id="layer">
        <NumberTable caption={t.row} rows={layer.rows.map((row, i) => ({ label: label(i), numbers: row }))} most={most} />
        <NumberTable
          caption={t.gradient}
          rows={layer.gradient.map((row, i) => ({ label: label(i), numbers: row }))}
          most={2 * most}
        />
      </div>
      <p>
        <Rich text={put(t.loss, layer.rate, layer.loss.toFixed(3), layer.loss_after.toFixed(3))} />
      </p>
      <p class="aside" id="slip">
        <Rich text={put(t.slip, numbers.characters, numbers.words.length - 1, numbers.words.length)} />
      </p>
      <div class="columns">
        <Code name={t.python} text={python(words, numbers.words.length)} />
        <Code name={t.cpp} text={cpp(numbers.ids, numbers.words.length)} />
      </div>
      <p>
        <Rich text={t.torch} />
      </p>
    </>
  );
}

function Code({ name, text }: { name: string; text: string }) {
  return (
    <figure class="code">
      <figcaption>{name}</figcaption>
      <pre tabIndex={0} aria-label={name}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

function python(words: string[], rows: number): string {
  const sentence = words.slice(0, -1).join(" ").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return put(PYTHON, sentence, rows, words.length);
}

function cpp(ids: number[], rows: number): string {
  return CPP.replace("{}", String(rows)).replace("{{1}}", `{${ids.join(", ")}}`);
}

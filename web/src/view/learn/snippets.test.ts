import { expect, it } from "vitest";
import type { Lesson } from "../../model/lesson";
import { cppSnippet, pythonSnippet } from "./snippets";

const lesson = {
  numbers: { words: ['say"', "\\n", "<eos>"], ids: [0, 1, 0, 2], characters: 9 },
  layer: { rows: [[], [], [], []], gradient: [], rate: 0.25, loss: 1, loss_after: 0.25 },
  settings: { window: 2, dim: 5, lr: 0.5, seed: 1 },
} as unknown as Lesson;

it("writes any words as Python does", () => {
  expect(pythonSnippet(lesson)).toContain('words = "say\\" \\\\n say\\"".split() + ["<eos>"]');
});

it("asks for the page's loss, a sum, and for its seed", () => {
  expect(pythonSnippet(lesson)).toContain('nn.squared_loss(rows, ones, "sum")');
  expect(pythonSnippet(lesson)).toContain("nn.Embedding(3, 4)\n");
  expect(pythonSnippet({ ...lesson, settings: { ...lesson.settings, seed: 7 } })).toContain("nn.Embedding(3, 4, seed=7)\n");
});

it("names the ids in C++", () => {
  expect(cppSnippet(lesson)).toContain("ids = {0, 1, 0, 2};");
});

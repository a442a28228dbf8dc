import { expect, it } from "vitest";
import { byFrequency, coloringOf } from "./coloring";
import type { WordMap, WordSource } from "./map";

const MAP: WordMap = {
  title: "",
  caption: "",
  words: ["a", "b"],
  x: new Float32Array(2),
  y: new Float32Array(2),
  colors: new Uint8Array([3, 4]),
};
const source: WordSource = {
  neighbors: () => Promise.resolve([]),
  columns: ["kind"],
  column: () => Promise.resolve({ labels: ["≤ 1", ""], colors: [0, 1] }),
};

it("colours frequent words apart from rare ones", () => {
  const { colors, labels } = byFrequency(400);
  expect([colors[0], colors[29], colors[30], colors[99], colors[399]]).toEqual([0, 0, 1, 1, 3]);
  expect(labels).toEqual(["≤ 30", "≤ 100", "≤ 300", "≤ 400"]);
  expect(byFrequency(100_000).labels).toHaveLength(8);
});

it("takes a column, and groups where there is none", async () => {
  expect(await coloringOf(0, MAP, source)).toMatchObject({ by: 0, labels: ["≤ 1", ""], ordered: true });
  expect((await coloringOf(7, MAP, source)).by).toBe("group");
  expect((await coloringOf("group", MAP, source)).colors).toBe(MAP.colors);
});

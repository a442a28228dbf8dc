import { expect, it } from "vitest";
import { readEmbedded } from "./embedded";

const text = (numbers: { buffer: ArrayBufferLike }) => btoa(String.fromCharCode(...new Uint8Array(numbers.buffer)));

const DATA = {
  title: "t",
  caption: "c",
  words: ["a", "b", "</script>"],
  x: text(new Float32Array([0, 2, 4])),
  y: text(new Float32Array([0, 0, 2])),
  colors: text(new Uint8Array([0, 1, 7])),
};

it("reads what firth map writes", async () => {
  const near = {
    count: 2,
    rows: text(new Uint32Array([1, 2, 0, 2, 1, 2])),
    cosines: text(new Float32Array([0.5, 0.25, 0.5, 0.125, 0.25, 1])),
  };
  const { map, source } = readEmbedded(JSON.stringify({ ...DATA, near }));
  expect(map.words).toEqual(DATA.words);
  expect([...map.x]).toEqual([-1, 0, 1]);
  expect([...map.colors]).toEqual([0, 1, 7]);
  expect(await source.neighbors(0)).toEqual([
    { word: 1, cosine: 0.5 },
    { word: 2, cosine: 0.25 },
  ]);
  // A word that stands as its own neighbour only fills up.
  expect(await source.neighbors(2)).toEqual([{ word: 1, cosine: 0.25 }]);
});

it("knows when there are no neighbours", async () => {
  expect(await readEmbedded(JSON.stringify(DATA)).source.neighbors(1)).toBeNull();
});

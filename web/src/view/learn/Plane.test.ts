import { expect, it } from "vitest";
import { labelsOf } from "./Plane";

it("writes no word over another", () => {
  const words = ["man", "woman", "king", "queen"];
  const dots: [number, number][] = [
    [100, 100],
    [102, 101],
    [101, 99],
    [100, 102],
  ];
  const ys = labelsOf(words, dots).map(({ y }) => y);
  for (const [i, a] of ys.entries()) for (const b of ys.slice(i + 1)) expect(Math.abs(a - b)).toBeGreaterThanOrEqual(9);
});

it("turns to the left at the edge", () => {
  const [label] = labelsOf(["woman"], [[290, 50]]);
  expect(label).toEqual({ x: 283, y: 54, left: true });
});

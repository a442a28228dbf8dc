import { expect, it } from "vitest";
import { fitSquare } from "./map";

it("fits places into the square, axes alike", () => {
  const x = new Float32Array([0, 10, 20]);
  const y = new Float32Array([5, 5, 10]);
  fitSquare(x, y);
  expect([...x]).toEqual([-1, 0, 1]);
  expect([...y]).toEqual([-0.25, -0.25, 0.25]);
});

it("takes one place, and none", () => {
  const one = new Float32Array([7]);
  fitSquare(one, new Float32Array([7]));
  expect([...one]).toEqual([0]);
  expect(() => fitSquare(new Float32Array(), new Float32Array())).not.toThrow();
});

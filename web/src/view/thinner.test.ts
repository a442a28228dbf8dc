import { expect, it, vi } from "vitest";
import { someOf, Thinner } from "./thinner";

it("takes about as many of any number, from everywhere", () => {
  expect(someOf(60_000)).toBeNull();
  for (const count of [100_000, 341_479, 1_000_000]) {
    const some = someOf(count) ?? [];
    expect(Math.abs(some.length - 60_000)).toBeLessThan(1000);
    const ofHundred = new Set(some.map((i) => i % 100));
    expect(ofHundred.size).toBe(100);
  }
});

it("draws few while the view changes, with what is selected", () => {
  const scatter = { get: () => [5, 2], filter: vi.fn(), unfilter: vi.fn() };
  const thinner = new Thinner(scatter as never, [1, 5, 9]);
  thinner.moved(new Float32Array([1, 0]));
  thinner.rested();
  expect(scatter.filter).not.toHaveBeenCalled();
  thinner.moved(new Float32Array([1, 2]));
  thinner.moved(new Float32Array([1, 3]));
  expect(scatter.filter).toHaveBeenCalledExactlyOnceWith([1, 2, 5, 9], { preventEvent: true });
  expect(scatter.unfilter).not.toHaveBeenCalled();
  thinner.rested();
  expect(scatter.unfilter).toHaveBeenCalledOnce();
});

import { expect, it } from "vitest";
import { readAddress, writeAddress } from "./address";

it("reads what it writes", () => {
  for (const word of ["king", "a&b=c#d", "苹果", "50%"]) {
    const address = {
      word,
      color: 2,
      a: "man",
      b: word,
      c: null,
      map: 1,
      beside: 0,
      at: { x: 0.125, y: -0.00002, distance: 0.01 },
      besideAt: null,
      language: "zh",
      theme: "dark",
    } as const;
    expect(readAddress(writeAddress(address))).toEqual(address);
  }
});

it("takes any address", () => {
  const nothing = {
    word: null,
    color: "group",
    a: null,
    b: null,
    c: null,
    map: 0,
    beside: null,
    at: null,
    besideAt: null,
    language: null,
    theme: null,
  };
  expect(readAddress("")).toEqual(nothing);
  expect(readAddress("#lang=xx&theme=7&word=%&map=-1&color=red&at=1_2_-3")).toEqual({ ...nothing, word: "%" });
  expect(writeAddress(readAddress(""))).toBe("");
});

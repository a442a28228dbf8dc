import { expect, it } from "vitest";
import { readAddress, writeAddress } from "./address";

it("reads what it writes", () => {
  for (const word of ["king", "a&b=c#d", "苹果", "50%"]) {
    const address = { word, language: "zh", theme: "dark" } as const;
    expect(readAddress(writeAddress(address))).toEqual(address);
  }
});

it("takes any address", () => {
  expect(readAddress("")).toEqual({ word: null, language: null, theme: null });
  expect(readAddress("#lang=xx&theme=7&word=%")).toEqual({ word: "%", language: null, theme: null });
  expect(writeAddress(readAddress(""))).toBe("");
});

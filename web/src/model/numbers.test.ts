import { expect, it } from "vitest";
import { fixed, largest, percent, signed, thousands } from "./numbers";

it("writes signs before all numbers, and none before zero's minus", () => {
  expect(signed(0.12345)).toBe("+0.1235");
  expect(signed(-0.5, 2)).toBe("−0.50");
  expect(signed(-0.00001)).toBe("+0.0000");
});

it("writes a sign below zero alone", () => {
  expect([fixed(0.25, 1), fixed(-0.25, 2), fixed(-0.01, 1)]).toEqual(["0.3", "−0.25", "0.0"]);
});

it("writes shares and large numbers", () => {
  expect(percent(6 / 7)).toBe("85.7 %");
  expect(thousands(1234567)).toBe("1,234,567");
});

it("knows the largest number, whatever its sign", () => {
  expect(largest([[1, -3], [2]])).toBe(3);
  expect(largest([[0]])).toBe(1);
});

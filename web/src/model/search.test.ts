import { describe, expect, it } from "vitest";
import { complete, placesOf } from "./search";

const WORDS = ["the", "king", "viking", "Kingdom", "queen", "kings", "KING"];
const found = (typed: string, limit = 8) => complete(WORDS, typed, limit).map((i) => WORDS[i]);

describe("complete", () => {
  it("gives the word itself first, then beginnings, then parts", () => {
    expect(found("king")).toEqual(["king", "KING", "Kingdom", "kings", "viking"]);
  });
  it("finds the word itself behind many that begin with it, in its own case first", () => {
    const words = [...Array.from({ length: 20 }, (_, i) => `car${i}`), "CAR", "car"];
    expect(complete(words, "car", 3)).toEqual([21, 20, 0]);
  });
  it("does not mind letter case and blanks", () => {
    expect(found(" QUE ")).toEqual(["queen"]);
  });
  it("finds nothing for nothing", () => {
    expect(found("  ")).toEqual([]);
    expect(found("xyz")).toEqual([]);
  });
  it("keeps to its limit", () => {
    expect(found("king", 2)).toHaveLength(2);
  });
});

describe("placesOf", () => {
  it("finds words in the order of all, and leaves out others", () => {
    expect(placesOf(["c", "a", "z", undefined], ["a", "b", "c"])).toEqual([0, 2]);
    expect(placesOf(["z"], ["a"])).toEqual([]);
  });
});

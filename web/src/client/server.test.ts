// @vitest-environment node
import { describe, expect, it } from "vitest";
import { isCompanion, isTable } from "./server";

describe("isCompanion", () => {
  it("knows the words beside numbers by their names", () => {
    expect(isCompanion("x.metadata.tsv", ["x.tsv", "x.metadata.tsv"])).toBe(true);
    expect(isCompanion("metadata.tsv", ["vectors.tsv", "metadata.tsv"])).toBe(true);
    expect(isCompanion("x_metadata.tsv", ["x_tensor.tsv", "x_metadata.tsv"])).toBe(true);
    expect(isCompanion("x.words.txt", ["x.npy", "x.words.txt"])).toBe(true);
  });

  it("takes a table that stands alone for a table", () => {
    expect(isCompanion("metadata.tsv", ["metadata.tsv"])).toBe(false);
    expect(isCompanion("metadata.tsv", ["words.bin", "metadata.tsv"])).toBe(false);
    expect(isCompanion("x.metadata.tsv", ["y.tsv", "x.metadata.tsv"])).toBe(false);
  });
});

describe("isTable", () => {
  const file = (text: string, name = "x.tsv") => Object.assign(new Blob([text]), { name }) as File;

  it("tells names from numbers", async () => {
    expect(await isTable(file("word\tkind\nthe\t1\n"))).toBe(true);
    expect(await isTable(file("0.5\t-1e-3\n1\t2\n"))).toBe(false);
    expect(await isTable(file("word\tkind\n", "x.vec"))).toBe(false);
  });

  it("reads long lines to their ends", async () => {
    const row = Array.from({ length: 100_000 }, () => "-0.12345").join("\t");
    expect(await isTable(file(`${row}\n${row}\n`))).toBe(false);
    expect(await isTable(file(`${row}\t${row}\n`))).toBe(false);
  });
});

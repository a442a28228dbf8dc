import { expect, it } from "vitest";
import { readLessonAddress, writeLessonAddress } from "./lessonAddress";

it("reads what it writes", () => {
  const address = { step: 4, sentence: "a & b = 猫", window: 3, dim: 8, language: "zh", theme: "dark" } as const;
  expect(readLessonAddress(writeLessonAddress(address))).toEqual(address);
});

it("takes any address", () => {
  expect(readLessonAddress("")).toEqual({
    step: 0,
    sentence: null,
    window: null,
    dim: null,
    language: null,
    theme: null,
  });
  expect(readLessonAddress("#step=99&window=-3&dim=x").step).toBe(9);
  expect(readLessonAddress("#step=99&window=-3&dim=x").window).toBeNull();
  expect(readLessonAddress("#step=0").step).toBe(0);
  expect(readLessonAddress("#window=10&dim=64")).toMatchObject({ window: 10, dim: 64 });
  expect(readLessonAddress("#window=99&dim=65")).toMatchObject({ window: null, dim: null });
  expect(readLessonAddress("#window=0&dim=0")).toMatchObject({ window: null, dim: null });
});

import { expect, it } from "vitest";
import { verdict } from "./RealStep";
import { lessonTexts } from "./texts";

const scored = (...words: string[]) => words.map((word) => ({ word, cosine: 0.5 }));

it("says of king and queen what the vectors say", () => {
  const english = lessonTexts("en");
  expect(verdict(scored("queen", "prince"), english)).toContain("say **queen**");
  const nearly = verdict(scored("prince", "pope", "queen"), english);
  expect(nearly).toContain("**prince**");
  expect(nearly).toContain("place 3");
  const notFound = verdict(scored("prince", "pope"), english);
  expect(notFound).toContain("not among the first 2");
  expect(verdict(scored("prince", "queen"), lessonTexts("zh"))).toContain("第 2 位");
});

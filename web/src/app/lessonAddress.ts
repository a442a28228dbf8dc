/** What the address of a lesson says: #step=3&sentence=...&window=2&dim=5&lang=zh&theme=dark */
import { WIDEST_WINDOW } from "../model/lesson";
import { readAddress } from "./address";
import type { Language } from "../view/language";
import type { Theme } from "../view/palette";

export interface LessonAddress {
  /** From 0. */
  step: number;
  sentence: string | null;
  window: number | null;
  dim: number | null;
  language: Language | null;
  theme: Theme | null;
}

const STEPS = 10;

/** The longest vectors that the engine takes. What it does not take counts as not said. */
const MOST_COLUMNS = 64;

function whole(text: string | null, most = 999): number | null {
  const number = text !== null && /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

export function readLessonAddress(hash: string): LessonAddress {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const { language, theme } = readAddress(hash);
  const step = whole(said.get("step")) ?? 1;
  return {
    step: Math.min(STEPS, Math.max(1, step)) - 1,
    sentence: said.get("sentence"),
    window: whole(said.get("window"), WIDEST_WINDOW),
    dim: whole(said.get("dim"), MOST_COLUMNS),
    language,
    theme,
  };
}

export function writeLessonAddress({ step, sentence, window, dim, language, theme }: LessonAddress): string {
  const said = new URLSearchParams({ step: String(step + 1) });
  if (sentence !== null) said.set("sentence", sentence);
  if (window !== null) said.set("window", String(window));
  if (dim !== null) said.set("dim", String(dim));
  if (language !== null) said.set("lang", language);
  if (theme !== null) said.set("theme", theme);
  return `#${said.toString()}`;
}

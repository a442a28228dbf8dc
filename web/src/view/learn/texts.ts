import type { Language } from "../language";
import { ENGLISH, type LessonTexts } from "./texts.en";
import { CHINESE } from "./texts.zh";

export type { LessonTexts };

export function lessonTexts(language: Language): LessonTexts {
  return language === "zh" ? CHINESE : ENGLISH;
}

/** Puts values where the text has {} or, more than once, {0}. */
export function put(text: string, ...values: (string | number)[]): string {
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (_, at: string) => String(values[at === "" ? next++ : Number(at)] ?? ""));
}

/** What the address of a page says, so that it can be shared: #word=king&lang=zh&theme=dark */
import type { Language } from "../view/language";
import type { Theme } from "../view/palette";

export interface Address {
  word: string | null;
  language: Language | null;
  theme: Theme | null;
}

export function readAddress(hash: string): Address {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const language = said.get("lang");
  const theme = said.get("theme");
  return {
    word: said.get("word"),
    language: language === "zh" || language === "en" ? language : null,
    theme: theme === "dark" || theme === "light" ? theme : null,
  };
}

export function writeAddress({ word, language, theme }: Address): string {
  const said = new URLSearchParams();
  if (word !== null) said.set("word", word);
  if (language !== null) said.set("lang", language);
  if (theme !== null) said.set("theme", theme);
  const text = said.toString();
  return text === "" ? "" : `#${text}`;
}

/** What the address of a map says, so that it can be shared: #word=king&color=frequency&lang=zh&theme=dark */
import { useEffect, useState } from "preact/hooks";
import type { ColorBy } from "../model/map";
import type { Language } from "../view/language";
import type { Theme } from "../view/palette";

export interface Address {
  word: string | null;
  color: ColorBy;
  /** Of an analogy. */
  a: string | null;
  b: string | null;
  c: string | null;
  /** Which of several maps is shown, and which beside it. */
  map: number;
  beside: number | null;
  language: Language | null;
  theme: Theme | null;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}

export function readAddress(hash: string): Address {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const language = said.get("lang");
  const theme = said.get("theme");
  const color = said.get("color");
  return {
    word: said.get("word"),
    color: color === "frequency" ? color : (whole(color) ?? "group"),
    a: said.get("a"),
    b: said.get("b"),
    c: said.get("c"),
    map: whole(said.get("map")) ?? 0,
    beside: whole(said.get("beside")),
    language: language === "zh" || language === "en" ? language : null,
    theme: theme === "dark" || theme === "light" ? theme : null,
  };
}

export function writeAddress({ word, color, a, b, c, map, beside, language, theme }: Address): string {
  const said = new URLSearchParams();
  const say = (name: string, value: string | number | null) => {
    if (value !== null) said.set(name, String(value));
  };
  say("word", word);
  say("color", color === "group" ? null : color);
  say("a", a);
  say("b", b);
  say("c", c);
  say("map", map === 0 ? null : map);
  say("beside", beside);
  say("lang", language);
  say("theme", theme);
  const text = said.toString();
  return text === "" ? "" : `#${text}`;
}

/** The address of this page, which follows what is said here, and says what somebody types. */
export function useAddress(): [Address, (address: Address) => void] {
  const [address, setAddress] = useState(() => readAddress(location.hash));
  useEffect(() => history.replaceState(null, "", writeAddress(address) || location.pathname), [address]);
  useEffect(() => {
    const read = () => setAddress(readAddress(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return [address, setAddress];
}

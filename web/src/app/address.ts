/** What the address of a map says, so that it can be shared:
 * #word=king&color=frequency&at=0.25_-0.5_0.1&lang=zh&theme=dark */
import { useEffect, useState } from "preact/hooks";
import type { ColorBy, Look } from "../model/map";
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
  /** Where these are looked at from; null: as they are at first. */
  at: Look | null;
  besideAt: Look | null;
  language: Language | null;
  theme: Theme | null;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}

/** "x_y_distance" */
function lookOf(text: string | null): Look | null {
  const numbers = (text ?? "").split("_").map((part) => (/^-?\d+(\.\d+)?(e-\d+)?$/.test(part) ? Number(part) : NaN));
  const [x = NaN, y = NaN, distance = NaN] = numbers;
  const sane = numbers.length === 3 && Math.abs(x) < 100 && Math.abs(y) < 100 && distance > 0 && distance < 100;
  return sane ? { x, y, distance } : null;
}

function textOf(look: Look | null): string | null {
  return look && [look.x, look.y, look.distance].map((n) => Number(n.toPrecision(6))).join("_");
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
    at: lookOf(said.get("at")),
    besideAt: lookOf(said.get("beside-at")),
    language: language === "zh" || language === "en" ? language : null,
    theme: theme === "dark" || theme === "light" ? theme : null,
  };
}

export function writeAddress({ word, color, a, b, c, map, beside, at, besideAt, language, theme }: Address): string {
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
  say("at", textOf(at));
  say("beside-at", textOf(besideAt));
  say("lang", language);
  say("theme", theme);
  const text = said.toString();
  return text === "" ? "" : `#${text}`;
}

/** The address of this page, which follows what is said here, and says what somebody types; how often somebody did. */
export function useAddress(): [Address, (address: Address) => void, number] {
  const [address, setAddress] = useState(() => readAddress(location.hash));
  const [typed, setTyped] = useState(0);
  useEffect(() => history.replaceState(null, "", writeAddress(address) || location.pathname), [address]);
  useEffect(() => {
    const read = () => {
      setAddress(readAddress(location.hash));
      setTyped((times) => times + 1);
    };
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return [address, setAddress, typed];
}

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../client/ask";
import { byGroup, coloringOf } from "../model/coloring";
import type { Analogy, ColorBy, Coloring, Neighbor, WordMap, WordSource } from "../model/map";
import { usualLanguage, type Language } from "../view/language";
import { MapView } from "../view/MapView";
import type { Theme } from "../view/palette";
import type { Address } from "./address";
import { useAnswer } from "./useAnswer";
import { useUsualTheme } from "./usualTheme";

/** A map and who answers questions about it. */
export interface Opened {
  map: WordMap;
  source: WordSource;
  /** Of several maps; none: there is no other. */
  number?: number;
}

interface Props {
  opened: Opened;
  beside?: Opened | undefined;
  address: Address;
  onAddress: (address: Address) => void;
  maps?: { titles: readonly string[]; shown: number; beside: number | null } | undefined;
  onFiles?: (files: File[]) => void;
  busy?: string;
  /** What kept the rest of the words from coming; empty: nothing. */
  failure?: string;
}

/** Joins the page to who answers, and to its address. */
export function MapApp({ opened, beside, address, onAddress, maps, onFiles, busy = "", failure = "" }: Props) {
  const { map, source } = opened;
  const [unanswered, setUnanswered] = useState("");
  const language: Language = address.language ?? usualLanguage();
  const usual = useUsualTheme();
  const theme: Theme = address.theme ?? usual;
  const selected = find(map, address.word);
  const early = useRef<Asked | null>(null);
  const neighbors = useNeighbors(source, selected, setUnanswered, early.current);
  const analogy = useAnalogy(opened, address, onAddress, setUnanswered);
  const coloring = useColoring(opened, address.color);
  const there = useBeside(beside, address, setUnanswered);
  // A map tells where it is looked at some time after it was moved: the address may be another by then.
  const latest = useRef(address);
  latest.current = address;
  const at = useRef(source);
  at.current = source;

  /** Shows a word and its neighbours at once, if these are there soon: to draw the page keeps the processors busy that
   * look for them. */
  const select = async (word: number | null) => {
    const before = latest.current.word;
    const asked = (early.current = word === null || word === selected ? null : ask(source, word));
    if (asked) await Promise.race([asked.answer.catch(() => null), new Promise((resolve) => setTimeout(resolve, SOON))]);
    if (early.current === asked && latest.current.word === before && at.current === source) onAddress({ ...latest.current, word: word === null ? null : (map.words[word] ?? null) });
  };

  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
    document.title = map.title;
  }, [language, theme, map]);

  return (
    <MapView
      key={opened.number ?? 0}
      map={map}
      coloring={coloring}
      columns={source.columns ?? []}
      language={language}
      theme={theme}
      selected={selected}
      neighbors={neighbors}
      wanted={address.word}
      look={address.at}
      onLook={(at) => onAddress({ ...latest.current, at })}
      analogy={analogy}
      other={there && { ...there, look: address.besideAt, onLook: (besideAt) => onAddress({ ...latest.current, besideAt }) }}
      maps={
        maps && {
          ...maps,
          onShow: (shown) => onAddress({ ...address, map: shown, at: null, beside: shown === address.beside ? null : address.beside }),
          onBeside: (other) => onAddress({ ...address, beside: other, besideAt: null }),
        }
      }
      onFiles={onFiles}
      busy={busy}
      failure={unanswered || failure}
      onSelect={select}
      onColor={(color) => onAddress({ ...address, color })}
      onLanguage={(wanted) => onAddress({ ...address, language: wanted })}
      onTheme={(wanted) => onAddress({ ...address, theme: wanted })}
    />
  );
}

function find(map: WordMap, word: string | null): number | null {
  const at = word === null ? -1 : map.words.indexOf(word);
  return at < 0 ? null : at;
}

/** Milliseconds that a word waits for its neighbours. */
const SOON = 100;

/** A question that was asked before its word was shown. */
interface Asked {
  to: WordSource;
  word: number;
  answer: Promise<Neighbor[] | null>;
  /** Undefined: not here yet. */
  found: Neighbor[] | null | undefined;
  failed: boolean;
}

function ask(to: WordSource, word: number): Asked {
  const asked: Asked = { to, word, answer: to.neighbors(word), found: undefined, failed: false };
  asked.answer.then((found) => (asked.found = found), () => (asked.failed = true));
  return asked;
}

function useNeighbors(
  source: WordSource | undefined,
  word: number | null,
  onFailure: (said: string) => void,
  early: Asked | null,
): Neighbor[] | null | undefined {
  // An answer belongs to its question: the next word has none yet.
  const [answer, setAnswer] = useState<{ to: typeof source; word: number; found: Neighbor[] | null }>();
  const asked = early && !early.failed && early.to === source && early.word === word ? early : null;
  useEffect(() => {
    let wanted = true;
    if (word !== null && source) {
      (asked?.answer ?? source.neighbors(word)).then(
        (found) => {
          if (!wanted) return;
          onFailure("");
          setAnswer({ to: source, word, found });
        },
        (error: unknown) => wanted && onFailure(messageOf(error)),
      );
    }
    return () => {
      wanted = false;
    };
  }, [source, word]);
  return answer && answer.to === source && answer.word === word ? answer.found : asked?.found;
}

/** Asks as soon as all three words are there. */
function useAnalogy(
  { map, source }: Opened,
  address: Address,
  onAddress: (address: Address) => void,
  onFailure: (said: string) => void,
) {
  const [answers, setAnswers] = useState<Neighbor[]>();
  const asked: Analogy = { a: find(map, address.a), b: find(map, address.b), c: find(map, address.c) };
  const { a, b, c } = asked;
  useEffect(() => {
    let wanted = true;
    setAnswers(undefined);
    if (source.analogy && a !== null && b !== null && c !== null) {
      source.analogy(a, b, c).then(
        (found) => {
          if (wanted) setAnswers(found);
        },
        (error: unknown) => wanted && onFailure(messageOf(error)),
      );
    }
    return () => {
      wanted = false;
    };
  }, [source, a, b, c]);
  const word = (number: number | null) => (number === null ? null : (map.words[number] ?? null));
  const onAsk = (wanted: Analogy) =>
    onAddress({ ...address, a: word(wanted.a), b: word(wanted.b), c: word(wanted.c) });
  return source.analogy ? { asked, answers, onAsk } : undefined;
}

function useColoring({ map, source }: Opened, by: ColorBy): Coloring {
  const { value } = useAnswer(() => coloringOf(by, map, source), [map, source, by]);
  return value && value.colors.length === map.x.length ? value : byGroupOf(map);
}

const groups = new WeakMap<WordMap, Coloring>();

/** The same object for the same map: a view that gets another one draws all dots anew. */
function byGroupOf(map: WordMap): Coloring {
  let known = groups.get(map);
  if (!known) groups.set(map, (known = byGroup(map)));
  return known;
}

const NOWHERE: Opened = {
  map: { title: "", caption: "", words: [], x: new Float32Array(), y: new Float32Array(), colors: new Uint8Array() },
  source: { neighbors: () => Promise.resolve(null) },
};

/** The map beside the first, at the same word. Its own columns are others: it has groups or frequencies. */
function useBeside(beside: Opened | undefined, address: Address, onFailure: (said: string) => void) {
  const opened = beside ?? NOWHERE;
  const selected = find(opened.map, address.word);
  const neighbors = useNeighbors(beside?.source, selected, onFailure, null);
  const coloring = useColoring(opened, address.color === "frequency" ? "frequency" : "group");
  return beside && { map: beside.map, coloring, selected, neighbors };
}

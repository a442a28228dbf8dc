import { useEffect, useState } from "preact/hooks";
import type { Analogy, Neighbor, WordMap, WordSource } from "../model/map";
import { usualLanguage, type Language } from "../view/language";
import { MapView } from "../view/MapView";
import type { Theme } from "../view/palette";
import { readAddress, writeAddress } from "./address";
import { usualTheme } from "./usualTheme";

interface Props {
  map: WordMap;
  source: WordSource;
  /** What kept the rest of the words from coming; empty: nothing. */
  failure?: string;
}

/** Joins the page to who answers, and to its address. */
export function MapApp({ map, source, failure = "" }: Props) {
  const [address, setAddress] = useState(() => readAddress(location.hash));
  const [neighbors, setNeighbors] = useState<Neighbor[] | null>();
  const [unanswered, setUnanswered] = useState("");
  const fail = (error: unknown) => setUnanswered(String(error));
  const analogy = useAnalogy(source, fail);
  const at = address.word === null ? -1 : map.words.indexOf(address.word);
  const selected = at < 0 ? null : at;
  const language: Language = address.language ?? usualLanguage();
  const theme: Theme = address.theme ?? usualTheme();

  useEffect(() => {
    history.replaceState(null, "", writeAddress(address) || location.pathname);
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [address]);

  useEffect(() => {
    let wanted = true;
    setNeighbors(undefined);
    if (selected !== null) {
      source.neighbors(selected).then((found) => {
        if (!wanted) return;
        setUnanswered("");
        setNeighbors(found);
      }, fail);
    }
    return () => {
      wanted = false;
    };
  }, [selected]);

  return (
    <MapView
      map={map}
      language={language}
      theme={theme}
      selected={selected}
      neighbors={neighbors}
      analogy={analogy}
      failure={unanswered || failure}
      onSelect={(word) => setAddress({ ...address, word: word === null ? null : (map.words[word] ?? null) })}
      onLanguage={(wanted) => setAddress({ ...address, language: wanted })}
      onTheme={(wanted) => setAddress({ ...address, theme: wanted })}
    />
  );
}

/** Asks as soon as all three words are there. */
function useAnalogy(source: WordSource, fail: (error: unknown) => void) {
  const [asked, onAsk] = useState<Analogy>({ a: null, b: null, c: null });
  const [answers, setAnswers] = useState<Neighbor[]>();
  useEffect(() => {
    let wanted = true;
    setAnswers(undefined);
    const { a, b, c } = asked;
    if (source.analogy && a !== null && b !== null && c !== null) {
      source.analogy(a, b, c).then((found) => {
        if (wanted) setAnswers(found);
      }, fail);
    }
    return () => {
      wanted = false;
    };
  }, [asked]);
  return source.analogy ? { asked, answers, onAsk } : undefined;
}

/** Words and answers from `firth explore`, which serves this page. */
import { ask, askJson } from "./ask";
import { fitSquare, type Neighbor, type WordMap, type WordSource } from "../model/map";

interface Description {
  title: string;
  caption: string;
  words: number;
}

/** So many words come at once: the most frequent are there first. */
const PAGE = 20_000;

const wordsFrom = (from: number): Promise<string[]> => askJson(`api/words?from=${from}&count=${PAGE}`);

/** The whole map with its first words; the others follow, and `onMore` is called as they come, or `onFailure`. */
export async function openServer(
  onMore: () => void,
  onFailure: (error: unknown) => void,
): Promise<{ map: WordMap; source: WordSource }> {
  const [about, places, colors, words] = await Promise.all([
    askJson<Description>("api/map"),
    ask("api/places").then((response) => response.arrayBuffer()),
    ask("api/colors").then((response) => response.arrayBuffer()),
    wordsFrom(0),
  ]);
  const both = new Float32Array(places);
  const map: WordMap = {
    title: about.title,
    caption: about.caption,
    words,
    x: both.slice(0, about.words),
    y: both.slice(about.words),
    colors: new Uint8Array(colors),
  };
  fitSquare(map.x, map.y);
  bringOthers(map, about.words, onMore).catch(onFailure);
  return { map, source: SOURCE };
}

async function bringOthers(map: WordMap, count: number, onMore: () => void): Promise<void> {
  while (map.words.length < count) {
    for (const word of await wordsFrom(map.words.length)) map.words.push(word);
    onMore();
  }
}

const SOURCE: WordSource = {
  neighbors: (word) => askJson<Neighbor[]>(`api/neighbors?word=${word}`),
  analogy: (a, b, c) => askJson<Neighbor[]>(`api/analogy?a=${a}&b=${b}&c=${c}`),
};

/** Maps and answers from `firth explore`, which serves this page. */
import { fitSquare, type Neighbor, type WordMap, type WordSource } from "../model/map";
import { askJson, ask, begin, messageOf, query } from "./ask";

interface Description {
  title: string;
  caption: string;
  words: number;
  columns: string[];
}

/** What the server has. */
export interface Atlas {
  drops: boolean;
  maps: Description[];
}

/** So many words come at once: the most frequent are there first. */
const PAGE = 20_000;

export const askAtlas = (): Promise<Atlas> => askJson("api/map");

/** A whole map with its first words; the others follow, and `onMore` is called as they come, or `onFailure`. */
export async function openMap(
  { maps }: Atlas,
  number: number,
  onMore: () => void,
  onFailure: (error: unknown) => void,
): Promise<{ map: WordMap; source: WordSource; number: number }> {
  const about = maps[number];
  if (!about) throw new Error(`there is no map ${number + 1}`);
  const bytes = (what: string) => ask(`api/${what}?map=${number}`).then((response) => response.arrayBuffer());
  const wordsFrom = (from: number): Promise<string[]> =>
    askJson(`api/words?${query({ map: number, from, count: PAGE })}`);
  const [places, colors, words] = await Promise.all([bytes("places"), bytes("colors"), wordsFrom(0)]);
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
  const bringOthers = async (): Promise<void> => {
    while (map.words.length < about.words) {
      for (const word of await wordsFrom(map.words.length)) map.words.push(word);
      onMore();
    }
  };
  bringOthers().catch(onFailure);
  return { map, source: sourceOf(number, about.columns), number };
}

function sourceOf(map: number, columns: string[]): WordSource {
  return {
    neighbors: (word) => askJson<Neighbor[]>(`api/neighbors?${query({ map, word })}`),
    analogy: (a, b, c) => askJson<Neighbor[]>(`api/analogy?${query({ map, a, b, c })}`),
    columns,
    column: (column) => askJson(`api/column?${query({ map, column })}`),
  };
}

/** What came of files that were handed over. */
export interface Dropped {
  atlas: Atlas;
  /** The last map that was made of one. */
  map: number | null;
  /** The map that columns were added to. */
  coloured: number | null;
  /** Why some were not read, one by one. */
  failures: string[];
}

/** Hands files over and has the engine read them: tables of words as columns of the new map, or of map `current` if
 * there is none, anything else as a map of its own. What one file lacks does not keep the others from being read. */
export async function dropFiles(files: readonly File[], current: number): Promise<Dropped> {
  const failures: string[] = [];
  /** Undefined: it failed. */
  const attempt = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => void failures.push(messageOf(error)));
  const names = files.map(({ name }) => name);
  const [tables, others]: [string[], string[]] = [[], []];
  for (const file of files) {
    const { name } = file;
    await attempt(begin(`api/drop?${query({ name })}`, file));
    if (!isCompanion(name, names)) ((await isTable(file)) ? tables : others).push(name);
  }
  let map: number | null = null;
  for (const name of others) {
    const atlas = await attempt(begin<Atlas>(`api/open?${query({ name })}`));
    if (atlas) map = atlas.maps.length - 1;
  }
  let coloured: number | null = null;
  for (const name of tables) {
    const to = map ?? current;
    if (await attempt(begin(`api/open?${query({ name, as: "columns", map: to })}`))) coloured = to;
  }
  return { atlas: await askAtlas(), map, coloured, failures };
}

/** Whether a file holds words or settings that stand beside another one's numbers, as the engine looks for them. */
export function isCompanion(name: string, all: readonly string[]): boolean {
  const others = all.filter((other) => other !== name);
  if (name === "metadata.tsv") return others.some((other) => other.endsWith(".tsv"));
  const pairs = [
    [".metadata.tsv", "."],
    [".config.json", "."],
    [".words.txt", "."],
    ["_metadata.tsv", "_tensor.tsv"],
  ] as const;
  return pairs.some(([ending, begin]) => {
    if (!name.endsWith(ending)) return false;
    return others.some((other) => other.startsWith(name.slice(0, -ending.length) + begin));
  });
}

/** A first line is looked for in so many bytes. */
const FIRST_LINE = 1 << 20;

/** A table whose first line is of names: one that holds numbers alone is the embedding projector's. */
export async function isTable(file: File): Promise<boolean> {
  if (!file.name.endsWith(".tsv")) return false;
  const head = await file.slice(0, FIRST_LINE).text();
  const end = head.indexOf("\n");
  const cells = (end < 0 ? head : head.slice(0, end)).split("\t");
  if (end < 0 && file.size > FIRST_LINE) cells.pop(); // it may be cut
  return cells.some((cell) => cell.trim() === "" || Number.isNaN(Number(cell)));
}

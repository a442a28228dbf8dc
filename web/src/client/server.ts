/** Maps and answers from `firth explore`, which serves this page. */
import { fitSquare, type Neighbor, type WordMap, type WordSource } from "../model/map";
import { askJson, ask, begin, query } from "./ask";

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
): Promise<{ map: WordMap; source: WordSource }> {
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
  return { map, source: sourceOf(number, about.columns) };
}

function sourceOf(map: number, columns: string[]): WordSource {
  return {
    neighbors: (word) => askJson<Neighbor[]>(`api/neighbors?${query({ map, word })}`),
    analogy: (a, b, c) => askJson<Neighbor[]>(`api/analogy?${query({ map, a, b, c })}`),
    columns,
    column: (column) => askJson(`api/column?${query({ map, column })}`),
  };
}

/** Hands files over and has the engine read them: tables of words as columns of map `current`, anything else as a map
 * of its own. */
export async function dropFiles(files: readonly File[], current: number): Promise<Atlas> {
  for (const file of files) await begin(`api/drop?${query({ name: file.name })}`, file);
  let atlas: Atlas | undefined;
  for (const file of files) {
    if (isCompanion(file.name, files)) continue;
    const name = { name: file.name };
    const asked = (await isTable(file)) ? { ...name, as: "columns", map: current } : name;
    atlas = await begin<Atlas>(`api/open?${query(asked)}`);
  }
  return atlas ?? askAtlas();
}

/** Words and settings that stand beside another file's numbers. */
function isCompanion(name: string, files: readonly File[]): boolean {
  const ending = [".metadata.tsv", ".config.json", ".words.txt"].find((end) => name.endsWith(end));
  if (!ending) return false;
  const stem = name.slice(0, -ending.length);
  return files.some((other) => other.name !== name && other.name.startsWith(`${stem}.`));
}

/** A table whose first line is of names: one that holds numbers alone is the embedding projector's. */
async function isTable(file: File): Promise<boolean> {
  if (!file.name.endsWith(".tsv")) return false;
  const head = (await file.slice(0, 4096).text()).split("\n", 1)[0] ?? "";
  return head.split("\t").some((cell) => cell.trim() === "" || Number.isNaN(Number(cell)));
}

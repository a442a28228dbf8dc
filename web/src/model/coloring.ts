import type { ColorBy, Coloring, WordMap, WordSource } from "./map";

/** The last rank of each colour: words come by frequency, and ranks are told apart by their order of magnitude. */
const RANKS = [30, 100, 300, 1000, 3000, 10_000, 30_000];

/** By the place in the file, which is the order of frequency in the files of all that train. */
export function byFrequency(count: number): Coloring {
  const colors = new Uint8Array(count);
  let color = 0;
  for (let word = 0; word < count; ++word) {
    while (color < RANKS.length && word >= (RANKS[color] ?? 0)) ++color;
    colors[word] = color;
  }
  const labels = RANKS.slice(0, color).map((last) => `≤ ${last.toLocaleString("en")}`);
  return { by: "frequency", colors, labels: [...labels, `≤ ${count.toLocaleString("en")}`], ordered: true };
}

export function byGroup(map: WordMap): Coloring {
  return { by: "group", colors: map.colors, labels: [], ordered: false };
}

export async function coloringOf(by: ColorBy, map: WordMap, source: WordSource): Promise<Coloring> {
  if (by === "frequency") return byFrequency(map.x.length);
  if (by === "group" || !source.column || by >= (source.columns?.length ?? 0)) return byGroup(map);
  const { labels, colors } = await source.column(by);
  const ordered = labels.some((label) => label !== "") && labels.every((label) => label === "" || label.startsWith("≤ "));
  return { by, colors: new Uint8Array(colors), labels, ordered };
}

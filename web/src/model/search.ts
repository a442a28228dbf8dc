/** The word that was typed, words that begin with it, then words that hold it, without regard to letter case. */
export function complete(words: readonly string[], typed: string, limit: number): number[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const exact: number[] = [];
  const begins: number[] = [];
  const holds: number[] = [];
  for (let i = 0; i < words.length; ++i) {
    const raw = words[i] ?? "";
    const full = begins.length >= limit;
    // The word itself may stand far behind those that only begin with it.
    if (full && raw.length !== wanted.length) continue;
    const word = raw.toLowerCase();
    if (word === wanted) exact.push(i);
    else if (!full && word.startsWith(wanted)) begins.push(i);
    else if (!full && holds.length < limit && word.includes(wanted)) holds.push(i);
  }
  const same = (i: number) => Number(words[i] !== typed.trim());
  exact.sort((a, b) => same(a) - same(b));
  return [...exact, ...begins, ...holds].slice(0, limit);
}

/** Where words stand among `all`, in its order; those that do not are left out. */
export function placesOf(words: readonly (string | undefined)[], all: readonly string[]): number[] {
  const wanted = new Set(words);
  const places: number[] = [];
  all.forEach((word, place) => {
    if (wanted.has(word)) places.push(place);
  });
  return places;
}

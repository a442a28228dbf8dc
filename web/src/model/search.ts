/** Words that begin with, then words that hold, what was typed, without regard to letter case. */
export function complete(words: readonly string[], typed: string, limit: number): number[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const exact: number[] = [];
  const begins: number[] = [];
  const holds: number[] = [];
  for (let i = 0; i < words.length && exact.length + begins.length < limit; ++i) {
    const word = (words[i] ?? "").toLowerCase();
    if (word === wanted) exact.push(i);
    else if (word.startsWith(wanted)) begins.push(i);
    else if (holds.length < limit && word.includes(wanted)) holds.push(i);
  }
  return [...exact, ...begins, ...holds].slice(0, limit);
}

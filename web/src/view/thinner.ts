import type createScatterplot from "regl-scatterplot";

type Scatter = ReturnType<typeof createScatterplot>;

/** Of more dots than this only about so many are drawn while the map moves: a computer without a graphics card
 * follows the mouse, too. */
const MOST = 60_000;
const KNUTH = 2654435761;

/** Numbers below `count`, about MOST of them, spread as by chance; null: all can move. */
export function someOf(count: number): number[] | null {
  if (count <= MOST) return null;
  const bar = (MOST / count) * 2 ** 32;
  const some: number[] = [];
  for (let i = 0; i < count; ++i) if (Math.imul(i, KNUTH) >>> 0 < bar) some.push(i);
  return some;
}

/** Draws some dots while the map moves, and all when it has come to rest. */
export class Thinner {
  private last: Float32Array | null = null;
  private thin = false;

  constructor(
    private readonly scatter: Scatter,
    private readonly some: readonly number[] | null,
  ) {}

  moved(view: Float32Array): void {
    const moves = this.last !== null && this.last.some((number, i) => number !== view[i]);
    this.last = view.slice();
    if (!moves || this.thin || !this.some) return;
    this.thin = true;
    const selected = this.scatter.get("selectedPoints") ?? [];
    const all = selected.length === 0 ? [...this.some] : [...new Set([...this.some, ...selected])].sort((a, b) => a - b);
    void this.scatter.filter(all, { preventEvent: true });
  }

  rested(): void {
    if (!this.thin) return;
    this.thin = false;
    void this.scatter.unfilter({ preventEvent: true });
  }
}

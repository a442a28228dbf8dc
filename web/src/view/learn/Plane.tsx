import type { Film } from "../../model/lesson";

const SIZE = 300;
const EDGE = 34;
/** So many moments before are drawn as a tail. */
const TAIL = 14;

export interface PlaneWord {
  word: string;
  /** Where it has been, the present last. */
  path: readonly (readonly [number, number])[];
}

/** The words of a film in one of its moments, with tails. */
export function filmWords(film: Film, at: number): PlaneWord[] {
  return film.words.map((word, i) => ({
    word,
    path: film.frames.slice(Math.max(0, at - TAIL), at + 1).map((frame) => frame.places[i] ?? [0, 0]),
  }));
}

/** How far places reach from the middle. */
export function reach(places: Iterable<readonly [number, number]>): number {
  let far = 0;
  for (const [x, y] of places) far = Math.max(far, Math.abs(x), Math.abs(y));
  return far || 1;
}

/** Words where they stand. `far`: what the edge stands for. */
export function Plane({ label, words, far }: { label: string; words: readonly PlaneWord[]; far: number }) {
  const scale = (SIZE / 2 - EDGE) / far;
  const at = ([x, y]: readonly [number, number]): [number, number] => [SIZE / 2 + x * scale, SIZE / 2 - y * scale];
  return (
    <figure class="picture plane">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
        <line class="rule" x1={SIZE / 2} x2={SIZE / 2} y1={4} y2={SIZE - 4} />
        <line class="rule" x1={4} x2={SIZE - 4} y1={SIZE / 2} y2={SIZE / 2} />
        {words.map(({ word, path }, i) => {
          const points = path.map(at);
          const [x, y] = points[points.length - 1] ?? [0, 0];
          const left = x > SIZE - 60;
          return (
            <g key={word} class={`word c${i % 8}`}>
              <polyline points={points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ")} />
              <circle cx={x} cy={y} r={4} />
              <text x={x + (left ? -7 : 7)} y={y + 4} text-anchor={left ? "end" : "start"}>
                {word}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

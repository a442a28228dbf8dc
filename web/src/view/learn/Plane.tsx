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

interface Label {
  x: number;
  y: number;
  left: boolean;
}

interface Seat {
  left: boolean;
  from: number;
  at: number;
}

/** About what a letter takes, in the picture's units. */
const LETTER = 7;
const LINE = 13;
const DOT = 4;
/** How far a word may stand above or below its dot. */
const SHIFTS = [0, 7, -7, LINE, -LINE, 20, -20, 26, -26, 33, -33];

/** Where words are written beside their dots: a word that would stand on another, or on another's dot, goes down a
 * little, or up, or to the left. */
export function labelsOf(words: readonly string[], dots: readonly (readonly [number, number])[]): Label[] {
  const placed: { from: number; to: number; y: number }[] = [];
  return words.map((word, i) => {
    const [x = 0, y = 0] = dots[i] ?? [];
    const wide = LETTER * word.length + 7;
    const sides = x + wide > SIZE - 2 ? [true] : x - wide < 2 ? [false] : [false, true];
    const seats = sides.flatMap((left) => SHIFTS.map((shift) => ({ left, from: left ? x - wide : x, at: y + shift })));
    const free = ({ from, at }: Seat) =>
      placed.every((other) => from > other.to || from + wide < other.from || Math.abs(other.y - at) >= LINE);
    const clear = ({ left, from, at }: Seat) => {
      const start = left ? from : x + DOT;
      const end = left ? x - DOT : x + wide;
      return dots.every(([dx, dy]) => dx + DOT <= start || dx - DOT >= end || Math.abs(dy - at) >= (LINE + DOT) / 2);
    };
    const seat = seats.find((seat) => free(seat) && clear(seat)) ?? seats.find(free) ?? { left: sides[0] ?? false, from: x, at: y };
    placed.push({ from: seat.from, to: seat.from + wide, y: seat.at });
    return { x: x + (seat.left ? -7 : 7), y: seat.at + 4, left: seat.left };
  });
}

/** Words where they stand. `far`: what the edge stands for. */
export function Plane({ label, words, far }: { label: string; words: readonly PlaneWord[]; far: number }) {
  const scale = (SIZE / 2 - EDGE) / far;
  const at = ([x, y]: readonly [number, number]): [number, number] => [SIZE / 2 + x * scale, SIZE / 2 - y * scale];
  const paths = words.map(({ path }) => path.map(at));
  const dots = paths.map((points) => points[points.length - 1] ?? ([0, 0] as [number, number]));
  const labels = labelsOf(
    words.map(({ word }) => word),
    dots,
  );
  return (
    <figure class="picture plane">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
        <line class="rule" x1={SIZE / 2} x2={SIZE / 2} y1={4} y2={SIZE - 4} />
        <line class="rule" x1={4} x2={SIZE - 4} y1={SIZE / 2} y2={SIZE / 2} />
        {words.map(({ word }, i) => {
          const [x, y] = dots[i] ?? [0, 0];
          return (
            <g key={word} class={`word c${i % 8}`}>
              <polyline points={(paths[i] ?? []).map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ")} />
              <circle cx={x} cy={y} r={DOT} />
            </g>
          );
        })}
        {words.map(({ word }, i) => {
          const { x, y, left } = labels[i] ?? { x: 0, y: 0, left: false };
          return (
            <text key={word} class="name" x={x} y={y} text-anchor={left ? "end" : "start"}>
              {word}
            </text>
          );
        })}
      </svg>
    </figure>
  );
}

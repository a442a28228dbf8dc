/** A map of words, as every page of firth shows it. */

/** A word by its number and how near it is. */
export interface Neighbor {
  word: number;
  /** Cosine, -1 to 1. */
  cosine: number;
}

export interface WordMap {
  title: string;
  /** How the map came to be. */
  caption: string;
  /** The most important first. */
  words: string[];
  /** In the square from -1 to 1, axes alike; one number a word. */
  x: Float32Array;
  y: Float32Array;
  /** Which colour of the palette, one number a word. */
  colors: Uint8Array;
}

/** Where one looks from: what is in the middle, and from how far; from 1 the map is as high as the frame. */
export interface Look {
  x: number;
  y: number;
  distance: number;
}

/** A is to B as C is to ?; null: not chosen yet. */
export interface Analogy {
  a: number | null;
  b: number | null;
  c: number | null;
}

/** What dots are coloured by. */
export interface Coloring {
  /** "group": words that lie together; "frequency"; or the number of a column. */
  by: ColorBy;
  /** One number a word. */
  colors: Uint8Array;
  /** What each colour stands for, empty: all others; none for groups, which have no name. */
  labels: string[];
  /** Colours follow each other, as sizes do. */
  ordered: boolean;
}

export type ColorBy = "group" | "frequency" | number;

/** Who answers questions about words. Views get the answers, never this. */
export interface WordSource {
  /** The nearest words; null when they are not known. */
  neighbors(word: number): Promise<Neighbor[] | null>;
  /** A is to B as C is to these. Not everybody can tell. */
  analogy?(a: number, b: number, c: number): Promise<Neighbor[]>;
  /** Names of what else words can be coloured by. */
  columns?: readonly string[];
  column?(number: number): Promise<{ labels: string[]; colors: number[] }>;
}

/** Brings places into the square from -1 to 1, axes alike, their middle at (0, 0). */
export function fitSquare(x: Float32Array, y: Float32Array): void {
  const across = range(x);
  const along = range(y);
  const half = Math.max(across.high - across.low, along.high - along.low) / 2 || 1;
  shift(x, (across.low + across.high) / 2, half);
  shift(y, (along.low + along.high) / 2, half);
}

function range(numbers: Float32Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  return { low, high };
}

function shift(numbers: Float32Array, middle: number, half: number): void {
  for (let i = 0; i < numbers.length; ++i) numbers[i] = ((numbers[i] ?? 0) - middle) / half;
}

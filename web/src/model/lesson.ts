/** A lesson as `firth learn` serves it: every number is the engine's. */

/** The most words on each side that the engine takes. */
export const WIDEST_WINDOW = 10;

export interface Candidate {
  word: string;
  target: 0 | 1;
  score: number;
  probability: number;
  error: number;
}

export interface BlankCandidate {
  word: string;
  target: 0 | 1;
  score: number;
  probability: number;
  loss: number;
  /** Of the loss by the score. */
  gradient: number;
  /** Of the loss by its row of Context. */
  row_gradient: number[];
  probability_after: number;
}

/** One step of CBOW. */
export interface BlankStep {
  /** Row of the windows. */
  window: number;
  embedding: number[][];
  context: number[][];
  embedding_after: number[][];
  context_after: number[][];
  mean: number[];
  candidates: BlankCandidate[];
  mean_gradient: number[];
  row_gradient: number[];
  rate: number;
  loss: number;
  loss_after: number;
}

export interface WindowRow {
  /** null: beyond the sentence, a zero vector. */
  inputs: (string | null)[];
  output: string;
}

export interface WordPair {
  a: string;
  b: string;
  cosine: number;
}

export interface Prediction {
  output: string;
  right: boolean;
  first: { word: string; probability: number }[];
}

export interface Lesson {
  sentence: string;
  words_left_out: number;
  vocabulary: string[];
  one_hot: { rows: number[][]; zeros: number; cosine: number | null };
  meaning: { sentences: string[]; alike: WordPair[]; unlike: WordPair[]; offsets: number };
  window: number;
  windows: WindowRow[];
  step: { wanted: string; candidates: Candidate[] } | null;
  blank: BlankStep | null;
  learnt: { losses: { pass: number; loss: number }[]; right: number; predictions: Prediction[] } | null;
  numbers: { words: string[]; ids: number[]; characters: number };
  layer: { rows: number[][]; gradient: number[][]; rate: number; loss: number; loss_after: number };
  settings: LessonSettings;
}

export interface LessonSettings {
  /** Words on each side: half of the note's L. */
  window: number;
  dim: number;
  lr: number;
  seed: number;
}

/** A model while it learns. */
export interface Film {
  words: string[];
  frames: Frame[];
}

export interface Frame {
  pass: number;
  loss: number;
  places: [number, number][];
  /** Row by row, of each word with each. */
  cosines: number[];
}

export type FilmContext = "cbow" | "skipgram";
export type FilmObjective = "softmax" | "ns";
export type FilmText = "ten" | "own";

export interface ScoredWord {
  word: string;
  cosine: number;
}

/** King and queen in vectors of a real corpus. */
export interface RealWords {
  state: "none" | "reading" | "training" | "ready" | "failed";
  /** What can be trained on without choosing a file. */
  corpus: string | null;
  /** A text that is handed over holds no more bytes. */
  largest_text: number;
  message?: string;
  progress?: { share: number; epoch: number; epochs: number; words_per_second: number; seconds_left: number } | null;
  losses?: number[];
  company?: {
    name: string;
    words: number;
    dim: number;
    missing: string[];
    /** Of king, queen, man and woman with each, row by row. */
    cosines?: number[];
    offsets?: number;
    analogy?: ScoredWord[];
    shown?: string[];
    places?: [number, number][];
  };
}

export interface Glove {
  pairs: number;
  rows: { a: string; b: string; count: number; log: number; product: number; weight: number }[];
  x_max: number;
  alpha: number;
  epochs: number;
  cosines: WordPair[];
}

export interface Fasttext {
  word: string;
  known: boolean;
  ngrams: string[];
  vector: number[];
  nearest: ScoredWord[] | null;
}

export interface EncoderState {
  state: "none" | "fetching" | "ready" | "failed";
  message?: string;
  offer: { name: string; megabytes: number; command: string } | null;
}

export interface Contexts {
  dim: number;
  rows: { sentence: string; found: string; pieces: string[]; numbers: number[] }[];
  cosines: number[];
}

/** The cosine of two words of a film in one of its frames; nothing when it does not show them. */
export function cosineOf(film: Film, frame: number, a: string, b: string): number | undefined {
  const i = film.words.indexOf(a);
  const j = film.words.indexOf(b);
  if (i < 0 || j < 0) return undefined;
  return film.frames[frame]?.cosines[i * film.words.length + j];
}

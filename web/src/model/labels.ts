/** Which words are written out, and where: none over another. */

/** Pixels = scale * place + shift; y grows downwards on the screen and upwards on the map. */
export interface Camera {
  scaleX: number;
  shiftX: number;
  scaleY: number;
  shiftY: number;
}

export interface Frame {
  width: number;
  height: number;
}

export interface PlacedLabel {
  word: number;
  /** The left end and the middle of the height of its text. */
  x: number;
  y: number;
}

export interface LabelRequest {
  x: Float32Array;
  y: Float32Array;
  camera: Camera;
  frame: Frame;
  /** Words that come before all others: the selected one and its neighbours. */
  first: readonly number[];
  limit: number;
  height: number;
  /** The width of a word's text in pixels. */
  width: (word: number) => number;
}

const GAP = 6;
const CELL = 32;
/** So many words are tried for each that may be placed: a crowd has no room for more. */
const TRIES = 10;

/** In the order of importance, each word right or left of its dot where there is room. */
export function placeLabels(request: LabelRequest): PlacedLabel[] {
  const { x, y, camera, frame, limit, height, width } = request;
  const taken = new Grid(frame);
  const placed: PlacedLabel[] = [];
  let tries = TRIES * limit;
  const offer = (word: number): void => {
    const dotX = camera.scaleX * (x[word] ?? 0) + camera.shiftX;
    const dotY = camera.scaleY * (y[word] ?? 0) + camera.shiftY;
    if (dotX < 0 || dotY < height / 2 || dotX > frame.width || dotY > frame.height - height / 2) return;
    --tries;
    const wide = width(word);
    for (const left of [dotX + GAP, dotX - GAP - wide]) {
      const box = { left, top: dotY - height / 2, right: left + wide, bottom: dotY + height / 2 };
      if (box.left < 0 || box.right > frame.width || !taken.isFree(box)) continue;
      taken.take(box);
      placed.push({ word, x: left, y: dotY });
      return;
    }
  };
  request.first.forEach(offer);
  const before = new Set(request.first);
  for (let word = 0; word < x.length && placed.length < limit && tries > 0; ++word) {
    if (!before.has(word)) offer(word);
  }
  return placed;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Boxes by the cells of a grid that they touch. */
class Grid {
  private readonly columns: number;
  private readonly rows: number;
  private readonly cells: Box[][];

  constructor(frame: Frame) {
    this.columns = Math.max(1, Math.ceil(frame.width / CELL));
    this.rows = Math.max(1, Math.ceil(frame.height / CELL));
    this.cells = Array.from({ length: this.columns * this.rows }, () => []);
  }

  isFree(box: Box): boolean {
    for (const cell of this.touched(box)) {
      for (const other of cell) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) {
          return false;
        }
      }
    }
    return true;
  }

  take(box: Box): void {
    for (const cell of this.touched(box)) cell.push(box);
  }

  private *touched(box: Box): Generator<Box[]> {
    const column = (at: number): number => Math.min(this.columns - 1, Math.max(0, Math.floor(at / CELL)));
    const row = (at: number): number => Math.min(this.rows - 1, Math.max(0, Math.floor(at / CELL)));
    for (let r = row(box.top); r <= row(box.bottom); ++r) {
      for (let c = column(box.left); c <= column(box.right); ++c) {
        yield this.cells[r * this.columns + c] ?? [];
      }
    }
  }
}

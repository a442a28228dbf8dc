/** Dots, drawn by this page itself: where there is no graphics card, WebGL is a program too, and a slower one. */
import type { Camera } from "../model/labels";

/** Pixels of a picture, as ImageData has them: red is the lowest byte. Dots that reach over its edges are drawn on a
 * margin, which is not shown. */
export interface Board {
  pixels: Uint32Array;
  width: number;
  height: number;
  margin: number;
}

export interface Dots {
  x: Float32Array;
  y: Float32Array;
  /** Which of the paints, one number a dot. */
  colors: Uint8Array;
}

export interface Brush {
  /** How wide a dot is, in pixels. */
  size: number;
  /** 0 to 1. */
  opacity: number;
  paints: Uint32Array;
}

/** Dots lie between pixels, at the nearest of so many parts of one, each way. */
const PARTS = 4;
const ENDS = PARTS + 1;
/** By so many pixels of its width a dot fades out. */
const SOFT = 0.5;
const RED_BLUE = 0xff00ff;
const GREEN = 0x00ff00;

/** "#rrggbb" as a pixel. */
export function pixelOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[0-9a-f]{2}/gi) ?? []).map((part) => parseInt(part, 16));
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

export function boardOf(pixels: Uint32Array, width: number, height: number, margin: number): Board {
  if (pixels.length !== (width + 2 * margin) * (height + 2 * margin)) throw new Error("a board of another size");
  return { pixels, width, height, margin };
}

/** A part of a board, margin and all: columns left ... right - 1, rows top ... bottom - 1. */
export interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function wholeOf({ width, height, margin }: Board): Part {
  return { left: 0, top: 0, right: width + 2 * margin, bottom: height + 2 * margin };
}

/** Draws all dots, or those of `which`, later ones over earlier ones, where they lie in a part of the board. `camera`
 * speaks of the board's pixels without the margin. */
export function paintDots(
  board: Board,
  dots: Dots,
  camera: Camera,
  brush: Brush,
  { which, part = wholeOf(board) }: { which?: ArrayLike<number>; part?: Part } = {},
): void {
  const { x, y, colors } = dots;
  const { paints, size } = brush;
  const reach = Math.ceil(size);
  const stride = board.width + 2 * board.margin;
  const stamp = stampOf(brush, reach, stride);
  // The first pixel of a dot is the one whose middle is at its left end or the next after it.
  const shift = board.margin - size / 2 - 0.5;
  const { scaleX, scaleY } = camera;
  const shiftX = camera.shiftX + shift;
  const shiftY = camera.shiftY + shift;
  const [fromX, fromY] = [part.left - reach, part.top - reach];
  const [lastX, lastY] = [part.right - reach, part.bottom - reach];
  const count = which ? which.length : x.length;
  for (let i = 0; i < count; ++i) {
    const dot = which ? (which[i] as number) : i;
    const endX = scaleX * (x[dot] as number) + shiftX;
    const endY = scaleY * (y[dot] as number) + shiftY;
    if (!(endX > fromX && endY > fromY && endX <= part.right - 1 && endY <= part.bottom - 1)) continue;
    const left = Math.ceil(endX) | 0;
    const top = Math.ceil(endY) | 0;
    const place = (((left - endX) * PARTS + 0.5) | 0) + ENDS * (((top - endY) * PARTS + 0.5) | 0);
    const paint = paints[colors[dot] as number] as number;
    if (left >= part.left && top >= part.top && left <= lastX && top <= lastY) {
      press(board.pixels, top * stride + left, stamp, place, paint);
    } else {
      pressPart(board.pixels, left, top, stride, stamp, place, paint, reach, part);
    }
  }
}

interface Stamp {
  weights: Int32Array;
  steps: Int32Array;
}

/** Colours of which this much lies over those that are there, in 256ths; two of the three at a time. */
function blend(under: number, paint: number, share: number): number {
  const rest = 256 - share;
  return (
    0xff000000 |
    (((Math.imul(paint & RED_BLUE, share) + Math.imul(under & RED_BLUE, rest) + 0x800080) >>> 8) & RED_BLUE) |
    (((Math.imul(paint & GREEN, share) + Math.imul(under & GREEN, rest) + 0x8000) >>> 8) & GREEN)
  );
}

function press(pixels: Uint32Array, first: number, { weights, steps }: Stamp, place: number, paint: number): void {
  const many = steps.length;
  let weight = place * many;
  for (let step = 0; step < many; ++step, ++weight) {
    const at = first + (steps[step] as number);
    const under = pixels[at] as number;
    // Where dots lie thick, most pixels have their colour already.
    if (under !== paint) pixels[at] = blend(under, paint, weights[weight] as number);
  }
}

/** Of a dot that only reaches into the part. */
function pressPart(
  pixels: Uint32Array,
  left: number,
  top: number,
  stride: number,
  { weights }: Stamp,
  place: number,
  paint: number,
  reach: number,
  part: Part,
): void {
  for (let row = Math.max(top, part.top); row < Math.min(top + reach, part.bottom); ++row) {
    for (let column = Math.max(left, part.left); column < Math.min(left + reach, part.right); ++column) {
      const at = row * stride + column;
      const share = weights[(place * reach + row - top) * reach + column - left] as number;
      pixels[at] = blend(pixels[at] as number, paint, share);
    }
  }
}

/** Moves what is on a board by whole pixels, and clears what has no picture yet, which are the parts that it returns. */
export function moveBoard(board: Board, right: number, down: number, ground: number): Part[] {
  const { pixels } = board;
  const whole = wholeOf(board);
  const stride = whole.right;
  const distance = down * stride + right;
  // All rows at once: what comes from the end of a row to the begin of the next is cleared below.
  if (distance > 0) pixels.copyWithin(distance, 0, pixels.length - distance);
  else if (distance < 0) pixels.copyWithin(0, -distance);
  const parts: Part[] = [];
  const seen = { top: Math.max(0, down), bottom: whole.bottom + Math.min(0, down) };
  if (down > 0) parts.push({ ...whole, bottom: down });
  if (down < 0) parts.push({ ...whole, top: whole.bottom + down });
  if (right > 0) parts.push({ ...seen, left: 0, right });
  if (right < 0) parts.push({ ...seen, left: stride + right, right: stride });
  for (const { left, top, right: end, bottom } of parts) {
    for (let row = top; row < bottom; ++row) pixels.fill(ground, row * stride + left, row * stride + end);
  }
  return parts;
}

/** How much each pixel of a dot takes of its colour, in 256ths, for each place in a pixel where its end may lie; and
 * how far these pixels are from the first. */
function stampOf({ size, opacity }: Brush, reach: number, stride: number): Stamp {
  const weights = new Int32Array(ENDS * ENDS * reach * reach);
  const steps = new Int32Array(reach * reach);
  for (let i = 0; i < steps.length; ++i) steps[i] = Math.floor(i / reach) * stride + (i % reach);
  let at = 0;
  for (let part = 0; part < ENDS * ENDS; ++part) {
    const right = (part % ENDS) / PARTS - size / 2;
    const down = Math.floor(part / ENDS) / PARTS - size / 2;
    for (let row = 0; row < reach; ++row) {
      for (let column = 0; column < reach; ++column) {
        weights[at++] = Math.round(256 * opacity * coverage(column + right, row + down, size));
      }
    }
  }
  return { weights, steps };
}

/** How much of a pixel a round dot covers whose middle is so far from the pixel's: as regl-scatterplot has it. */
function coverage(right: number, down: number, size: number): number {
  if (Math.abs(right) > size / 2 || Math.abs(down) > size / 2) return 0;
  const across = 2 * Math.hypot(right, down);
  return Math.max(0, Math.min(1, (size + SOFT - across) / (2 * SOFT)));
}

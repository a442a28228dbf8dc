import { expect, test } from "vitest";
import { boardOf, moveBoard, paintDots, pixelOf, type Dots } from "./paintDots";

const [WHITE, RED, BLUE] = ["#ffffff", "#ff0000", "#0000ff"].map(pixelOf) as [number, number, number];
const SIDE = 8;
const MARGIN = 2;
const WHOLE = SIDE + 2 * MARGIN;
/** Places are pixels. */
const CAMERA = { scaleX: 1, shiftX: 0, scaleY: 1, shiftY: 0 };

function dots(...places: [x: number, y: number, color: number][]): Dots {
  return {
    x: Float32Array.from(places, ([x]) => x),
    y: Float32Array.from(places, ([, y]) => y),
    colors: Uint8Array.from(places, ([, , color]) => color),
  };
}

function painted(what: Dots, brush: { size: number; opacity: number }, which?: number[]): Uint32Array {
  const pixels = new Uint32Array(WHOLE * WHOLE).fill(WHITE);
  paintDots(boardOf(pixels, SIDE, SIDE, MARGIN), what, CAMERA, { ...brush, paints: Uint32Array.of(RED, BLUE) }, which ? { which } : {});
  return pixels;
}

/** [column, row, pixel] of all that is not white, without the margin. */
function seen(pixels: Uint32Array): [number, number, number][] {
  return [...pixels].flatMap((pixel, at) =>
    pixel === WHITE ? [] : [[(at % WHOLE) - MARGIN, Math.floor(at / WHOLE) - MARGIN, pixel] as [number, number, number]],
  );
}

test("a dot of two pixels covers the four around its place", () => {
  expect(seen(painted(dots([3, 4, 0]), { size: 2, opacity: 1 }))).toEqual([
    [2, 3, RED],
    [3, 3, RED],
    [2, 4, RED],
    [3, 4, RED],
  ]);
});

test("later dots lie over earlier ones, and let them through", () => {
  const both = painted(dots([3, 4, 0], [3, 4, 1]), { size: 2, opacity: 0.5 });
  // White, then half red, then half blue.
  for (const [, , pixel] of seen(both)) {
    expect([pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255, pixel >>> 24]).toEqual([128, 64, 192, 255]);
  }
});

test("only those that are asked for are drawn", () => {
  const found = seen(painted(dots([2, 2, 0], [5, 5, 1]), { size: 2, opacity: 1 }, [1]));
  expect(found.map(([, , pixel]) => pixel)).toEqual([BLUE, BLUE, BLUE, BLUE]);
});

test("a dot's middle is where it belongs, whatever part of a pixel that is", () => {
  for (let step = 0; step < 16; ++step) {
    const [x, y] = [4 + step / 16, 4.5 - step / 32];
    let [sum, right, down] = [0, 0, 0];
    for (const [column, row, pixel] of seen(painted(dots([x, y, 0]), { size: 4, opacity: 1 }))) {
      const share = 255 - ((pixel >>> 8) & 255);
      sum += share;
      right += share * (column + 0.5);
      down += share * (row + 0.5);
    }
    expect(Math.abs(right / sum - x)).toBeLessThan(0.25);
    expect(Math.abs(down / sum - y)).toBeLessThan(0.25);
  }
});

test("dots at the edge are cut there, and those beyond are not drawn", () => {
  const found = seen(painted(dots([0, 0, 0], [SIDE, 3, 1], [-5, 3, 1], [3, 1e9, 1], [NaN, 2, 1]), { size: 2, opacity: 1 }));
  const shown = found.filter(([column, row]) => column >= 0 && row >= 0 && column < SIDE && row < SIDE);
  expect(shown).toEqual([
    [0, 0, RED],
    [SIDE - 1, 2, BLUE],
    [SIDE - 1, 3, BLUE],
  ]);
});

test("a board that is moved and painted where it is new is one that was painted there", () => {
  let state = 1;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const many = dots(...Array.from({ length: 300 }, () => [16 * chance() - 4, 16 * chance() - 4, chance() < 0.5 ? 0 : 1] as [number, number, number]));
  const brush = { size: 3, opacity: 0.5, paints: Uint32Array.of(RED, BLUE) };
  const paintedAt = (shiftX: number, shiftY: number) => {
    const pixels = new Uint32Array(WHOLE * WHOLE).fill(WHITE);
    paintDots(boardOf(pixels, SIDE, SIDE, MARGIN), many, { ...CAMERA, shiftX, shiftY }, brush);
    return pixels;
  };
  for (const [right, down] of [[0, 0], [3, 0], [-2, 0], [0, 4], [0, -1], [5, -3], [-4, 2], [1, 1], [-1, -6]] as const) {
    const pixels = paintedAt(0.25, 0.5);
    const board = boardOf(pixels, SIDE, SIDE, MARGIN);
    for (const part of moveBoard(board, right, down, WHITE)) {
      paintDots(board, many, { ...CAMERA, shiftX: 0.25 + right, shiftY: 0.5 + down }, brush, { part });
    }
    expect(pixels).toEqual(paintedAt(0.25 + right, 0.5 + down));
  }
});

test("a board must fit", () => {
  expect(() => boardOf(new Uint32Array(10), 3, 3, 0)).toThrow("another size");
});

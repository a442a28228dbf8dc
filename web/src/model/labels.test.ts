import { describe, expect, it, vi } from "vitest";
import { placeLabels, type LabelRequest } from "./labels";

const FRAME = { width: 400, height: 300 };

function request(places: [number, number][], more: Partial<LabelRequest> = {}): LabelRequest {
  return {
    x: new Float32Array(places.map(([x]) => x)),
    y: new Float32Array(places.map(([, y]) => y)),
    camera: { scaleX: 1, shiftX: 0, scaleY: 1, shiftY: 0 },
    frame: FRAME,
    first: [],
    limit: 1000,
    height: 16,
    width: () => 40,
    ...more,
  };
}

/** Places that look like chance but are the same each time. */
function scattered(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [(i * 137.5) % FRAME.width, (i * 71.3) % FRAME.height]);
}

describe("placeLabels", () => {
  it("stands right of the dot, or left of it where the right is taken", () => {
    const [right] = placeLabels(request([[100, 100]]));
    expect(right).toEqual({ word: 0, x: 106, y: 100 });
    const [left] = placeLabels(request([[390, 100]]));
    expect(left).toEqual({ word: 0, x: 344, y: 100 });
  });

  it("lets no two words overlap and keeps them in the frame", () => {
    const placed = placeLabels(request(scattered(2000)));
    expect(placed.length).toBeGreaterThan(40);
    for (const a of placed) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + 40).toBeLessThanOrEqual(FRAME.width);
      for (const b of placed) {
        if (a !== b) expect(Math.abs(a.x - b.x) < 40 && Math.abs(a.y - b.y) < 16).toBe(false);
      }
    }
  });

  it("begins with the words that come first, then by importance", () => {
    const three: [number, number][] = [
      [100, 100],
      [101, 101],
      [102, 99],
    ];
    expect(placeLabels(request(three)).map((p) => p.word)).toEqual([0, 1]);
    expect(placeLabels(request(three, { first: [2] })).map((p) => p.word)).toEqual([2, 0]);
  });

  it("tries only so many in a crowd", () => {
    const width = vi.fn(() => 40);
    const crowd = scattered(5000).map((): [number, number] => [100, 100]);
    expect(placeLabels(request(crowd, { limit: 20, width }))).toHaveLength(2);
    expect(width).toHaveBeenCalledTimes(200);
  });

  it("stops at the limit and passes over what is out of sight", () => {
    expect(placeLabels(request(scattered(2000), { limit: 5 }))).toHaveLength(5);
    expect(placeLabels(request([[-10, 5], [50, 900]]))).toEqual([]);
  });
});

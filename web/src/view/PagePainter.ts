import type { Camera } from "../model/labels";
import { boardOf, moveBoard, paintDots, pixelOf, wholeOf, type Board, type Brush, type Dots, type Part } from "./paintDots";

export interface Scene {
  dots: Dots;
  /** In pixels of the page. */
  camera: Camera;
  ground: string;
  accent: string;
  paints: readonly string[];
  size: number;
  opacity: number;
  selected: readonly number[];
  hovered: number | null;
  /** The corners of what is being chosen, by their places. */
  lasso: readonly (readonly [number, number])[];
}

/** By how much a dot that is selected is wider, and the two rings around it. */
export const WIDER = 4;
const RING = 2;
/** From so many on they have no rings, which would hide each other. */
const MANY = 2_000;
/** Others fade when some are selected. */
export const FADED = 0.7;
/** So far beyond the edges is painted, too: who moves no further needs nothing new. */
const MARGIN = 128;
/** Who moved further sees mostly what is not on the board. */
const FAR = 400;

/** What one draws with on a canvas of either kind. */
export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws all of a map, dots and words, as one picture without WebGL: a stand-in for a graphics card takes many times as
 * long, for the dots, and to lay one picture over the other. */
export class PagePainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly paper: HTMLCanvasElement | OffscreenCanvas;
  private readonly pen: Pen | null;
  private image: ImageData | null = null;
  private board: Board | null = null;
  /** What is on the board. */
  private painted: Painted | null = null;
  private lasting: (() => void) | null = null;
  /** What is to be seen; null: what is there already. */
  scene: () => Scene | null = () => null;
  /** Writes words over the dots. */
  write: (pen: Pen, camera: Camera) => void = () => {};

  constructor(place: HTMLElement) {
    this.canvas = place.ownerDocument.createElement("canvas");
    place.append(this.canvas);
    // Shown as it is: the page does not draw it once more, on a picture of its own.
    this.paper = "transferControlToOffscreen" in this.canvas ? this.canvas.transferControlToOffscreen() : this.canvas;
    this.pen = this.paper.getContext("2d", { alpha: false, willReadFrequently: true }) as Pen | null;
  }

  end(): void {
    this.canvas.remove();
  }

  /** Draws dots and words on a canvas as large as `like`. */
  paint(like: HTMLCanvasElement): void {
    const scene = this.scene();
    if (!scene || like.width === 0 || like.height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const camera = scaled(scene.camera, ratio);
    const board = this.boardLike(like);
    const now: Painted = { scene, camera };
    let moved = this.painted && sameButShift(this.painted, now);
    if (!moved) {
      board.pixels.fill(pixelOf(scene.ground));
      paintScene(board, scene, camera, ratio, wholeOf(board));
      this.painted = now;
      moved = [0, 0];
    } else if (Math.max(Math.abs(moved[0]), Math.abs(moved[1])) > MARGIN) {
      for (const part of moveBoard(board, ...moved, pixelOf(scene.ground))) paintScene(board, scene, now.camera, ratio, part);
      this.painted = now;
      moved = [0, 0];
    }
    const [right, down] = moved;
    this.lasting = () => {
      const { pen, image } = this;
      if (!pen || !image) return;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.putImageData(image, right - MARGIN, down - MARGIN);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawHovered(pen, scene);
      drawLasso(pen, scene);
      this.write(pen, scene.camera);
    };
    this.lasting();
  }

  /** Words changed, dots did not. */
  rewrite(): void {
    if (this.scene()) this.lasting?.();
  }

  private boardLike({ width, height }: HTMLCanvasElement): Board {
    if (!this.board || this.board.width !== width || this.board.height !== height) {
      this.painted = null;
      this.paper.width = width;
      this.paper.height = height;
      this.image = new ImageData(width + 2 * MARGIN, height + 2 * MARGIN);
      this.board = boardOf(new Uint32Array(this.image.data.buffer), width, height, MARGIN);
    }
    return this.board;
  }
}

interface Painted {
  scene: Scene;
  /** In pixels of the board. */
  camera: Camera;
}

/** How far the one is from the other, right and down, when it was moved by whole pixels, no further than FAR, and nothing else changed. */
function sameButShift(was: Painted, is: Painted): [number, number] | null {
  const right = Math.round(is.camera.shiftX - was.camera.shiftX);
  const down = Math.round(is.camera.shiftY - was.camera.shiftY);
  // The places of dots are those of the board that was painted first: what is not a whole pixel does not add up.
  const near = (a: number, b: number) => Math.abs(a - b) < 0.05;
  const shifted =
    near(is.camera.shiftX - was.camera.shiftX, right) &&
    near(is.camera.shiftY - was.camera.shiftY, down) &&
    Math.max(Math.abs(right), Math.abs(down)) < FAR;
  const zoomed = is.camera.scaleX !== was.camera.scaleX || is.camera.scaleY !== was.camera.scaleY;
  if (!shifted || zoomed || !sameLook(was.scene, is.scene)) return null;
  is.camera = { ...is.camera, shiftX: was.camera.shiftX + right, shiftY: was.camera.shiftY + down };
  return [right, down];
}

/** Whether the same is to be on the board. */
function sameLook(was: Scene, is: Scene): boolean {
  return (
    was.dots.x === is.dots.x &&
    was.dots.colors === is.dots.colors &&
    was.paints === is.paints &&
    was.ground === is.ground &&
    was.selected.length === is.selected.length &&
    was.selected.every((dot, i) => dot === is.selected[i])
  );
}

function paintScene(board: Board, scene: Scene, camera: Camera, ratio: number, part: Part): void {
  const { dots, paints, selected } = scene;
  const opacity = selected.length > 0 ? FADED * scene.opacity : scene.opacity;
  paintDots(board, dots, camera, brushOf(scene.size * ratio, opacity, paints), { part });
  const mark = (which: readonly number[], wider: number, color: string) => {
    const brush = brushOf((scene.size + wider) * ratio, 1, paints.map(() => color));
    if (which.length > 0) paintDots(board, dots, camera, brush, { which, part });
  };
  const many = selected.length > MANY;
  mark(many ? [] : selected, WIDER + 2 * RING, scene.accent);
  mark(many ? [] : selected, WIDER + RING, scene.ground);
  mark(selected, many ? 1 : WIDER, scene.accent);
}

function brushOf(size: number, opacity: number, paints: readonly string[]): Brush {
  return { size, opacity, paints: Uint32Array.from(paints, pixelOf) };
}

function scaled({ scaleX, shiftX, scaleY, shiftY }: Camera, ratio: number): Camera {
  return { scaleX: scaleX * ratio, shiftX: shiftX * ratio, scaleY: scaleY * ratio, shiftY: shiftY * ratio };
}

/** Over the board, which need not be painted anew for one dot. */
function drawHovered(pen: Pen, { hovered, dots, camera, size, accent }: Scene): void {
  if (hovered === null) return;
  const [x, y] = [dots.x[hovered] ?? 0, dots.y[hovered] ?? 0];
  pen.beginPath();
  pen.arc(camera.scaleX * x + camera.shiftX, camera.scaleY * y + camera.shiftY, size / 2, 0, 2 * Math.PI);
  pen.fillStyle = accent;
  pen.fill();
}

function drawLasso(pen: Pen, { lasso, accent, camera }: Scene): void {
  if (lasso.length < 2) return;
  pen.beginPath();
  for (const [x, y] of lasso) pen.lineTo(camera.scaleX * x + camera.shiftX, camera.scaleY * y + camera.shiftY);
  pen.closePath();
  pen.fillStyle = pen.strokeStyle = accent;
  pen.lineWidth = 2;
  pen.globalAlpha = 0.2;
  pen.fill();
  pen.globalAlpha = 1;
  pen.stroke();
}

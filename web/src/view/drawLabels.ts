import { placeLabels, type Camera, type Frame } from "../model/labels";
import type { Neighbor, WordMap } from "../model/map";
import type { Pen } from "./PagePainter";
import type { Palette } from "./palette";
import { FONT, putWord, SIZE } from "./wordStamps";

/** One word for so many square pixels at most. */
const ROOM = 6500;

export interface LabelScene {
  map: WordMap;
  camera: Camera;
  frame: Frame;
  palette: Palette;
  /** The one whose neighbours are shown. */
  selected: number | null;
  neighbors: readonly Neighbor[];
  hovered: number | null;
  /** From one word to another. */
  arrows: readonly (readonly [number, number])[];
}

/** Widths of words, measured once; there is room for those that are still on their way. */
const widths = new WeakMap<WordMap, Float32Array>();

function widthOf(map: WordMap, word: number, context: Pen): number {
  let known = widths.get(map);
  if (!known) widths.set(map, (known = new Float32Array(map.x.length)));
  if (known[word] === 0) known[word] = context.measureText(map.words[word] ?? "").width + 1;
  return known[word] ?? 0;
}

/** Draws on a canvas of its own, over the dots. */
export function drawOver(canvas: HTMLCanvasElement, scene: LabelScene): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { frame } = scene;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(frame.width * ratio)) canvas.width = Math.round(frame.width * ratio);
  if (canvas.height !== Math.round(frame.height * ratio)) canvas.height = Math.round(frame.height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  drawLabels(context, canvas, scene);
}

/** Writes words, and lines from the selected one to its neighbours. What is seen is told to `teller`, for those who
 * cannot see it: tests. */
export function drawLabels(context: Pen, teller: HTMLElement, scene: LabelScene): void {
  const { map, camera, frame, palette } = scene;
  const ratio = window.devicePixelRatio || 1;
  context.font = `${SIZE}px ${FONT}`;
  drawLines(context, scene);
  drawArrows(context, scene);
  const first = [scene.selected, scene.hovered, ...scene.arrows.flat(), ...scene.neighbors.map((n) => n.word)].filter(
    (word): word is number => word !== null && word < map.words.length,
  );
  const strong = new Set(first);
  const labels = placeLabels({
    // Words may still be on their way, the least important last.
    x: map.x.subarray(0, map.words.length),
    y: map.y,
    camera,
    frame,
    first: [...strong],
    limit: Math.round((frame.width * frame.height) / ROOM) + strong.size,
    height: SIZE + 5,
    width: (word) => widthOf(map, word, context),
  });
  for (const { word, x, y } of labels) {
    context.globalAlpha = scene.selected === null || strong.has(word) ? 1 : 0.45;
    const ink = word === scene.selected ? palette.accent : palette.ink;
    putWord(context, { text: map.words[word] ?? "", wide: widthOf(map, word, context), ink, halo: palette.halo }, x, y, ratio);
  }
  context.globalAlpha = 1;
  teller.dataset.words = String(labels.length);
  teller.dataset.view = [camera.scaleX, camera.shiftX, camera.shiftY].map((n) => n.toFixed(1)).join(" ");
}

function placeOf({ map, camera }: LabelScene, word: number): [number, number] {
  return [camera.scaleX * (map.x[word] ?? 0) + camera.shiftX, camera.scaleY * (map.y[word] ?? 0) + camera.shiftY];
}

function drawLines(context: Pen, scene: LabelScene): void {
  const { palette, selected, neighbors } = scene;
  if (selected === null) return;
  const place = (word: number): [number, number] => placeOf(scene, word);
  context.strokeStyle = palette.accent;
  context.fillStyle = palette.accent;
  for (const { word, cosine } of neighbors) {
    context.globalAlpha = Math.max(0.15, Math.min(0.8, cosine));
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(...place(selected));
    context.lineTo(...place(word));
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const word of [selected, ...neighbors.map((n) => n.word)]) {
    context.beginPath();
    context.arc(...place(word), word === selected ? 5 : 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** How long the two strokes of an arrow's head are, and how far they turn back. */
const HEAD = 12;
const TURN = 0.45;

function drawArrows(context: Pen, scene: LabelScene): void {
  context.strokeStyle = scene.palette.accent;
  context.lineWidth = 2.5;
  for (const [from, to] of scene.arrows) {
    const [x0, y0] = placeOf(scene, from);
    const [x1, y1] = placeOf(scene, to);
    const angle = Math.atan2(y1 - y0, x1 - x0);
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    for (const side of [angle - TURN, angle + TURN]) {
      context.moveTo(x1, y1);
      context.lineTo(x1 - HEAD * Math.cos(side), y1 - HEAD * Math.sin(side));
    }
    context.stroke();
  }
}

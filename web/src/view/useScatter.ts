import createScatterplot from "regl-scatterplot";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Coloring, Look, WordMap } from "../model/map";
import type { Camera, Frame } from "../model/labels";
import type { Palette } from "./palette";
import { someOf, Thinner } from "./thinner";

type Scatter = ReturnType<typeof createScatterplot>;

interface Watch {
  onView: (camera: Camera, frame: Frame) => void;
  onChoose: (words: number[]) => void;
  onHover: (word: number | null) => void;
  onLook: (look: Look | null) => void;
}

/** The camera has come to rest when it did not move for so many milliseconds. */
const REST = 250;
/** So many dots, of the most frequent words, are drawn at once; the others follow. */
const FIRST = 30_000;
/** How far the camera stands, at least. */
const NEAREST = 0.002;
const MIDDLE: [number, number] = [0, 0];

function wholeDistance({ width, height }: Frame): number {
  return 1.12 * Math.max(1, height / Math.max(1, width));
}

function wholeOf(frame: Frame): Look {
  return { x: 0, y: 0, distance: wholeDistance(frame) };
}

function lookOf(made: Scatter): Look {
  const [x = 0, y = 0] = made.get("cameraTarget") ?? MIDDLE;
  return { x, y, distance: (made.get("cameraDistance") as number | undefined) ?? 1 };
}

/** What the address need say of a look: nothing of the whole. */
function told(look: Look, frame: Frame): Look | null {
  const { x, y, distance } = wholeOf(frame);
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-3;
  return near(look.x, x) && near(look.y, y) && near(look.distance, distance) ? null : look;
}

const GLIDE = { transition: true, transitionDuration: 350 };

export interface ScatterControl {
  /** Brings a place to the middle, or `up` halves of the height above it, no further away than so. */
  goTo: (x: number, y: number, distance: number, up: number) => void;
  zoom: (times: number) => void;
  move: (right: number, up: number) => void;
  showWhole: () => void;
  choose: (words: number[]) => void;
}

/** The dots: drawn by regl-scatterplot. `failed`: this browser cannot. */
export function useScatter(
  canvas: { current: HTMLCanvasElement | null },
  map: WordMap,
  coloring: Coloring,
  palette: Palette,
  frame: Frame,
  begin: Look | null,
  watch: Watch,
): { control: ScatterControl; failed: boolean } {
  const scatter = useRef<Scatter | null>(null);
  /** The colours of the dots as they are. */
  const drawn = useRef<Uint8Array | null>(null);
  /** What was chosen last: dots that were not drawn yet are marked when they are. */
  const chosen = useRef<number[]>([]);
  const latest = useRef({ watch, frame });
  latest.current = { watch, frame };
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!canvas.current || frame.width === 0) return;
    const made = make(canvas.current, frame, begin ?? wholeOf(frame), palette, coloring.ordered, map.x.length);
    if (!made) {
      setFailed(true);
      return;
    }
    scatter.current = made;
    let thinner = new Thinner(made, null);
    const rest = whenAtRest(canvas.current, () => {
      thinner.rested();
      latest.current.watch.onLook(told(lookOf(made), latest.current.frame));
    });
    const view = (event: { view: Float32Array }) => {
      latest.current.watch.onView(cameraOf(event.view, latest.current.frame), latest.current.frame);
      thinner.moved(event.view);
      rest.moved();
    };
    made.subscribe("view", view as never);
    made.subscribe("select", ({ points }) => latest.current.watch.onChoose(points));
    made.subscribe("deselect", () => latest.current.watch.onChoose([]));
    made.subscribe("pointOver", (word) => latest.current.watch.onHover(word));
    made.subscribe("pointOut", () => latest.current.watch.onHover(null));
    drawn.current = coloring.colors;
    void drawInTurn(made, map, coloring, FIRST).then(async () => {
      if (scatter.current !== made) return;
      view({ view: made.get("cameraView") as Float32Array });
      if (map.x.length <= FIRST) return;
      await new Promise(requestAnimationFrame); // words are written before the other dots keep the page busy
      await drawInTurn(made, map, { ...coloring, colors: drawn.current ?? coloring.colors });
      if (scatter.current !== made) return;
      thinner = new Thinner(made, someOf(map.x.length));
      // What is chosen already is not looked at again.
      made.deselect({ preventEvent: true });
      if (chosen.current.length > 0) made.select([...chosen.current], { preventEvent: true });
    });
    return () => {
      rest.end();
      scatter.current = null;
      gone.add(made);
      made.destroy();
    };
    // A new size or palette is set on what is there.
  }, [map, frame.width > 0]);

  useEffect(() => {
    if (!scatter.current || drawn.current === coloring.colors) return;
    drawn.current = coloring.colors;
    scatter.current.set(colorsOf(palette, coloring.ordered));
    void drawInTurn(scatter.current, map, coloring);
  }, [coloring]);

  useEffect(() => {
    const made = scatter.current;
    if (!made || frame.width === 0) return;
    made.set({ width: frame.width, height: frame.height, ...colorsOf(palette, coloring.ordered) });
    watch.onView(cameraOf(made.get("cameraView") as Float32Array, frame), frame);
  }, [frame.width, frame.height, palette]);

  return { control: controlOf(scatter, chosen, () => latest.current.frame), failed };
}

/** Calls `rested` when nothing moved for a while and no button is held: a frame that takes long, while the mouse drags,
 * is no rest, and to draw all dots then would make the next one longer. */
function whenAtRest(element: HTMLElement, rested: () => void): { moved: () => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held = false;
  let moving = false;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (held || !moving) return;
      moving = false;
      rested();
    }, REST);
  };
  const down = () => (held = true);
  const up = () => {
    held = false;
    if (moving) wait();
  };
  element.addEventListener("pointerdown", down);
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, up);
  return {
    moved() {
      moving = true;
      wait();
    },
    end() {
      clearTimeout(timer);
      element.removeEventListener("pointerdown", down);
      for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, up);
    },
  };
}

/** The last drawing of each plot: it takes no other before that is done. */
const turns = new WeakMap<Scatter, Promise<void>>();
/** Plots that are no more, and must not be drawn on. */
const gone = new WeakSet<Scatter>();

function drawInTurn(made: Scatter, map: WordMap, coloring: Coloring, count = map.x.length): Promise<void> {
  const draw = async () => {
    if (gone.has(made)) return;
    const [x, y, z] = [map.x.subarray(0, count), map.y.subarray(0, count), coloring.colors.subarray(0, count)];
    await made.draw({ x, y, z }, { zDataType: "categorical" });
  };
  const before = turns.get(made);
  const now = before ? before.then(draw) : draw();
  turns.set(made, now);
  return now;
}

function make(
  canvas: HTMLCanvasElement,
  frame: Frame,
  look: Look,
  palette: Palette,
  ordered: boolean,
  count: number,
): Scatter | null {
  try {
    if (!canvas.ownerDocument.createElement("canvas").getContext("webgl")) return null;
    return createScatterplot({
      canvas,
      width: frame.width,
      height: frame.height,
      cameraTarget: [look.x, look.y],
      cameraDistance: look.distance,
      // No key turns the map: its words would stand askew. (Not yet among the types.)
      ...({ actionKeyMap: { lasso: "shift" } } as object),
      deselectOnDblClick: false,
      colorBy: "valueA",
      pointSize: count > 50_000 ? 2 : count > 5_000 ? 4 : 6,
      pointSizeSelected: 4,
      opacity: count > 50_000 ? 0.5 : 0.7,
      opacityInactiveMax: 1,
      opacityInactiveScale: 0.7,
      pointScaleMode: "constant",
      lassoLineWidth: 2,
      ...colorsOf(palette, ordered),
    });
  } catch {
    return null;
  }
}

function colorsOf(palette: Palette, ordered: boolean) {
  return {
    backgroundColor: palette.ground,
    pointColor: ordered ? palette.steps : palette.dots,
    pointColorActive: palette.accent,
    pointColorHover: palette.accent,
    lassoColor: palette.accent,
  };
}

/** The camera's matrix, by columns, as a scale and a shift of pixels. */
function cameraOf(view: Float32Array, { width, height }: Frame): Camera {
  const wide = width / 2;
  const tall = height / 2;
  // Axes are alike: the width shows as much more as it is wider than the height.
  return {
    scaleX: (view[0] ?? 1) * tall,
    shiftX: (view[12] ?? 0) * tall + wide,
    scaleY: -(view[5] ?? 1) * tall,
    shiftY: -(view[13] ?? 0) * tall + tall,
  };
}

function controlOf(
  scatter: { current: Scatter | null },
  chosen: { current: number[] },
  frame: () => Frame,
): ScatterControl {
  const look = (x: number, y: number, distance: number, options = GLIDE) => {
    void scatter.current?.zoomToLocation([x, y], Math.max(NEAREST, distance), options);
  };
  const here = (): Look => (scatter.current ? lookOf(scatter.current) : wholeOf(frame()));
  return {
    goTo(x, y, most, up) {
      const distance = Math.min(here().distance, most);
      look(x, y - up * distance, distance);
    },
    zoom(times) {
      const { x, y, distance } = here();
      look(x, y, Math.min(wholeDistance(frame()), distance / times));
    },
    move(right, up) {
      const { x, y, distance } = here();
      look(x + right * distance, y + up * distance, distance);
    },
    showWhole: () => look(...MIDDLE, wholeDistance(frame())),
    choose: (words) => {
      chosen.current = words;
      scatter.current?.select([...words], { preventEvent: true });
    },
  };
}

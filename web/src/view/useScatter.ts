import createScatterplot from "regl-scatterplot";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Coloring, Look, WordMap } from "../model/map";
import type { Camera, Frame } from "../model/labels";
import type { Palette } from "./palette";
import { FADED, WIDER, type PagePainter, type Pen } from "./PagePainter";
import { plotting, type PlotRenderer } from "./plotRenderer";
import { whenAtRest } from "./whenAtRest";

type Scatter = ReturnType<typeof createScatterplot>;

interface Watch {
  onView: (camera: Camera, frame: Frame) => void;
  onChoose: (words: number[]) => void;
  onHover: (word: number | null) => void;
  onLook: (look: Look | null) => void;
  /** Where the page draws the dots itself: to write words over them. */
  onWrite: (pen: Pen, camera: Camera) => void;
}

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

/** Not for those who want no motion. */
const glide = () => ({
  transition: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  transitionDuration: 350,
});

export interface ScatterControl {
  /** Brings a place to the middle, or `up` halves of the height above it, no further away than so. */
  goTo: (x: number, y: number, distance: number, up: number) => void;
  zoom: (times: number) => void;
  move: (right: number, up: number) => void;
  showWhole: () => void;
  choose: (words: number[]) => void;
  /** Whether the page draws the dots itself, and words with them. */
  paints: () => boolean;
  /** If so: has words written anew over dots that are as they were. */
  rewrite: () => void;
}

/** The dots: drawn by regl-scatterplot, on `canvas`, or in `place` by this page. `failed`: this browser cannot. */
export function useScatter(
  canvas: { current: HTMLCanvasElement | null },
  place: { current: HTMLElement | null },
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
  const latest = useRef({ map, watch, frame, coloring, palette });
  latest.current = { map, watch, frame, coloring, palette };
  const painted = useRef<PagePainter | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!canvas.current || !place.current || frame.width === 0) return;
    const tool = plotting(place.current);
    const made = tool && make(canvas.current, tool.renderer, frame, begin ?? wholeOf(frame), palette, coloring.ordered, map.x.length);
    if (!made) {
      tool?.end();
      setFailed(true);
      return;
    }
    scatter.current = made;
    painted.current = tool.painter;
    const rest = whenAtRest(canvas.current, () => latest.current.watch.onLook(told(lookOf(made), latest.current.frame)));
    if (tool.painter) paintBy(tool.painter, made, rest.held, () => (latest.current.map === map ? latest.current : null));
    const view = () => {
      latest.current.watch.onView(cameraOf(made.get("cameraView") as Float32Array, latest.current.frame), latest.current.frame);
      rest.moved();
    };
    // Told at once, in the same frame: words move with their dots.
    made.subscribe("drawing", ((event: { isViewChanged: boolean }) => event.isViewChanged && view()) as never);
    made.subscribe("select", ({ points }) => latest.current.watch.onChoose(points));
    made.subscribe("deselect", () => latest.current.watch.onChoose([]));
    // While the map is dragged the mouse only seems to be over one dot after the other.
    made.subscribe("pointOver", (word) => latest.current.watch.onHover(rest.held() ? null : word));
    made.subscribe("pointOut", () => latest.current.watch.onHover(null));
    drawn.current = coloring.colors;
    void drawInTurn(made, map, coloring, FIRST).then(async () => {
      if (scatter.current !== made) return;
      view();
      if (map.x.length <= FIRST) return;
      await new Promise(requestAnimationFrame); // words are written before the other dots keep the page busy
      await drawInTurn(made, map, { ...coloring, colors: drawn.current ?? coloring.colors });
      if (scatter.current !== made) return;
      // What is chosen already is not looked at again.
      made.deselect({ preventEvent: true });
      if (chosen.current.length > 0) made.select([...chosen.current], { preventEvent: true });
    });
    return () => {
      rest.end();
      scatter.current = painted.current = null;
      gone.add(made);
      made.destroy();
      tool.end();
    };
    // A new size or palette is set on what is there.
  }, [map, frame.width > 0]);

  useEffect(() => {
    if (!scatter.current || drawn.current === coloring.colors) return;
    drawn.current = coloring.colors;
    scatter.current.set(colorsOf(palette, coloring.ordered));
    if (painted.current) scatter.current.redraw();
    else void drawInTurn(scatter.current, map, coloring);
  }, [coloring]);

  useEffect(() => {
    const made = scatter.current;
    if (!made || frame.width === 0) return;
    made.set({ width: frame.width, height: frame.height, ...colorsOf(palette, coloring.ordered) });
    watch.onView(cameraOf(made.get("cameraView") as Float32Array, frame), frame);
  }, [frame.width, frame.height, palette]);

  return { control: controlOf(scatter, painted, chosen, () => latest.current.frame), failed };
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

/** So wide is a dot of a map of `count`, and so much of what is below it does it hide. */
function dotOf(count: number): { size: number; opacity: number } {
  return { size: count > 50_000 ? 2 : count > 5_000 ? 4 : 6, opacity: count > 50_000 ? 0.5 : 0.7 };
}

/** Has the page draw what the plot shows. `now`: null once another map is about to take its place. */
function paintBy(
  painter: PagePainter,
  made: Scatter,
  held: () => boolean,
  now: () => { map: WordMap; frame: Frame; coloring: Coloring; palette: Palette; watch: Watch } | null,
): void {
  let lasso: readonly (readonly [number, number])[] = [];
  const changed = (points: typeof lasso) => {
    lasso = points;
    made.redraw();
  };
  made.subscribe("lassoExtend", ({ coordinates }) => changed(coordinates as never));
  made.subscribe("lassoEnd", () => changed([]));
  painter.write = (pen, camera) => now()?.watch.onWrite(pen, camera);
  painter.scene = () => {
    const at = now();
    if (!at) return null;
    const { map, frame, coloring, palette } = at;
    const hovered = made.get("hoveredPoint");
    return {
      dots: { x: map.x, y: map.y, colors: coloring.colors },
      camera: cameraOf(made.get("cameraView") as Float32Array, frame),
      ground: palette.ground,
      accent: palette.accent,
      paints: coloring.ordered ? palette.steps : palette.dots,
      ...dotOf(map.x.length),
      selected: made.get("selectedPoints") ?? [],
      hovered: !held() && hovered !== undefined && hovered >= 0 ? hovered : null,
      lasso,
    };
  };
}

function make(
  canvas: HTMLCanvasElement,
  renderer: PlotRenderer,
  frame: Frame,
  look: Look,
  palette: Palette,
  ordered: boolean,
  count: number,
): Scatter | null {
  const { size, opacity } = dotOf(count);
  try {
    return createScatterplot({
      canvas,
      renderer,
      width: frame.width,
      height: frame.height,
      cameraTarget: [look.x, look.y],
      cameraDistance: look.distance,
      // No key turns the map: its words would stand askew. (Not yet among the types.)
      ...({ actionKeyMap: { lasso: "shift" } } as object),
      deselectOnDblClick: false,
      colorBy: "valueA",
      pointSize: size,
      pointSizeSelected: WIDER,
      opacity,
      opacityInactiveMax: 1,
      opacityInactiveScale: FADED,
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
  painted: { current: PagePainter | null },
  chosen: { current: number[] },
  frame: () => Frame,
): ScatterControl {
  const look = (x: number, y: number, distance: number) => {
    void scatter.current?.zoomToLocation([x, y], Math.max(NEAREST, distance), glide());
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
    paints: () => painted.current !== null,
    rewrite: () => painted.current?.rewrite(),
  };
}

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Camera, Frame } from "../model/labels";
import type { Coloring, Look, Neighbor, WordMap } from "../model/map";
import { drawLabels, drawOver } from "./drawLabels";
import { fill, type Texts } from "./language";
import { paletteOf, type Theme } from "./palette";
import { useScatter, type ScatterControl } from "./useScatter";

interface Props {
  map: WordMap;
  coloring: Coloring;
  theme: Theme;
  texts: Texts;
  selected: number | null;
  /** Of the selected word: undefined while they are on their way. */
  neighbors: readonly Neighbor[] | undefined;
  arrows: readonly (readonly [number, number])[];
  /** Takes what moves this map. */
  control: { current: ScatterControl | null };
  /** The word to select as soon as it is there. */
  wanted: string | null;
  /** Where to begin; null: with the whole, and then the word that is selected. */
  look: Look | null;
  /** Some time after the map came to rest; null: it is seen as a whole. */
  onLook: (look: Look | null) => void;
  /** None: nothing any more. */
  onChoose: (words: number[]) => void;
  onEscape: () => void;
  /** What else lies over the map. */
  children?: ComponentChildren;
}

/** A selected word is looked at from no further than this. */
const CLOSE = 0.25;
const STEP = 0.25;
/** The map waits so many milliseconds, at most, for a word's neighbours: to draw many dots keeps the processors busy
 * that find them. */
const PATIENCE = 200;
const NONE: readonly Neighbor[] = [];
/** Below this width a panel lies over the lower half, and what is selected belongs above it. */
const NARROW = 700;
const UP = 0.35;
const NOBODY: Camera = { scaleX: 0, shiftX: -1, scaleY: 0, shiftY: -1 };

/** One map: its dots, its words, and the keys that move it. */
export function Stage(props: Props) {
  const { map, coloring, theme, texts, selected, arrows, onChoose, onEscape } = props;
  const neighbors = props.neighbors ?? NONE;
  const answered = props.neighbors !== undefined;
  const shown = useRef<number | null>(null);
  const palette = paletteOf(theme);
  const stage = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const frame = useFrame(stage);
  const [camera, setCamera] = useState<Camera>(NOBODY);
  const [hovered, setHovered] = useState<number | null>(null);
  const scene = { map, frame, palette, selected, neighbors, hovered, arrows };
  const begin = useRef({ look: props.look, wanted: props.wanted });
  const { control, failed } = useScatter(dots, picture, map, coloring, palette, frame, begin.current.look, {
    onView: setCamera,
    onLook: props.onLook,
    onHover: setHovered,
    onChoose,
    onWrite: (pen, at) => {
      if (labels.current) drawLabels(pen, labels.current, { ...scene, camera: at });
    },
  });
  props.control.current = control;

  useEffect(() => {
    if (shown.current !== selected) shown.current = null;
    if (selected === null || frame.width === 0 || shown.current === selected) return;
    const show = () => {
      shown.current = selected;
      control.choose([selected]);
      // Who comes by an address that says where to look stays there.
      const { look, wanted } = begin.current;
      if (look && map.words[selected] === wanted) return;
      begin.current = { look: null, wanted: null };
      control.goTo(map.x[selected] ?? 0, map.y[selected] ?? 0, CLOSE, frame.width < NARROW ? UP : 0);
    };
    const waiting = setTimeout(show, answered ? 0 : PATIENCE);
    return () => clearTimeout(waiting);
  }, [map, selected, answered, frame.width > 0]);

  const words = [map, map.words.length, frame, theme, selected, neighbors, hovered, arrows];
  // In the frame in which the dots move.
  useLayoutEffect(() => {
    if (labels.current && camera !== NOBODY && !control.paints()) drawOver(labels.current, { ...scene, camera });
  }, [camera, ...words]);
  useLayoutEffect(control.rewrite, words);

  return (
    <div
      ref={stage}
      class="stage"
      role="application"
      tabIndex={0}
      aria-label={fill(texts.map, map.words.length)}
      onKeyDown={keysOf(control, onEscape)}
    >
      <div ref={picture} class="picture" aria-hidden="true" />
      <canvas ref={dots} class="dots" aria-hidden="true" />
      <canvas ref={labels} class="labels" aria-hidden="true" />
      {failed && (
        <p class="failed" role="status">
          {texts.noDrawing}
        </p>
      )}
      {props.children}
    </div>
  );
}

/** The size of an element, as it changes. */
function useFrame(element: { current: HTMLElement | null }): Frame {
  const [frame, setFrame] = useState<Frame>({ width: 0, height: 0 });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => {
      setFrame({ width: watched.clientWidth, height: watched.clientHeight });
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return frame;
}

function keysOf(control: ScatterControl, onEscape: () => void) {
  const actions: Record<string, () => void> = {
    ArrowLeft: () => control.move(-STEP, 0),
    ArrowRight: () => control.move(STEP, 0),
    ArrowUp: () => control.move(0, STEP),
    ArrowDown: () => control.move(0, -STEP),
    "+": () => control.zoom(1.5),
    "=": () => control.zoom(1.5),
    "-": () => control.zoom(1 / 1.5),
    "0": control.showWhole,
    Escape: onEscape,
  };
  return (event: KeyboardEvent) => {
    const action = actions[event.key];
    // With these it is the browser's key.
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };
}

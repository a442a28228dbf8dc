import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Camera, Frame } from "../model/labels";
import type { Analogy, Neighbor, WordMap } from "../model/map";
import { AnalogyPanel } from "./AnalogyPanel";
import { ChosenPanel } from "./ChosenPanel";
import { drawLabels } from "./drawLabels";
import { fill, textsOf, type Language } from "./language";
import { paletteOf, type Theme } from "./palette";
import { SearchBox } from "./SearchBox";
import { useScatter } from "./useScatter";
import { WordPanel } from "./WordPanel";

interface Props {
  map: WordMap;
  language: Language;
  theme: Theme;
  selected: number | null;
  /** Of the selected word: null when not known, undefined while they are on their way. */
  neighbors: readonly Neighbor[] | null | undefined;
  /** What is asked, and the answers; without it nobody here can tell. */
  analogy?: { asked: Analogy; answers: readonly Neighbor[] | undefined; onAsk: (analogy: Analogy) => void } | undefined;
  /** What kept an answer from coming; empty: nothing. */
  failure: string;
  onSelect: (word: number | null) => void;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
}

/** A selected word is looked at from no further than this. */
const CLOSE = 0.25;
const STEP = 0.25;
/** Below this width a panel lies over the lower half, and what is selected belongs above it. */
const NARROW = 700;
const UP = 0.35;
const NOBODY: Camera = { scaleX: 0, shiftX: -1, scaleY: 0, shiftY: -1 };

/** The whole page: the map with its words, the search, what was chosen. It fetches nothing. */
export function MapView(props: Props) {
  const { map, language, theme, selected, neighbors, analogy, failure, onSelect } = props;
  const texts = textsOf(language);
  const palette = paletteOf(theme);
  const stage = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  const frame = useFrame(stage);
  const [camera, setCamera] = useState<Camera>(NOBODY);
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number[]>([]);
  const [asking, setAsking] = useState(false);
  const arrows = useMemo(() => (asking && analogy ? arrowsOf(analogy.asked, analogy.answers) : []), [asking, analogy]);

  const { control, failed } = useScatter(dots, map, palette, frame, {
    onView: setCamera,
    onHover: setHovered,
    onChoose(words) {
      setChosen(words.length > 1 ? words : []);
      onSelect(words.length === 1 ? (words[0] ?? null) : null);
    },
  });

  useEffect(() => {
    if (selected === null) return;
    control.goTo(map.x[selected] ?? 0, map.y[selected] ?? 0, CLOSE, frame.width < NARROW ? UP : 0);
    control.choose([selected]);
  }, [selected, frame.width > 0]);

  useEffect(() => {
    if (!labels.current || frame.width === 0) return;
    drawLabels(labels.current, {
      map,
      camera,
      frame,
      palette,
      selected,
      neighbors: neighbors ?? [],
      hovered,
      arrows,
    });
  }, [map, map.words.length, camera, frame, theme, selected, neighbors, hovered, arrows]);

  const close = () => {
    setChosen([]);
    control.choose([]);
    onSelect(null);
  };
  const choose = (word: number) => {
    setChosen([]);
    onSelect(word);
  };
  const onKeyDown = keysOf(control, close);

  return (
    <main class="map" data-theme={theme} lang={language}>
      <div
        ref={stage}
        class="stage"
        role="application"
        tabIndex={0}
        aria-label={fill(texts.map, map.words.length)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={dots} class="dots" aria-hidden="true" />
        <canvas ref={labels} class="labels" aria-hidden="true" />
        {(failed || failure) && (
          <p class="failed" role="status">
            {failed ? texts.noDrawing : failure}
          </p>
        )}
      </div>
      <div class="side">
        <div class="top">
          <h1>{map.title}</h1>
          <SearchBox words={map.words} texts={texts} onChoose={choose} />
          {analogy && (
            <button
              type="button"
              class="button"
              aria-pressed={asking}
              onClick={() => {
                close();
                setAsking(!asking);
              }}
            >
              {texts.analogy}
            </button>
          )}
        </div>
        {asking && analogy && selected === null && (
          <AnalogyPanel
            words={map.words}
            analogy={analogy.asked}
            answers={analogy.answers}
            texts={texts}
            onChange={analogy.onAsk}
            onChoose={choose}
            onClose={() => setAsking(false)}
          />
        )}
        {selected !== null && (
          <WordPanel
            word={map.words[selected] ?? ""}
            words={map.words}
            neighbors={neighbors}
            texts={texts}
            onChoose={choose}
            onClose={close}
          />
        )}
        {chosen.length > 0 && (
          <ChosenPanel chosen={chosen} words={map.words} texts={texts} onChoose={choose} onClose={close} />
        )}
      </div>
      <nav class="tools">
        <button type="button" class="icon" aria-label={texts.zoomIn} onClick={() => control.zoom(2)}>
          +
        </button>
        <button type="button" class="icon" aria-label={texts.zoomOut} onClick={() => control.zoom(0.5)}>
          −
        </button>
        <button type="button" class="icon" aria-label={texts.whole} onClick={control.showWhole}>
          ⤢
        </button>
        <button type="button" onClick={() => props.onTheme(theme === "dark" ? "light" : "dark")}>
          {theme === "dark" ? texts.light : texts.dark}
        </button>
        <button
          type="button"
          lang={language === "en" ? "zh" : "en"}
          onClick={() => props.onLanguage(language === "en" ? "zh" : "en")}
        >
          {texts.language}
        </button>
      </nav>
      <footer>
        <span>{map.caption}</span>
        <span class="how">{texts.lasso}</span>
      </footer>
    </main>
  );
}

/** From A to B, and from C to the first answer. */
function arrowsOf({ a, b, c }: Analogy, answers: readonly Neighbor[] | undefined): [number, number][] {
  const arrows: [number, number][] = [];
  if (a !== null && b !== null) arrows.push([a, b]);
  const first = answers?.[0];
  if (c !== null && first) arrows.push([c, first.word]);
  return arrows;
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

function keysOf(control: ReturnType<typeof useScatter>["control"], close: () => void) {
  const actions: Record<string, () => void> = {
    ArrowLeft: () => control.move(-STEP, 0),
    ArrowRight: () => control.move(STEP, 0),
    ArrowUp: () => control.move(0, STEP),
    ArrowDown: () => control.move(0, -STEP),
    "+": () => control.zoom(1.5),
    "=": () => control.zoom(1.5),
    "-": () => control.zoom(1 / 1.5),
    "0": control.showWhole,
    Escape: close,
  };
  return (event: KeyboardEvent) => {
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
}

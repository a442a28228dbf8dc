import { useMemo, useRef, useState } from "preact/hooks";
import type { Analogy, ColorBy, Coloring, Look, Neighbor, WordMap } from "../model/map";
import { placesOf } from "../model/search";
import { AnalogyPanel } from "./AnalogyPanel";
import { ChosenPanel } from "./ChosenPanel";
import { ColorPanel } from "./ColorPanel";
import { FileDrop } from "./FileDrop";
import { textsOf, type Language } from "./language";
import { MapChoice } from "./MapChoice";
import type { Theme } from "./palette";
import { SearchBox } from "./SearchBox";
import { Stage } from "./Stage";
import { Tools } from "./Tools";
import type { ScatterControl } from "./useScatter";
import { WordPanel, type NeighborLists } from "./WordPanel";

/** A map beside the first. */
export interface OtherMap {
  map: WordMap;
  coloring: Coloring;
  /** The selected word there; null: it is not among its words. */
  selected: number | null;
  neighbors: readonly Neighbor[] | null | undefined;
  look: Look | null;
  onLook: (look: Look | null) => void;
}

interface Props {
  map: WordMap;
  coloring: Coloring;
  columns: readonly string[];
  language: Language;
  theme: Theme;
  selected: number | null;
  /** Of the selected word: null when not known, undefined while they are on their way. */
  neighbors: readonly Neighbor[] | null | undefined;
  /** The word to select as soon as it is there. */
  wanted: string | null;
  look: Look | null;
  onLook: (look: Look | null) => void;
  /** What is asked, and the answers; without it nobody here can tell. */
  analogy?: { asked: Analogy; answers: readonly Neighbor[] | undefined; onAsk: (analogy: Analogy) => void } | undefined;
  other?: OtherMap | undefined;
  /** All maps by their titles, which is shown, and which beside it. */
  maps?: { titles: readonly string[]; shown: number; beside: number | null; onShow: (map: number) => void; onBeside: (map: number | null) => void } | undefined;
  /** Takes files; nobody does without it. */
  onFiles?: ((files: File[]) => void) | undefined;
  /** What is going on; empty: nothing. */
  busy?: string;
  /** What kept an answer from coming; empty: nothing. */
  failure: string;
  /** Done when it is selected. */
  onSelect: (word: number | null) => void | Promise<void>;
  onColor: (by: ColorBy) => void;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
}

/** The whole page: the map with its words, the search, what was chosen. It fetches nothing. */
export function MapView(props: Props) {
  const { map, coloring, language, theme, selected, neighbors, analogy, other, maps, failure, onSelect } = props;
  const texts = textsOf(language);
  const first = useRef<ScatterControl | null>(null);
  const second = useRef<ScatterControl | null>(null);
  const [chosen, setChosen] = useState<number[]>([]);
  // Until somebody opens or closes it, the analogy is there when the address has one, whose words may come late.
  const [wish, setAsking] = useState<boolean | null>(null);
  const asking = wish ?? (analogy !== undefined && analogy.asked.a !== null);
  const arrows = useMemo(() => (asking && analogy ? arrowsOf(analogy.asked, analogy.answers) : []), [asking, analogy]);
  const both = (work: (control: ScatterControl) => void) => {
    if (first.current) work(first.current);
    if (other && second.current) work(second.current);
  };
  const close = () => {
    setChosen([]);
    both((control) => control.choose([]));
    onSelect(null);
  };
  const chooseAll = (words: readonly number[]) => {
    setChosen(words.length > 1 ? [...words].sort((a, b) => a - b) : []);
    onSelect(words.length === 1 ? (words[0] ?? null) : null);
  };
  const choose = (word: number) => {
    setChosen([]);
    return onSelect(word);
  };

  return (
    <main class={other ? "map two" : "map"} data-theme={theme} lang={language}>
      <div class="stages">
        <Stage
          map={map}
          coloring={coloring}
          theme={theme}
          texts={texts}
          selected={selected}
          neighbors={neighbors === null ? [] : neighbors}
          arrows={arrows}
          control={first}
          wanted={props.wanted}
          look={props.look}
          onLook={props.onLook}
          onEscape={close}
          onChoose={chooseAll}
        >
          {(failure || props.busy) && (
            <p class="failed" role="status">
              {props.busy || failure}
            </p>
          )}
        </Stage>
        {other && (
          <Stage
            map={other.map}
            coloring={other.coloring}
            theme={theme}
            texts={texts}
            selected={other.selected}
            neighbors={other.neighbors === null ? [] : other.neighbors}
            arrows={[]}
            control={second}
            wanted={props.wanted}
            look={other.look}
            onLook={other.onLook}
            onEscape={close}
            onChoose={(words) => {
              const known = placesOf(words.map((word) => other.map.words[word]), map.words);
              if (known.length > 0) chooseAll(known);
            }}
          >
            <p class="stage-title">{other.map.title}</p>
          </Stage>
        )}
      </div>
      <div class="side">
        <div class="top">
          <h1>{map.title}</h1>
          <SearchBox words={map.words} texts={texts} onChoose={choose} />
          <div class="choices">
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
            {props.onFiles && <FileDrop texts={texts} onFiles={props.onFiles} />}
            <ColorPanel coloring={coloring} columns={props.columns} theme={theme} texts={texts} onColor={props.onColor} />
          </div>
          {maps && maps.titles.length > 1 && <MapChoice {...maps} texts={texts} />}
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
            lists={listsOf(map, neighbors, other)}
            texts={texts}
            onChoose={(word) => {
              const at = map.words.indexOf(word);
              if (at >= 0) choose(at);
            }}
            onClose={close}
          />
        )}
        {chosen.length > 0 && (
          <ChosenPanel chosen={chosen} words={map.words} texts={texts} onChoose={choose} onClose={close} />
        )}
      </div>
      <Tools
        texts={texts}
        language={language}
        theme={theme}
        onZoom={(times) => both((control) => control.zoom(times))}
        onWhole={() => both((control) => control.showWhole())}
        onLanguage={props.onLanguage}
        onTheme={props.onTheme}
      />
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

function listsOf(map: WordMap, neighbors: Props["neighbors"], other: OtherMap | undefined): NeighborLists[] {
  const lists: NeighborLists[] = [{ title: map.title, words: map.words, neighbors, known: true }];
  if (other) {
    const { title, words } = other.map;
    lists.push({ title, words, neighbors: other.neighbors, known: other.selected !== null });
  }
  return lists;
}

import { useMemo } from "preact/hooks";
import type { Neighbor } from "../model/map";
import type { Texts } from "./language";
import { NeighborList } from "./NeighborList";
import { Panel } from "./Panel";

/** The nearest words in one model. */
export interface NeighborLists {
  title: string;
  words: readonly string[];
  /** null: not known; undefined: not here yet. */
  neighbors: readonly Neighbor[] | null | undefined;
  /** Whether the model knows the word. */
  known: boolean;
}

interface Props {
  word: string;
  /** Of one model, or of two to compare. */
  lists: readonly NeighborLists[];
  texts: Texts;
  onChoose: (word: string) => void;
  onClose: () => void;
}

/** A word and those nearest to it. */
export function WordPanel({ word, lists, texts, onChoose, onClose }: Props) {
  const [first, second] = lists;
  // A word that the first model lacks cannot be chosen.
  const reached = useMemo(() => {
    const words = (second?.neighbors ?? []).map(({ word: number }) => number);
    return new Set(words.filter((number) => first?.words.includes(second?.words[number] ?? "\n")));
  }, [second?.neighbors, first?.words]);
  const named = lists.map(({ words, neighbors }) => (neighbors ?? []).map((n) => words[n.word] ?? ""));
  return (
    <Panel title={word} wide={lists.length > 1} texts={texts} onClose={onClose}>
      <div class="lists">
        {lists.map(({ title, words, neighbors, known }, i) => (
          <div key={i}>
            {!known && <p class="hint">{`${title}: ${texts.unknownWord}`}</p>}
            {known && neighbors === null && <p class="hint">{texts.noNeighbours}</p>}
            {known && neighbors && (
              <NeighborList
                title={lists.length > 1 ? title : texts.neighbours}
                neighbors={neighbors}
                words={words}
                shared={lists.length > 1 ? (named[1 - i] ?? []) : []}
                reached={(number) => i === 0 || reached.has(number)}
                texts={texts}
                onChoose={(number) => onChoose(words[number] ?? "")}
              />
            )}
          </div>
        ))}
      </div>
      {lists.length > 1 && <p class="hint">{texts.sharedHint}</p>}
    </Panel>
  );
}

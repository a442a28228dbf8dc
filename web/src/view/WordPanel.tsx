import type { Neighbor } from "../model/map";
import type { Texts } from "./language";
import { NeighborList } from "./NeighborList";

interface Props {
  word: string;
  words: readonly string[];
  /** null: not known; undefined: not here yet. */
  neighbors: readonly Neighbor[] | null | undefined;
  texts: Texts;
  onChoose: (word: number) => void;
  onClose: () => void;
}

/** A word and those nearest to it. */
export function WordPanel({ word, words, neighbors, texts, onChoose, onClose }: Props) {
  return (
    <section class="panel" aria-label={word}>
      <header>
        <h2>{word}</h2>
        <button type="button" class="icon" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </header>
      {neighbors === null && <p class="hint">{texts.noNeighbours}</p>}
      {neighbors && (
        <NeighborList title={texts.neighbours} neighbors={neighbors} words={words} texts={texts} onChoose={onChoose} />
      )}
    </section>
  );
}

import type { Neighbor } from "../model/map";
import type { Texts } from "./language";

interface Props {
  title: string;
  neighbors: readonly Neighbor[];
  words: readonly string[];
  /** These stand out: another model has them, too. */
  shared?: readonly string[];
  /** Whether one can go to this one; to all without it. */
  reached?: (word: number) => boolean;
  texts: Texts;
  onChoose: (word: number) => void;
}

/** Words with their cosines, each a way to that word. */
export function NeighborList({ title, neighbors, words, shared = [], reached = () => true, texts, onChoose }: Props) {
  return (
    <>
      <h3>
        <span>{title}</span>
        <span>{texts.cosine}</span>
      </h3>
      <ol>
        {neighbors.map((neighbor) => (
          <li key={neighbor.word}>
            <button type="button" disabled={!reached(neighbor.word)} onClick={() => onChoose(neighbor.word)}>
              <span class="bar" style={{ width: `${100 * Math.max(0, neighbor.cosine)}%` }} />
              <span class={shared.includes(words[neighbor.word] ?? "\n") ? "name shared" : "name"}>
                {words[neighbor.word] ?? `#${neighbor.word + 1}`}
              </span>
              <span class="number">{neighbor.cosine.toFixed(3)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

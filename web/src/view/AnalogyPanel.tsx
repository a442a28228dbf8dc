import type { Analogy, Neighbor } from "../model/map";
import { fill, type Texts } from "./language";
import { NeighborList } from "./NeighborList";
import { Panel } from "./Panel";
import { SearchBox } from "./SearchBox";

interface Props {
  words: readonly string[];
  analogy: Analogy;
  /** undefined: a word is missing yet, or the answer is on its way. */
  answers: readonly Neighbor[] | undefined;
  texts: Texts;
  onChange: (analogy: Analogy) => void;
  onChoose: (word: number) => void;
  onClose: () => void;
}

const PARTS = ["a", "b", "c"] as const;

/** A is to B as C is to ? */
export function AnalogyPanel({ words, analogy, answers, texts, onChange, onChoose, onClose }: Props) {
  const label = { a: texts.analogyA, b: texts.analogyB, c: texts.analogyC };
  return (
    <Panel title={texts.analogy} texts={texts} onClose={onClose}>
      <div class="analogy">
        {PARTS.map((part) => (
          <SearchBox
            key={part}
            words={words}
            texts={texts}
            label={label[part]}
            initial={words[analogy[part] ?? -1] ?? ""}
            onChoose={(word) => onChange({ ...analogy, [part]: word })}
          />
        ))}
      </div>
      {answers && analogy.c !== null && (
        <NeighborList
          title={fill(texts.analogyAnswer, words[analogy.c] ?? "")}
          neighbors={answers}
          words={words}
          texts={texts}
          onChoose={onChoose}
        />
      )}
    </Panel>
  );
}

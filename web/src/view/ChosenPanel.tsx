import { fill, type Texts } from "./language";
import { Panel } from "./Panel";

interface Props {
  chosen: readonly number[];
  words: readonly string[];
  texts: Texts;
  onChoose: (word: number) => void;
  onClose: () => void;
}

const SHOWN = 200;
/** Milliseconds that a browser has to take the text. */
const KEPT = 60_000;

/** Words that were chosen together, to look at and to keep. */
export function ChosenPanel({ chosen, words, texts, onChoose, onClose }: Props) {
  const known = chosen.filter((word) => words[word] !== undefined); // others have not come yet
  const save = (event: { currentTarget: HTMLAnchorElement }) => {
    const text = known.map((word) => `${words[word]}\n`).join("");
    const link = event.currentTarget;
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
  };
  return (
    <Panel title={fill(texts.selected, chosen.length)} texts={texts} onClose={onClose}>
      <a
        class="button"
        download="words.txt"
        href="#"
        onClick={save}
      >
        {texts.save}
      </a>
      <ul class="words">
        {known.slice(0, SHOWN).map((word) => (
          <li key={word}>
            <button type="button" onClick={() => onChoose(word)}>
              {words[word]}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { fill, type Texts } from "./language";

interface Props {
  chosen: readonly number[];
  words: readonly string[];
  texts: Texts;
  onChoose: (word: number) => void;
  onClose: () => void;
}

const SHOWN = 200;

/** Words that were chosen together, to look at and to keep. */
export function ChosenPanel({ chosen, words, texts, onChoose, onClose }: Props) {
  const text = chosen.map((word) => `${words[word]}\n`).join("");
  return (
    <section class="panel" aria-label={fill(texts.selected, chosen.length)}>
      <header>
        <h2>{fill(texts.selected, chosen.length)}</h2>
        <button type="button" class="icon" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </header>
      <a
        class="button"
        download="words.txt"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
      >
        {texts.save}
      </a>
      <ul class="words">
        {chosen.slice(0, SHOWN).map((word) => (
          <li key={word}>
            <button type="button" onClick={() => onChoose(word)}>
              {words[word]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

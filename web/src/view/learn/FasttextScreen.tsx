import type { Fasttext } from "../../model/lesson";
import { fixed } from "../../model/numbers";
import { NumberTable } from "./NumberTable";
import { Rich } from "./Rich";
import type { LessonTexts } from "./texts";
import { Waiting } from "./Waiting";
import { WordTable } from "./WordTable";

interface Props {
  word: string;
  answer: Fasttext | undefined;
  failure: string;
  texts: LessonTexts;
  onWord: (word: string) => void;
}

export function FasttextScreen({ word, answer, failure, texts, onWord }: Props) {
  const t = texts.others;
  return (
    <>
      <p>
        <Rich text={t.fasttext} />
      </p>
      <div class="ask">
        <label>
          {t.tryWord}
          <input type="text" value={word} spellcheck={false} onInput={(event) => onWord(event.currentTarget.value)} />
        </label>
        {answer && <span class={answer.known ? "yes" : "no"}>{answer.known ? t.known : t.unknown}</span>}
      </div>
      {!answer && <Waiting failure={failure} texts={texts} />}
      {answer && answer.vector.length === 0 && <p role="status">{t.noVector}</p>}
      {answer && answer.vector.length > 0 && (
        <>
          <h3>{t.ngrams}</h3>
          <ul class="pieces" id="ngrams">
            {answer.ngrams.map((piece, i) => (
              <li key={i}>{piece}</li>
            ))}
          </ul>
          <NumberTable caption={t.vector} rows={[{ label: answer.word, numbers: answer.vector }]} />
          <WordTable
            id="fasttext"
            caption={t.nearest}
            numbersFrom={1}
            head={[texts.word, texts.cosine]}
            rows={(answer.nearest ?? []).map(({ word: near, cosine }) => [near, fixed(cosine, 3)])}
          />
        </>
      )}
    </>
  );
}

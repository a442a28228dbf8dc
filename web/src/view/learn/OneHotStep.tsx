import type { Lesson } from "../../model/lesson";
import { fixed, percent } from "../../model/numbers";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { WordTable } from "./WordTable";

interface Props {
  lesson: Lesson;
  /** The note's own example; nothing while it is on its way. */
  example: Lesson | undefined;
  texts: LessonTexts;
}

/** Of a large table the first rows and columns are shown. */
const SHOWN = 12;

export function OneHotStep({ lesson, example, texts }: Props) {
  const t = texts.oneHot;
  return (
    <>
      <p>
        <Rich text={t.why} />
      </p>
      <p>
        <Rich text={t.how} />
      </p>
      <div class="columns">
        {example && example.sentence !== lesson.sentence && (
          <OneHotTable lesson={example} caption={put(t.note, example.sentence)} texts={texts} id="example" />
        )}
        <OneHotTable
          lesson={lesson}
          caption={put(t.yours, wordCount(lesson), lesson.vocabulary.length, lesson.vocabulary.length)}
          texts={texts}
          id="one-hot"
        />
      </div>
      <Defects lesson={lesson} example={example?.sentence === lesson.sentence ? undefined : example} texts={texts} />
      <Meaning lesson={lesson} texts={texts} />
    </>
  );
}

function wordCount(lesson: Lesson): number {
  return lesson.windows.length;
}

function OneHotTable({ lesson, caption, texts, id }: { lesson: Lesson; caption: string; texts: LessonTexts; id: string }) {
  const rows = lesson.one_hot.rows.slice(0, SHOWN);
  const more = lesson.vocabulary.length > SHOWN;
  const columns = rows[0]?.slice(0, SHOWN).map((_, i) => i + 1) ?? [];
  return (
    <WordTable
      id={id}
      caption={caption}
      numbersFrom={1}
      head={[texts.word, ...columns, ...(more ? ["…"] : [])]}
      rows={[
        ...rows.map((row, i) => [
          lesson.vocabulary[i],
          ...row.slice(0, SHOWN).map((value) => (value === 1 ? <strong class="one">1</strong> : <span class="zero">{value}</span>)),
          ...(more ? ["…"] : []),
        ]),
        ...(more ? [["…", ...columns.map(() => "…"), "…"]] : []),
      ]}
    />
  );
}

function Defects({ lesson, example, texts }: Props) {
  const t = texts.oneHot;
  return (
    <ul class="facts">
      <li>
        <span>{t.sparse}</span>
        <b id="zeros">{percent(lesson.one_hot.zeros)}</b>
        <span>{put(t.sparseSays, lesson.vocabulary.length)}</span>
      </li>
      {example && (
        <li>
          <span>{put(t.sparseNote, example.sentence)}</span>
          <b id="example-zeros">{percent(example.one_hot.zeros)}</b>
          <span>{put(t.sparseSays, example.vocabulary.length)}</span>
        </li>
      )}
      {lesson.one_hot.cosine !== null && (
        <li>
          <span>{t.empty}</span>
          <b id="one-hot-cosine">{lesson.one_hot.cosine.toFixed(0)}</b>
          <span>{t.emptySays}</span>
        </li>
      )}
    </ul>
  );
}

function Meaning({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.oneHot;
  const { alike, unlike, offsets, sentences } = lesson.meaning;
  return (
    <section>
      <h3>{t.must}</h3>
      <p>
        <Rich text={t.mustSays} />
      </p>
      <WordTable
        id="meaning"
        caption={t.must}
      quiet
        numbersFrom={1}
        head={[texts.pair, texts.cosine, t.asOneHot]}
        rows={[...alike, ...unlike].map(({ a, b, cosine }) => [`${a}, ${b}`, fixed(cosine, 2), "0"])}
      />
      <p id="offsets">
        <Rich text={put(t.offsets, offsets.toFixed(2))} />
      </p>
      <details>
        <summary>{t.corpus}</summary>
        <ul class="sentences">
          {sentences.map((sentence) => (
            <li key={sentence} lang="en">
              {sentence}
            </li>
          ))}
        </ul>
      </details>
      <h3>{t.ways}</h3>
      <WordTable
        id="ways-to-vectors"
        caption={t.ways}
        quiet
        head={t.waysHead}
        rows={t.waysRows.map((row) => row.map((cell) => <Rich text={cell} />))}
      />
      <p>
        <Rich text={t.ids} />
      </p>
    </section>
  );
}

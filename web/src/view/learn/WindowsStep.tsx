import { useState } from "preact/hooks";
import { WIDEST_WINDOW, type Lesson, type WindowRow } from "../../model/lesson";
import { Player } from "./Player";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { useSteps } from "./useSteps";
import { WordTable } from "./WordTable";

interface Props {
  lesson: Lesson;
  texts: LessonTexts;
  onWindow: (window: number) => void;
}

/** Rows of a long sentence that are shown at once: the last ones. */
const SHOWN = 20;

/** The places around t, with dots for those between. */
function around(window: number): string {
  const of = (sign: string, far: number) => `w(t${sign}${far})`;
  const dots = window > 2 ? ["…"] : [];
  const [before, after] = window > 1 ? [[of("−", window), ...dots], [...dots, of("+", window)]] : [[], []];
  return [...before, of("−", 1), of("+", 1), ...after].join(", ");
}

export function WindowsStep({ lesson, texts, onWindow }: Props) {
  const t = texts.windows;
  const steps = useSteps(lesson.windows.length, lesson, 2);
  const [reverse, setReverse] = useState(false);
  const length = 2 * lesson.window;
  const n = lesson.vocabulary.length;
  const widest = Math.max(lesson.window, Math.min(WIDEST_WINDOW, Math.floor((n - 1) / 2)));
  return (
    <>
      <p>
        <Rich text={put(t.lead, lesson.window, length)} />
      </p>
      <Sentence lesson={lesson} at={steps.at} />
      <Player
        steps={steps}
        count={lesson.windows.length}
        says={put(t.growing, steps.at + 1, lesson.windows.length)}
        texts={texts}
      />
      <div class="choice" role="group" aria-label={t.direction}>
        <button type="button" aria-pressed={!reverse} onClick={() => setReverse(false)}>
          {t.cbow}
        </button>
        <button type="button" aria-pressed={reverse} onClick={() => setReverse(true)}>
          {t.skipgram}
        </button>
        <label>
          {t.size}
          <select value={lesson.window} onChange={(event) => onWindow(Number(event.currentTarget.value))}>
            {Array.from({ length: widest }, (_, i) => (
              <option key={i} value={i + 1}>
                {i + 1}
              </option>
            ))}
          </select>
        </label>
      </div>
      <DataSet rows={lesson.windows} at={steps.at} reverse={reverse} texts={texts} />
      <p>{t.absent}</p>
      <p>
        <Rich text={reverse ? t.skipgramSays : put(t.cbowSays, lesson.window, around(lesson.window))} />
      </p>
      {lesson.window < lesson.settings.window && (
        <p role="status">{put(t.clipped, lesson.settings.window, n, lesson.window)}</p>
      )}
      <p class="hint">{n > length ? put(t.limit, length, n - 1) : put(t.tight, n)}</p>
    </>
  );
}

/** The words in a row, the window around one of them. */
function Sentence({ lesson, at }: { lesson: Lesson; at: number }) {
  const places = lesson.windows.map((row, i) => ({ word: row.output, distance: Math.abs(i - at) }));
  return (
    <ol class="sentence" aria-label={lesson.sentence}>
      {places.map(({ word, distance }, i) => (
        <li key={i} class={distance === 0 ? "centre" : distance <= lesson.window ? "near" : undefined}>
          {word}
        </li>
      ))}
    </ol>
  );
}

function DataSet({ rows, at, reverse, texts }: { rows: WindowRow[]; at: number; reverse: boolean; texts: LessonTexts }) {
  const t = texts.windows;
  const places = rows[0]?.inputs.map((_, i) => i + 1) ?? [];
  const seen = rows.slice(Math.max(0, at + 1 - SHOWN), at + 1);
  const inputs = places.map((i) => put(t.input, i));
  const outputs = places.map((i) => put(t.output, i));
  return (
    <WordTable
      id="windows"
      caption={reverse ? t.skipgram : t.cbow}
      quiet
      marked={seen.length - 1}
      head={reverse ? [put(t.input, ""), ...outputs] : [...inputs, put(t.output, "")]}
      rows={seen.map((row) => {
        const around = row.inputs.map((word) => word ?? "-");
        return reverse ? [row.output, ...around] : [...around, row.output];
      })}
    />
  );
}

import type { Lesson } from "../../model/lesson";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { WordTable } from "./WordTable";

export function LabelsStep({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.labels;
  if (!lesson.step || !lesson.blank) return <p>{t.alone}</p>;
  const { wanted, candidates } = lesson.step;
  const inputs = lesson.windows[lesson.blank.window]?.inputs.map((word) => word ?? "-") ?? [];
  return (
    <>
      <p>
        <Rich text={put(t.lead, wanted, inputs.join(", "))} />
      </p>
      <ol class="sentence" aria-label={lesson.sentence}>
        {lesson.windows.map(({ output }, i) => {
          const distance = Math.abs(i - (lesson.blank?.window ?? 0));
          return (
            <li key={i} class={distance === 0 ? "centre" : distance <= lesson.window ? "near" : "far"}>
              {output}
            </li>
          );
        })}
      </ol>
      <WordTable
        id="labels"
        caption={`${t.positive} / ${t.negative}`}
      quiet
        numbersFrom={2}
        head={[t.wanted, t.candidate, t.target]}
        rows={candidates.map(({ word, target }) => [
          wanted,
          word,
          <span class={target ? "yes" : "no"}>{target}</span>,
        ])}
      />
      <p>
        <Rich text={t.few} />
      </p>
    </>
  );
}

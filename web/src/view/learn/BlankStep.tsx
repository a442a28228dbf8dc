import { useEffect, useState } from "preact/hooks";
import type { BlankStep as Step, Lesson } from "../../model/lesson";
import { largest } from "../../model/numbers";
import { NumberTable } from "./NumberTable";
import { BlankTable } from "./BlankTable";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";

/** The stages of a step, in the order of `texts.blank.stages`. */
const UPDATE = 6;

export function BlankStep({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.blank;
  const [stage, setStage] = useState(0);
  useEffect(() => setStage(0), [lesson]);
  const step = lesson.blank;
  if (!step) return <p>{texts.labels.alone}</p>;
  const window = lesson.windows[step.window];
  const inputs = window?.inputs ?? [];
  return (
    <>
      <p>
        <Rich text={put(t.lead, window?.output ?? "", inputs.map((word) => word ?? "-").join(", "))} />
      </p>
      <ol class="step-stages">
        {t.stages.map((name, i) => (
          <li key={i}>
            <button type="button" aria-current={i === stage ? "step" : undefined} onClick={() => setStage(i)}>
              {i + 1} {name}
            </button>
          </li>
        ))}
      </ol>
      <p class="says" role="status">
        <Rich text={put(t.says[stage] ?? "", ...valuesOf(stage, lesson, step))} />
      </p>
      <Stage stage={stage} lesson={lesson} step={step} texts={texts} />
      <p>
        <button type="button" class="strong" onClick={() => setStage(stage === UPDATE ? 0 : stage + 1)}>
          {stage === UPDATE ? t.again : put(t.nextStage, t.stages[stage + 1] ?? "")}
        </button>
      </p>
    </>
  );
}

/** What a stage's text leaves open. */
function valuesOf(stage: number, lesson: Lesson, step: Step): (string | number)[] {
  const best = step.candidates.reduce((a, b) => (b.probability > a.probability ? b : a));
  const length = 2 * lesson.window;
  const output = lesson.windows[step.window]?.output ?? "";
  const values: (string | number)[][] = [
    [],
    [length],
    [],
    [best.word],
    [output],
    [length],
    [step.rate, step.loss.toFixed(5), step.loss_after.toFixed(5)],
  ];
  return values[stage] ?? [];
}

interface Parts {
  stage: number;
  lesson: Lesson;
  step: Step;
  texts: LessonTexts;
}

function Stage({ stage, lesson, step, texts }: Parts) {
  if (stage < 2) return <Lookup stage={stage} lesson={lesson} step={step} texts={texts} />;
  if (stage < 5) return <BlankTable stage={stage} step={step} texts={texts} />;
  if (stage === 5) return <Gradients lesson={lesson} step={step} texts={texts} />;
  return <Update lesson={lesson} step={step} texts={texts} />;
}

function Lookup({ stage, lesson, step, texts }: Parts) {
  const t = texts.blank;
  const rows = (lesson.windows[step.window]?.inputs ?? []).map((word) => ({
    label: word ?? "-",
    numbers: word === null ? step.mean.map(() => 0) : (step.embedding[lesson.vocabulary.indexOf(word)] ?? []),
  }));
  return (
    <>
      <NumberTable caption={t.row} rows={rows} most={largest(step.embedding)} />
      {stage === 1 && <NumberTable caption={t.mean} rows={[{ label: "h", numbers: step.mean }]} most={largest(step.embedding)} />}
    </>
  );
}

function Gradients({ lesson, step, texts }: Omit<Parts, "stage">) {
  const t = texts.blank;
  return (
    <div class="columns">
      <BlankTable stage={5} step={step} texts={texts} />
      <NumberTable
        caption={t.contextGradient}
        digits={5}
        rows={step.candidates.map(({ word, row_gradient }) => ({ label: word, numbers: row_gradient }))}
      />
      <NumberTable caption={t.meanGradient} rows={[{ label: "h", numbers: step.mean_gradient }]} digits={5} />
      <NumberTable
        caption={t.rowGradient}
        digits={5}
        rows={[{ label: `1/${2 * lesson.window}`, numbers: step.row_gradient }]}
      />
    </div>
  );
}

function Update({ lesson, step, texts }: Omit<Parts, "stage">) {
  const t = texts.blank;
  const most = largest([...step.embedding, ...step.context, ...step.embedding_after, ...step.context_after]);
  const table = (caption: string, matrix: number[][], other: number[][]) => (
    <NumberTable
      caption={caption}
      most={most}
      rows={matrix.map((numbers, i) => ({
        label: lesson.vocabulary[i] ?? "",
        numbers,
        marked: numbers.some((value, c) => value !== other[i]?.[c]),
      }))}
    />
  );
  const { embedding, context } = texts.matrices;
  return (
    <>
      <div class="columns">
        {table(put(texts.both, embedding, t.before), step.embedding, step.embedding_after)}
        {table(put(texts.both, embedding, t.after), step.embedding_after, step.embedding)}
        {table(put(texts.both, context, t.before), step.context, step.context_after)}
        {table(put(texts.both, context, t.after), step.context_after, step.context)}
      </div>
      <p class="hint">{t.moved}</p>
    </>
  );
}

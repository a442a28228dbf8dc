import type { BlankStep } from "../../model/lesson";
import { signed } from "../../model/numbers";
import type { LessonTexts } from "./texts";
import { WordTable } from "./WordTable";

/** The words that may stand in the blank, with as many columns as `stage` has come to. */
export function BlankTable({ stage, step, texts }: { stage: number; step: BlankStep; texts: LessonTexts }) {
  const t = texts.blank;
  const best = step.candidates.reduce((top, c, i, all) => (c.probability > (all[top]?.probability ?? 0) ? i : top), 0);
  const columns = [
    { from: 2, name: t.score, of: (i: number) => signed(step.candidates[i]?.score ?? 0, 5) },
    { from: 3, name: t.probability, of: (i: number) => (step.candidates[i]?.probability ?? 0).toFixed(5) },
    { from: 4, name: t.target, of: (i: number) => String(step.candidates[i]?.target ?? 0) },
    { from: 4, name: texts.loss, of: (i: number) => (step.candidates[i]?.loss ?? 0).toFixed(5), until: 4 },
    { from: 5, name: t.gradient, of: (i: number) => signed(step.candidates[i]?.gradient ?? 0, 5) },
  ].filter(({ from, until = 9 }) => stage >= from && stage <= until);
  const rows = step.candidates.map(({ word }, i) => [
    i === best && stage === 3 ? `${word} (${t.answer})` : word,
    ...columns.map(({ of }) => of(i)),
  ]);
  if (stage === 4) rows.push([t.total, "", "", "", step.loss.toFixed(5)]);
  return (
    <WordTable
      id="blank"
      caption={t.stages[stage] ?? ""}
      quiet
      numbersFrom={1}
      marked={stage === 3 ? best : undefined}
      head={[texts.word, ...columns.map(({ name }) => name)]}
      rows={rows}
    />
  );
}

import type { Lesson } from "../../model/lesson";
import { largest } from "../../model/numbers";
import { Network } from "./Network";
import { NumberTable } from "./NumberTable";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";

interface Props {
  lesson: Lesson;
  texts: LessonTexts;
  onDim: (dim: number) => void;
}

const SIZES = [2, 3, 4, 5, 8, 16];

export function MatricesStep({ lesson, texts, onDim }: Props) {
  const t = texts.matrices;
  const { blank, vocabulary, settings } = lesson;
  if (!blank) return <p>{texts.labels.alone}</p>;
  const most = largest([...blank.embedding, ...blank.context]);
  const rows = (matrix: number[][]) => matrix.map((numbers, i) => ({ label: vocabulary[i] ?? "", numbers }));
  const sizes = SIZES.includes(settings.dim) ? SIZES : [...SIZES, settings.dim].sort((a, b) => a - b);
  return (
    <>
      <p>
        <Rich text={put(t.lead, vocabulary.length, settings.dim)} />
      </p>
      <div class="choice">
        <label>
          {t.size}
          <select value={settings.dim} onChange={(event) => onDim(Number(event.currentTarget.value))}>
            {sizes.map((size) => (
              <option key={size} value={size}>
                {size}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="columns" id="matrices">
        <NumberTable caption={t.embedding} rows={rows(blank.embedding)} most={most} />
        <NumberTable caption={t.context} rows={rows(blank.context)} most={most} />
      </div>
      <p class="hint">
        {t.colours} {t.same}
      </p>
      <h3>{put(t.net, 2 * lesson.window, settings.dim, vocabulary.length)}</h3>
      <Network
        columns={[
          { name: t.inputs, labels: lesson.windows[blank.window]?.inputs.map((word) => word ?? "−") ?? [] },
          { name: t.hidden, labels: Array.from({ length: settings.dim }, () => "") },
          { name: t.outputs, labels: vocabulary },
        ]}
      />
    </>
  );
}

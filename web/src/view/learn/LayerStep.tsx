import type { Lesson } from "../../model/lesson";
import { NumberTable } from "./NumberTable";
import { Rich } from "./Rich";
import { cppSnippet, pythonSnippet } from "./snippets";
import { put, type LessonTexts } from "./texts";

export function LayerStep({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.layer;
  const { numbers, layer } = lesson;
  const words = numbers.ids.map((id) => numbers.words[id] ?? "");
  const label = (i: number) => `${words[i]} = ${numbers.ids[i]}`;
  const most = 2.5;
  return (
    <>
      <p>
        <Rich text={t.lead} />
      </p>
      <p>
        <Rich text={t.numbered} />
      </p>
      <p id="numbers">
        <code>{numbers.words.map((word, id) => `${word}=${id}`).join(" ")}</code>
      </p>
      <p>{put(t.lookup, 0, numbers.words.length - 1, layer.rows.length, layer.rows[0]?.length ?? 0)}</p>
      <div class="columns" id="layer">
        <NumberTable caption={t.row} rows={layer.rows.map((row, i) => ({ label: label(i), numbers: row }))} most={most} />
        <NumberTable
          caption={t.gradient}
          rows={layer.gradient.map((row, i) => ({ label: label(i), numbers: row }))}
          most={2 * most}
        />
      </div>
      <p>
        <Rich text={put(t.loss, layer.rate, layer.loss.toFixed(3), layer.loss_after.toFixed(3))} />
      </p>
      <p class="aside" id="slip">
        <Rich text={put(t.slip, numbers.characters, numbers.words.length - 1, numbers.words.length)} />
      </p>
      <div class="columns">
        <Code name={t.python} text={pythonSnippet(lesson)} />
        <Code name={t.cpp} text={cppSnippet(lesson)} />
      </div>
      <p>
        <Rich text={t.torch} />
      </p>
    </>
  );
}

function Code({ name, text }: { name: string; text: string }) {
  return (
    <figure class="code">
      <figcaption>{name}</figcaption>
      <pre tabIndex={0} aria-label={name}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

import { useMemo } from "preact/hooks";
import type { Film, FilmText, Lesson } from "../../model/lesson";
import { Cosines } from "./Cosines";
import { Curve } from "./Curve";
import { filmWords, Plane, reach } from "./Plane";
import { Player } from "./Player";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { useSteps } from "./useSteps";
import { Waiting } from "./Waiting";
import { WordTable } from "./WordTable";

interface Props {
  lesson: Lesson;
  /** Nothing while it is on its way. */
  film: Film | undefined;
  failure: string;
  text: FilmText;
  texts: LessonTexts;
  onText: (text: FilmText) => void;
}

export function FilmStep({ lesson, film, failure, text, texts, onText }: Props) {
  const t = texts.film;
  return (
    <>
      <p>
        <Rich text={t.lead} />
      </p>
      <div class="choice" role="group" aria-label={t.text}>
        <button type="button" aria-pressed={text === "ten"} onClick={() => onText("ten")}>
          {t.ten}
        </button>
        <button type="button" aria-pressed={text === "own"} disabled={!lesson.blank} onClick={() => onText("own")}>
          {t.own}
        </button>
      </div>
      {film ? <Screen film={film} texts={texts} /> : <Waiting failure={failure} texts={texts} />}
      <p>
        <Rich text={t.end} />
      </p>
      {lesson.learnt && <Answers lesson={lesson} texts={texts} />}
    </>
  );
}

function Screen({ film, texts }: { film: Film; texts: LessonTexts }) {
  const t = texts.film;
  const steps = useSteps(film.frames.length, film, 10);
  const far = useMemo(() => reach(film.frames.flatMap((frame) => frame.places)), [film]);
  const frame = film.frames[steps.at];
  const last = film.frames[film.frames.length - 1];
  if (!frame) return null;
  return (
    <>
      <Player steps={steps} count={film.frames.length} says={put(t.pass, frame.pass)} texts={texts} />
      <div class="screen">
        <Curve label={t.curve} values={film.frames.map(({ loss }) => loss)} at={steps.at} end={String(last?.pass ?? "")} />
        <Plane label={t.plane} words={filmWords(film, steps.at)} far={far} />
        <Cosines id="film-cosines" caption={t.cosines} words={film.words} cosines={frame.cosines} digits={1} />
      </div>
    </>
  );
}

function Answers({ lesson, texts }: { lesson: Lesson; texts: LessonTexts }) {
  const t = texts.film;
  const learnt = lesson.learnt;
  if (!learnt) return null;
  return (
    <section>
      <h3>{t.answers}</h3>
      <p id="right">
        <Rich text={put(t.answersSay, 2 * lesson.window, learnt.right, learnt.predictions.length)} />
      </p>
      <WordTable
        id="answers"
        caption={t.answers}
      quiet
        head={[t.output, t.first, "p", t.second, "p", ""]}
        rows={learnt.predictions.slice(0, 20).map(({ output, first, right }) => [
          output,
          first[0]?.word ?? "-",
          first[0]?.probability.toFixed(4) ?? "-",
          first[1]?.word ?? "-",
          first[1]?.probability.toFixed(4) ?? "-",
          <span class={right ? "yes" : "no"}>{right ? t.right : t.wrong}</span>,
        ])}
      />
    </section>
  );
}

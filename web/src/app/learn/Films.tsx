import { useState } from "preact/hooks";
import { lessons, type Wanted } from "../../client/lesson";
import type { FilmText, Lesson } from "../../model/lesson";
import { FilmStep } from "../../view/learn/FilmStep";
import type { LessonTexts } from "../../view/learn/texts";
import { WAYS, WaysStep } from "../../view/learn/WaysStep";
import { useAnswer } from "../useAnswer";

const NOBODYS = { sentence: null, window: null, dim: null };

export function Films({ wanted, lesson, texts }: { wanted: Wanted; lesson: Lesson; texts: LessonTexts }) {
  const [text, setText] = useState<FilmText>("ten");
  const { value, failure } = useAnswer(() => lessons.film(wanted, "cbow", "softmax", text), [lesson, text]);
  return <FilmStep lesson={lesson} film={value} failure={failure} text={text} texts={texts} onText={setText} />;
}

export function FourFilms({ texts }: { texts: LessonTexts }) {
  const { value, failure } = useAnswer(
    () => Promise.all(WAYS.map(({ context, objective }) => lessons.film(NOBODYS, context, objective, "ten"))),
    [],
  );
  return <WaysStep films={value} failure={failure} texts={texts} />;
}

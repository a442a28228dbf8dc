import { useMemo } from "preact/hooks";
import { cosineOf, type Film, type FilmContext, type FilmObjective } from "../../model/lesson";
import { fixed } from "../../model/numbers";
import { Curve } from "./Curve";
import { filmWords, Plane, reach } from "./Plane";
import { Player } from "./Player";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { useSteps } from "./useSteps";
import { Waiting } from "./Waiting";
import { WordTable } from "./WordTable";

export const WAYS: { context: FilmContext; objective: FilmObjective }[] = [
  { context: "cbow", objective: "softmax" },
  { context: "cbow", objective: "ns" },
  { context: "skipgram", objective: "softmax" },
  { context: "skipgram", objective: "ns" },
];

const PAIRS: [string, string][] = [
  ["king", "queen"],
  ["man", "woman"],
  ["king", "apple"],
];

/** The films of WAYS, in their order; nothing while they are on their way. */
export function WaysStep({ films, failure, texts }: { films: Film[] | undefined; failure: string; texts: LessonTexts }) {
  const t = texts.ways;
  return (
    <>
      <p>
        <Rich text={t.lead} />
      </p>
      <ul>
        {[t.cbowSays, t.skipgramSays, t.softmaxSays, t.nsSays].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {films ? <Four films={films} texts={texts} /> : <Waiting failure={failure} texts={texts} />}
      <p class="hint">{t.incomparable}</p>
      <h3>{t.differ}</h3>
      <p>
        <Rich text={t.differSays} />
      </p>
      <WordTable
        id="differ"
        caption={t.differ}
      quiet
        head={[t.setting, t.usual, t.notes]}
        rows={t.rows.map((row) => row.map((cell) => <Rich text={cell} />))}
      />
    </>
  );
}

function Four({ films, texts }: { films: Film[]; texts: LessonTexts }) {
  const t = texts.ways;
  const count = films[0]?.frames.length ?? 0;
  const steps = useSteps(count, films, 10);
  const far = useMemo(() => films.map((film) => reach(film.frames.flatMap((frame) => frame.places))), [films]);
  const name = (i: number) => put(texts.both, t[WAYS[i]?.context ?? "cbow"], t[WAYS[i]?.objective ?? "ns"]);
  return (
    <>
      <Player steps={steps} count={count} says={put(texts.film.pass, films[0]?.frames[steps.at]?.pass ?? 0)} texts={texts} />
      <div class="four">
        {films.map((film, i) => (
          <section key={i} class="card" aria-label={name(i)}>
            <h3>{name(i)}</h3>
            <Plane label={texts.film.plane} words={filmWords(film, steps.at)} far={far[i] ?? 1} />
            <Curve
              label={texts.film.curve}
              values={film.frames.map(({ loss }) => loss)}
              at={steps.at}
              end={String(film.frames[count - 1]?.pass ?? "")}
            />
          </section>
        ))}
      </div>
      <WordTable
        id="ways"
        caption={put(texts.film.pass, films[0]?.frames[steps.at]?.pass ?? 0)}
        numbersFrom={1}
        head={["", texts.loss, ...PAIRS.map(([a, b]) => `${a}, ${b}`)]}
        rows={films.map((film, i) => [
          name(i),
          film.frames[steps.at]?.loss.toFixed(3) ?? "",
          ...PAIRS.map(([a, b]) => fixed(cosineOf(film, steps.at, a, b) ?? 0, 2)),
        ])}
      />
    </>
  );
}

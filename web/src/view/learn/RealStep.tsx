import { useState } from "preact/hooks";
import type { RealWords, ScoredWord } from "../../model/lesson";
import { fixed, thousands } from "../../model/numbers";
import { Cosines } from "./Cosines";
import { Curve } from "./Curve";
import { Plane, reach } from "./Plane";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { Waiting } from "./Waiting";
import { WordTable } from "./WordTable";

interface Props {
  /** Nothing while it is on its way. */
  real: RealWords | undefined;
  /** The answer to the last question, and what kept it from coming. */
  nearest: ScoredWord[] | undefined;
  failure: string;
  /** Why a training did not begin, or why nothing is known of it; empty: nothing is wrong. */
  trouble: string;
  texts: LessonTexts;
  /** On a file of the user's, or on the corpus that the command knows. */
  onTrain: (text: File | null) => void;
  onAsk: (word: string) => void;
}

const FOUR = ["king", "queen", "man", "woman"];

export function RealStep({ real, nearest, failure, trouble, texts, onTrain, onAsk }: Props) {
  const t = texts.real;
  const company = real?.company;
  const busy = real?.state === "training" || real?.state === "reading";
  return (
    <>
      <p>
        <Rich text={t.lead} />
      </p>
      {!real && <Waiting failure={trouble} texts={texts} />}
      {real?.state === "failed" && <p role="alert">{put(texts.failed, real.message ?? "")}</p>}
      {busy && real && <Progress real={real} texts={texts} />}
      {real && !busy && !company && <p>{t.none}</p>}
      {company && <Company company={company} texts={texts} />}
      {company && <Ask nearest={nearest} failure={failure} texts={texts} onAsk={onAsk} />}
      {real && !busy && <Train real={real} texts={texts} onTrain={onTrain} />}
      {real && trouble && (
        <p role="alert" id="trouble">
          {put(texts.failed, trouble)}
        </p>
      )}
    </>
  );
}

function Progress({ real, texts }: { real: RealWords; texts: LessonTexts }) {
  const t = texts.real;
  const { progress, losses } = real;
  if (real.state === "reading") return <p role="status">{t.reading}</p>;
  if (!progress) return <p role="status">{t.counting}</p>;
  return (
    <>
      <progress max={1} value={progress.share} aria-label={t.progress} />
      <p role="status">
        {put(
          t.training,
          progress.epoch,
          progress.epochs,
          thousands(progress.words_per_second),
          Math.ceil(progress.seconds_left),
        )}
      </p>
      {losses && losses.length > 1 && <Curve label={texts.loss} values={losses} />}
    </>
  );
}

function Train({ real, texts, onTrain }: { real: RealWords; texts: LessonTexts; onTrain: Props["onTrain"] }) {
  const t = texts.real;
  return (
    <section>
      {real.company && <h3>{t.again}</h3>}
      <div class="choice">
        {real.corpus && (
          <button type="button" class="strong" onClick={() => onTrain(null)}>
            {put(t.trainOn, real.corpus)}
          </button>
        )}
        <label class="file">
          {t.choose}
          <input
            type="file"
            accept=".txt,text/plain"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = ""; // the same file can be chosen again
              if (file) onTrain(file);
            }}
          />
        </label>
      </div>
      {!real.company && (
        <>
          <p>
            <Rich text={t.demo} />
          </p>
          <pre>
            <code>./run demo</code>
          </pre>
          <p>{t.named}</p>
          <pre>
            <code>firth learn --vectors VECTORS</code>
          </pre>
        </>
      )}
    </section>
  );
}

function Company({ company, texts }: { company: NonNullable<RealWords["company"]>; texts: LessonTexts }) {
  const t = texts.real;
  const { cosines, analogy, shown = [], places = [] } = company;
  const about = put(t.ready, company.name || t.unnamed, thousands(company.words), company.dim);
  if (!cosines || !analogy) {
    return (
      <>
        <p id="about">{about}</p>
        <p role="alert">{put(t.missing, company.missing.join(", "))}</p>
      </>
    );
  }
  return (
    <>
      <p id="about">{about}</p>
      <p id="verdict">
        <Rich text={verdict(analogy, texts)} />
      </p>
      <div class="screen">
        <Cosines id="four" caption={t.cosines} words={FOUR} cosines={cosines} />
        <WordTable
          id="analogy"
          caption={t.analogy}
          numbersFrom={1}
          marked={0}
          head={[texts.word, texts.cosine]}
          rows={analogy.map(({ word, cosine }) => [word, fixed(cosine, 4)])}
        />
        <Plane label={t.plane} words={shown.map((word, i) => ({ word, path: [places[i] ?? [0, 0]] }))} far={reach(places)} />
      </div>
      <p>
        <Rich text={put(t.offsets, company.offsets?.toFixed(2) ?? "")} />
      </p>
    </>
  );
}

/** What these vectors make of the famous analogy. */
export function verdict(answers: readonly ScoredWord[], { real: t }: LessonTexts): string {
  const place = answers.findIndex(({ word }) => word === "queen") + 1;
  if (place === 1) return t.found;
  const first = answers[0]?.word ?? "";
  return place > 1 ? put(t.nearly, first, place) : put(t.notFound, first, answers.length);
}

function Ask({ nearest, failure, texts, onAsk }: Pick<Props, "nearest" | "failure" | "texts" | "onAsk">) {
  const t = texts.real;
  const [word, setWord] = useState("");
  return (
    <section>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (word.trim() !== "") onAsk(word.trim());
        }}
      >
        <label>
          {t.ask}
          <input type="text" value={word} onInput={(event) => setWord(event.currentTarget.value)} />
        </label>
        <button type="submit">{t.askButton}</button>
      </form>
      {failure && <p role="alert">{failure}</p>}
      {nearest && (
        <WordTable
          id="nearest"
          caption={t.ask}
          quiet
          numbersFrom={1}
          head={[texts.word, texts.cosine]}
          rows={nearest.map(({ word: near, cosine }) => [near, fixed(cosine, 4)])}
        />
      )}
    </section>
  );
}

import { useState } from "preact/hooks";
import type { Contexts, EncoderState } from "../../model/lesson";
import { Cosines } from "./Cosines";
import { NumberTable } from "./NumberTable";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { Waiting } from "./Waiting";

export interface BertQuestion {
  word: string;
  sentences: string[];
}

interface Props {
  encoder: EncoderState | undefined;
  asked: BertQuestion;
  answer: Contexts | undefined;
  failure: string;
  texts: LessonTexts;
  onAsk: (question: BertQuestion) => void;
  onFetch: () => void;
}

export function BertScreen({ encoder, asked, answer, failure, texts, onAsk, onFetch }: Props) {
  const t = texts.others;
  return (
    <>
      <p>
        <Rich text={t.bert} />
      </p>
      {!encoder && <Waiting failure={failure} texts={texts} />}
      {encoder?.state === "fetching" && (
        <>
          <progress aria-label={t.bertFetching} />
          <p role="status">{t.bertFetching}</p>
          {failure && <p role="alert">{put(texts.failed, failure)}</p>}
        </>
      )}
      {(encoder?.state === "none" || encoder?.state === "failed") && (
        <NoWeights encoder={encoder} texts={texts} onFetch={onFetch} />
      )}
      {encoder?.state === "ready" && (
        <Comparison asked={asked} answer={answer} failure={failure} texts={texts} onAsk={onAsk} />
      )}
    </>
  );
}

function NoWeights({ encoder, texts, onFetch }: { encoder: EncoderState; texts: LessonTexts; onFetch: () => void }) {
  const t = texts.others;
  const { offer } = encoder;
  return (
    <section class="card" id="no-weights">
      <h3>{t.bertNone}</h3>
      {encoder.state === "failed" && <p role="alert">{put(t.bertFailed, encoder.message ?? "")}</p>}
      {offer && (
        <>
          <p>{put(t.bertOffer, offer.name, offer.megabytes)}</p>
          <p>
            <button type="button" class="strong" onClick={onFetch}>
              {put(t.bertFetch, offer.megabytes)}
            </button>
          </p>
          <p>{t.bertCommand}</p>
          <pre>
            <code>{offer.command}</code>
          </pre>
        </>
      )}
      <p>
        <Rich text={t.bertFolder} />
      </p>
    </section>
  );
}

function Comparison({ asked, answer, failure, texts, onAsk }: Omit<Props, "encoder" | "onFetch">) {
  const t = texts.others;
  const [wanted, setWanted] = useState(asked);
  const setSentence = (i: number, sentence: string) =>
    setWanted({ ...wanted, sentences: wanted.sentences.map((old, k) => (k === i ? sentence : old)) });
  return (
    <>
      <form
        class="sentences-form"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(wanted);
        }}
      >
        <label>
          {t.bertWord}
          <input
            type="text"
            value={wanted.word}
            onInput={(event) => setWanted({ ...wanted, word: event.currentTarget.value })}
          />
        </label>
        {wanted.sentences.map((sentence, i) => (
          <label key={i}>
            {put(t.bertSentence, i + 1)}
            <input type="text" value={sentence} onInput={(event) => setSentence(i, event.currentTarget.value)} />
          </label>
        ))}
        <button type="submit" class="strong">
          {t.bertAsk}
        </button>
      </form>
      {failure && <p role="alert">{failure}</p>}
      {answer && (
        <>
          <NumberTable
            caption={put(t.bertRows, answer.dim)}
            rows={answer.rows.map(({ found, numbers }, i) => ({ label: `${found} ${i + 1}`, numbers }))}
          />
          <Cosines
            id="contexts"
            caption={t.bertCosines}
            words={answer.rows.map(({ found }, i) => `${found} ${i + 1}`)}
            cosines={answer.cosines}
            digits={3}
          />
          <p>{t.bertMeaning}</p>
        </>
      )}
    </>
  );
}

import type { Glove } from "../../model/lesson";
import { fixed, thousands } from "../../model/numbers";
import { Rich } from "./Rich";
import { put, type LessonTexts } from "./texts";
import { Waiting } from "./Waiting";
import { WordTable } from "./WordTable";

export function GloveScreen({ glove, failure, texts }: { glove: Glove | undefined; failure: string; texts: LessonTexts }) {
  const t = texts.others;
  return (
    <>
      <p>
        <Rich text={t.glove} />
      </p>
      {!glove && <Waiting failure={failure} texts={texts} />}
      {glove && (
        <>
          <p class="formula">{put(t.gloveFormula, glove.x_max, glove.alpha)}</p>
          <p>{put(t.gloveTrained, thousands(glove.pairs), glove.epochs)}</p>
          <div class="columns">
            <WordTable
              id="glove"
              caption={t.count}
              quiet
              numbersFrom={1}
              head={[texts.pair, t.count, t.logCount, t.product, t.weight]}
              rows={glove.rows.map(({ a, b, count, log, product, weight }) => [
                `${a}, ${b}`,
                count.toFixed(2),
                fixed(log, 2),
                fixed(product, 2),
                weight.toFixed(2),
              ])}
            />
            <WordTable
              id="glove-cosines"
              caption={texts.cosine}
              quiet
              numbersFrom={1}
              head={[texts.pair, texts.cosine]}
              rows={glove.cosines.map(({ a, b, cosine }) => [`${a}, ${b}`, fixed(cosine, 2)])}
            />
          </div>
        </>
      )}
    </>
  );
}

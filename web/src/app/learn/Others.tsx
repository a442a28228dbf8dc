import { useState } from "preact/hooks";
import { messageOf } from "../../client/ask";
import { lessons } from "../../client/lesson";
import type { EncoderState } from "../../model/lesson";
import { BertScreen, type BertQuestion } from "../../view/learn/BertScreen";
import { FasttextScreen } from "../../view/learn/FasttextScreen";
import { GloveScreen } from "../../view/learn/GloveScreen";
import { OthersStep } from "../../view/learn/OthersStep";
import type { LessonTexts } from "../../view/learn/texts";
import { useAnswer } from "../useAnswer";
import { usePolled } from "./usePolled";

const AGAIN = 500;

const isBusy = ({ state }: EncoderState) => state === "fetching";

const BANK: BertQuestion = {
  word: "bank",
  sentences: [
    "She sat on the bank of the river and fished.",
    "He put his money in the bank.",
    "The bank lent them money for the house.",
  ],
};

export function Others({ texts }: { texts: LessonTexts }) {
  const [tab, setTab] = useState(0);
  return (
    <OthersStep tab={tab} texts={texts} onTab={setTab}>
      {tab === 0 && <GloveTab texts={texts} />}
      {tab === 1 && <FasttextTab texts={texts} />}
      {tab === 2 && <BertTab texts={texts} />}
    </OthersStep>
  );
}

function GloveTab({ texts }: { texts: LessonTexts }) {
  const { value, failure } = useAnswer(lessons.glove, []);
  return <GloveScreen glove={value} failure={failure} texts={texts} />;
}

function FasttextTab({ texts }: { texts: LessonTexts }) {
  const [word, setWord] = useState("queens");
  const { value, failure } = useAnswer(() => lessons.fasttext(word), [word]);
  return <FasttextScreen word={word} answer={value} failure={failure} texts={texts} onWord={setWord} />;
}

function BertTab({ texts }: { texts: LessonTexts }) {
  const { news: encoder, take, trouble } = usePolled(lessons.encoder, isBusy, AGAIN);
  const [asked, setAsked] = useState(BANK);
  const state = encoder?.state;
  const fail = (error: unknown) => take({ state: "failed", message: messageOf(error), offer: null });
  const { value, failure } = useAnswer(
    state === "ready" ? () => lessons.contexts(asked.word, asked.sentences) : null,
    [state, asked],
  );
  return (
    <BertScreen
      encoder={encoder}
      asked={asked}
      answer={value}
      failure={trouble || failure}
      texts={texts}
      onAsk={setAsked}
      onFetch={() => lessons.fetchEncoder().then(take, fail)}
    />
  );
}

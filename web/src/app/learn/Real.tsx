import { useEffect, useState } from "preact/hooks";
import { lessons } from "../../client/lesson";
import type { RealWords, ScoredWord } from "../../model/lesson";
import { thousands } from "../../model/numbers";
import { RealStep } from "../../view/learn/RealStep";
import { put, type LessonTexts } from "../../view/learn/texts";
import { messageOf } from "../useAnswer";

/** While something is under way, the server is asked again so often, in milliseconds. */
const AGAIN = 400;

export function Real({ texts }: { texts: LessonTexts }) {
  const [real, setReal] = useState<RealWords>();
  const [nearest, setNearest] = useState<ScoredWord[]>();
  const [failure, setFailure] = useState("");
  const [trouble, setTrouble] = useState("");
  const fail = (error: unknown) => setFailure(messageOf(error));
  const stumble = (error: unknown) => setTrouble(messageOf(error));
  const busy = real === undefined || real.state === "training" || real.state === "reading";

  const take = (news: RealWords) => {
    setTrouble("");
    setReal(news);
  };

  useEffect(() => {
    if (!busy) return;
    const look = () => void lessons.words().then(take, stumble);
    look();
    const timer = setInterval(look, AGAIN);
    return () => clearInterval(timer);
  }, [busy]);

  return (
    <RealStep
      real={real}
      nearest={nearest}
      failure={failure}
      trouble={trouble}
      texts={texts}
      onTrain={(file) => {
        if (file && real && file.size > real.largest_text) {
          setTrouble(put(texts.real.tooLarge, thousands(file.size), thousands(real.largest_text)));
          return;
        }
        setTrouble("");
        setNearest(undefined);
        (file ? lessons.train(file) : lessons.trainCorpus()).then(take, stumble);
      }}
      onAsk={(word) => {
        setFailure("");
        setNearest(undefined);
        lessons.neighbors(word).then(setNearest, fail);
      }}
    />
  );
}

import { useEffect, useState } from "preact/hooks";
import { lessons } from "../../client/lesson";
import type { RealWords, ScoredWord } from "../../model/lesson";
import { RealStep } from "../../view/learn/RealStep";
import type { LessonTexts } from "../../view/learn/texts";
import { messageOf } from "../useAnswer";

/** While something is under way, the server is asked again so often, in milliseconds. */
const AGAIN = 400;

export function Real({ texts }: { texts: LessonTexts }) {
  const [real, setReal] = useState<RealWords>();
  const [nearest, setNearest] = useState<ScoredWord[]>();
  const [failure, setFailure] = useState("");
  const fail = (error: unknown) => setFailure(messageOf(error));
  const busy = real === undefined || real.state === "training" || real.state === "reading";

  useEffect(() => {
    if (!busy) return;
    const look = () => void lessons.words().then(setReal, fail);
    look();
    const timer = setInterval(look, AGAIN);
    return () => clearInterval(timer);
  }, [busy]);

  return (
    <RealStep
      real={real}
      nearest={nearest}
      failure={failure}
      texts={texts}
      onTrain={(file) => {
        setNearest(undefined);
        lessons.train(file ?? "").then(setReal, fail);
      }}
      onAsk={(word) => {
        setFailure("");
        setNearest(undefined);
        lessons.neighbors(word).then(setNearest, fail);
      }}
    />
  );
}

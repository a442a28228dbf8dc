import { useState } from "preact/hooks";
import { messageOf } from "../../client/ask";
import { lessons } from "../../client/lesson";
import type { RealWords, ScoredWord } from "../../model/lesson";
import { thousands } from "../../model/numbers";
import { RealStep } from "../../view/learn/RealStep";
import { put, type LessonTexts } from "../../view/learn/texts";
import { usePolled } from "./usePolled";

/** While something is under way, the server is asked again so often, in milliseconds. */
const AGAIN = 400;

const isBusy = ({ state }: RealWords) => state === "training" || state === "reading";

export function Real({ texts }: { texts: LessonTexts }) {
  const { news: real, take, trouble, setTrouble } = usePolled(lessons.words, isBusy, AGAIN);
  const [nearest, setNearest] = useState<ScoredWord[]>();
  const [failure, setFailure] = useState("");
  const fail = (error: unknown) => setFailure(messageOf(error));
  const stumble = (error: unknown) => setTrouble(messageOf(error));

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

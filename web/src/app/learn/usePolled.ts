import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../../client/ask";

/** What the server has, asked for at once and, while it is busy, again after so many milliseconds. `take` is for what
 * it says beside that; `trouble`: why nothing is known; empty: nothing is wrong. */
export function usePolled<T>(ask: () => Promise<T>, isBusy: (news: T) => boolean, every: number) {
  const [news, setNews] = useState<T>();
  const [trouble, setTrouble] = useState("");
  const busy = news === undefined || isBusy(news);
  const take = (now: T) => {
    setTrouble("");
    setNews(now);
  };
  useEffect(() => {
    if (!busy) return;
    const look = () => void ask().then(take, (error: unknown) => setTrouble(messageOf(error)));
    look();
    const timer = setInterval(look, every);
    return () => clearInterval(timer);
  }, [busy]);
  return { news, take, trouble, setTrouble };
}

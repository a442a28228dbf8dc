import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../client/ask";

export interface Answer<T> {
  value: T | undefined;
  /** Why there is none; empty: it is there or on its way. */
  failure: string;
}

/** Asks when it is first shown and whenever `about` changes; `ask` null: nothing is asked yet. What was known stays
 * until the new answer is there. */
export function useAnswer<T>(ask: (() => Promise<T>) | null, about: unknown[]): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: undefined, failure: "" });
  useEffect(() => {
    let wanted = true;
    ask?.().then(
      (value) => wanted && setAnswer({ value, failure: "" }),
      (error: unknown) => wanted && setAnswer({ value: undefined, failure: messageOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, about);
  return answer;
}

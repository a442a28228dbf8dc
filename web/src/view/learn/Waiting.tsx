import { put, type LessonTexts } from "./texts";

/** Stands where an answer will: that it is on its way, or why it does not come. */
export function Waiting({ failure, texts }: { failure: string; texts: LessonTexts }) {
  return failure ? <p role="alert">{put(texts.failed, failure)}</p> : <p class="hint">{texts.loading}</p>;
}

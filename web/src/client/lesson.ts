/** A lesson's data and answers, from `firth learn`, which serves this page. */
import type {
  Contexts,
  EncoderState,
  Fasttext,
  Film,
  FilmContext,
  FilmObjective,
  FilmText,
  Glove,
  Lesson,
  RealWords,
  ScoredWord,
} from "../model/lesson";
import { askJson, begin, query } from "./ask";

/** What the user may say; the command says the rest. */
export interface Wanted {
  sentence: string | null;
  window: number | null;
  dim: number | null;
}

function asked({ sentence, window, dim }: Wanted): Record<string, string | number> {
  return {
    ...(sentence === null ? {} : { sentence }),
    ...(window === null ? {} : { window }),
    ...(dim === null ? {} : { dim }),
  };
}

export const lessons = {
  lesson: (wanted: Wanted): Promise<Lesson> => askJson(`api/lesson?${query(asked(wanted))}`),
  film: (wanted: Wanted, context: FilmContext, objective: FilmObjective, text: FilmText): Promise<Film> =>
    askJson(`api/film?${query({ ...asked(wanted), context, objective, text })}`),
  words: (): Promise<RealWords> => askJson("api/words"),
  train: (text: BodyInit): Promise<RealWords> => begin("api/train?on=text", text),
  trainCorpus: (): Promise<RealWords> => begin("api/train?on=corpus"),
  neighbors: (word: string): Promise<ScoredWord[]> => askJson(`api/neighbors?${query({ word })}`),
  glove: (): Promise<Glove> => askJson("api/glove"),
  fasttext: (word: string): Promise<Fasttext> => askJson(`api/fasttext?${query({ word })}`),
  encoder: (): Promise<EncoderState> => askJson("api/encoder"),
  fetchEncoder: (): Promise<EncoderState> => begin("api/fetch"),
  contexts: (word: string, [a = "", b = "", c = ""]: string[]): Promise<Contexts> =>
    askJson(`api/contexts?${query({ word, a, b, c })}`),
};

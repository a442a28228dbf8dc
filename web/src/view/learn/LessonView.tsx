import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../language";
import type { Theme } from "../palette";
import { put, type LessonTexts } from "./texts";

interface Props {
  /** From 0. */
  step: number;
  sentence: string;
  wordsLeftOut: number;
  language: Language;
  theme: Theme;
  texts: LessonTexts;
  /** What kept the lesson from coming; empty: nothing. */
  failure: string;
  children: ComponentChildren;
  onStep: (step: number) => void;
  onSentence: (sentence: string) => void;
  /** Back to the note's sentence and sizes. */
  onNote: () => void;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
}

/** The frame of all steps: the sentence, the list of steps, the way on and back. */
export function LessonView(props: Props) {
  const { step, texts, language, theme, failure, children, onStep } = props;
  const last = texts.steps.length - 1;
  const heading = useRef<HTMLHeadingElement>(null);
  const go = (to: number) => {
    onStep(to);
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  };
  return (
    <div class="lesson" data-theme={theme} lang={language}>
      <header>
        <h1>{texts.title}</h1>
        <SentenceForm {...props} />
        <div class="switches">
          <button type="button" onClick={() => props.onTheme(theme === "dark" ? "light" : "dark")}>
            {theme === "dark" ? texts.light : texts.dark}
          </button>
          <button
            type="button"
            lang={language === "en" ? "zh" : "en"}
            onClick={() => props.onLanguage(language === "en" ? "zh" : "en")}
          >
            {texts.language}
          </button>
        </div>
      </header>
      <nav aria-label={texts.contents}>
        <ol>
          {texts.steps.map((name, i) => (
            <li key={i}>
              <button type="button" aria-current={i === step ? "step" : undefined} onClick={() => go(i)}>
                <span class="at">{i + 1}</span> <span class="name">{name}</span>
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <main>
        <p class="where">{put(texts.stepOf, step + 1, last + 1)}</p>
        <h2 ref={heading} tabIndex={-1}>
          {texts.steps[step]}
        </h2>
        {failure && <p role="alert">{failure}</p>}
        {props.wordsLeftOut > 0 && <p role="status">{put(texts.left, props.wordsLeftOut)}</p>}
        {children}
        <div class="on">
          <button type="button" disabled={step === 0} onClick={() => go(step - 1)}>
            ← {texts.back}
          </button>
          <button type="button" class="strong" disabled={step === last} onClick={() => go(step + 1)}>
            {texts.next} →
          </button>
        </div>
      </main>
    </div>
  );
}

function SentenceForm({ sentence, texts, onSentence, onNote }: Props) {
  const [typed, setTyped] = useState(sentence);
  useEffect(() => setTyped(sentence), [sentence]);
  return (
    <form
      class="own"
      onSubmit={(event) => {
        event.preventDefault();
        onSentence(typed);
      }}
    >
      <label>
        <span>{texts.sentence}</span>
        <input type="text" value={typed} spellcheck={false} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <button type="submit" class="strong">
        {texts.use}
      </button>
      <button type="button" onClick={onNote}>
        {texts.reset}
      </button>
    </form>
  );
}

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { lessons } from "../../client/lesson";
import type { Lesson } from "../../model/lesson";
import { usualLanguage, type Language } from "../../view/language";
import { BlankStep } from "../../view/learn/BlankStep";
import { LabelsStep } from "../../view/learn/LabelsStep";
import { LayerStep } from "../../view/learn/LayerStep";
import { LessonView } from "../../view/learn/LessonView";
import { MatricesStep } from "../../view/learn/MatricesStep";
import { OneHotStep } from "../../view/learn/OneHotStep";
import { lessonTexts, type LessonTexts } from "../../view/learn/texts";
import { WindowsStep } from "../../view/learn/WindowsStep";
import type { Theme } from "../../view/palette";
import { readLessonAddress, writeLessonAddress, type LessonAddress } from "../lessonAddress";
import { useAnswer } from "../useAnswer";
import { useUsualTheme } from "../usualTheme";
import { Films, FourFilms } from "./Films";
import { Others } from "./Others";
import { Real } from "./Real";

/** The note's sentence, and the sizes that it is shown with. */
const NOTE = { sentence: "I eat a big apple every day.", window: 2, dim: 5 };
/** The note's sentence for one-hot vectors. */
const EXAMPLE = { sentence: "I love eating apple", window: null, dim: null };

/** Joins the lesson to who answers, and to its address. */
export function LearnApp() {
  const [address, setAddress] = useState(() => readLessonAddress(location.hash));
  const language: Language = address.language ?? usualLanguage();
  const usual = useUsualTheme();
  const theme: Theme = address.theme ?? usual;
  const texts = lessonTexts(language);
  const { value: lesson, failure } = useAnswer(
    () => lessons.lesson(address),
    [address.sentence, address.window, address.dim],
  );
  const { value: example } = useAnswer(() => lessons.lesson(EXAMPLE), []);

  useEffect(() => history.replaceState(null, "", writeLessonAddress(address)), [address]);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
    document.title = texts.title;
  }, [language, theme]);
  useEffect(() => {
    const read = () => setAddress(readLessonAddress(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);

  return (
    <LessonView
      step={address.step}
      sentence={address.sentence ?? lesson?.sentence ?? ""}
      wordsLeftOut={lesson?.words_left_out ?? 0}
      language={language}
      theme={theme}
      texts={texts}
      failure={failure}
      onStep={(step) => setAddress({ ...address, step })}
      onSentence={(sentence) => setAddress({ ...address, sentence })}
      onNote={() => setAddress({ ...address, ...NOTE })}
      onLanguage={(wanted) => setAddress({ ...address, language: wanted })}
      onTheme={(wanted) => setAddress({ ...address, theme: wanted })}
    >
      {lesson && <Body address={address} lesson={lesson} example={example} texts={texts} onAddress={setAddress} />}
      {!lesson && !failure && <p class="hint">{texts.loading}</p>}
    </LessonView>
  );
}

interface BodyProps {
  address: LessonAddress;
  lesson: Lesson;
  example: Lesson | undefined;
  texts: LessonTexts;
  onAddress: (address: LessonAddress) => void;
}

function Body({ address, lesson, example, texts, onAddress }: BodyProps) {
  switch (address.step) {
    case 0:
      return <OneHotStep lesson={lesson} example={example} texts={texts} />;
    case 1:
      return <WindowsStep lesson={lesson} texts={texts} onWindow={(window) => onAddress({ ...address, window })} />;
    case 2:
      return <MatricesStep lesson={lesson} texts={texts} onDim={(dim) => onAddress({ ...address, dim })} />;
    case 3:
      return <LabelsStep lesson={lesson} texts={texts} />;
    case 4:
      return <BlankStep lesson={lesson} texts={texts} />;
    case 5:
      return <Films wanted={address} lesson={lesson} texts={texts} />;
    case 6:
      return <FourFilms texts={texts} />;
    case 7:
      return <Real texts={texts} />;
    case 8:
      return <LayerStep lesson={lesson} texts={texts} />;
    default:
      return <Others texts={texts} />;
  }
}

import type { Language, Texts } from "./language";
import type { Theme } from "./palette";

interface Props {
  texts: Texts;
  language: Language;
  theme: Theme;
  onZoom: (times: number) => void;
  onWhole: () => void;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
}

/** What moves the map without a mouse, and how the page looks and speaks. */
export function Tools({ texts, language, theme, onZoom, onWhole, onLanguage, onTheme }: Props) {
  return (
    <nav class="tools">
      <button type="button" class="icon" aria-label={texts.zoomIn} onClick={() => onZoom(2)}>
        +
      </button>
      <button type="button" class="icon" aria-label={texts.zoomOut} onClick={() => onZoom(0.5)}>
        −
      </button>
      <button type="button" class="icon" aria-label={texts.whole} onClick={onWhole}>
        ⤢
      </button>
      <button type="button" onClick={() => onTheme(theme === "dark" ? "light" : "dark")}>
        {theme === "dark" ? texts.light : texts.dark}
      </button>
      <button
        type="button"
        lang={language === "en" ? "zh" : "en"}
        onClick={() => onLanguage(language === "en" ? "zh" : "en")}
      >
        {texts.language}
      </button>
    </nav>
  );
}

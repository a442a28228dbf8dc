import { useId, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Rich } from "./Rich";
import type { LessonTexts } from "./texts";

interface Props {
  tab: number;
  texts: LessonTexts;
  onTab: (tab: number) => void;
  /** What the tab shows. */
  children: ComponentChildren;
}

/** Three screens behind tabs: the pattern "tabs" of WAI-ARIA. */
export function OthersStep({ tab, texts, onTab, children }: Props) {
  const t = texts.others;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const go = (to: number) => {
    onTab(to);
    list.current?.querySelectorAll("button")[to]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = t.tabs.length;
    if (event.key === "ArrowRight") go((tab + 1) % count);
    else if (event.key === "ArrowLeft") go((tab + count - 1) % count);
  };
  return (
    <>
      <div class="choice" role="tablist" aria-label={t.tabs.join(", ")} ref={list} onKeyDown={onKeyDown}>
        {t.tabs.map((name, i) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${i}`}
            aria-selected={i === tab}
            aria-controls={`${id}-panel`}
            tabIndex={i === tab ? 0 : -1}
            onClick={() => onTab(i)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {children}
      </div>
      <p class="aside">
        <Rich text={t.done} />
      </p>
    </>
  );
}

import type { ComponentChildren } from "preact";
import type { Texts } from "./language";

interface Props {
  /** Above it, and what it is read out as. */
  title: string;
  wide?: boolean;
  texts: Texts;
  onClose: () => void;
  children: ComponentChildren;
}

/** A card beside the map, which can be closed. */
export function Panel({ title, wide = false, texts, onClose, children }: Props) {
  return (
    <section class={wide ? "panel wide" : "panel"} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="icon" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </header>
      {children}
    </section>
  );
}

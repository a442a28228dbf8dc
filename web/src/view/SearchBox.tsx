import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { complete } from "../model/search";
import { fill, type Texts } from "./language";

interface Props {
  words: readonly string[];
  texts: Texts;
  /** What is looked for; a word of any kind without it. */
  label?: string;
  /** What stands in the field at first. */
  initial?: string;
  /** The list closes as soon as what it returns is done. */
  onChoose: (word: number) => void | Promise<void>;
}

const SHOWN = 8;

/** A field with completion: the pattern "combobox" of WAI-ARIA 1.2. */
export function SearchBox({ words, texts, label, initial = "", onChoose }: Props) {
  const [typed, setTyped] = useState(initial);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useId();
  /** Counts what the user does here: what was chosen may be done when something else is typed already. */
  const turn = useRef(0);
  const found = useMemo(() => complete(words, typed, SHOWN), [words, words.length, typed]);
  const shown = open && typed.trim() !== "";

  function choose(word: number | undefined): void {
    if (word === undefined) return;
    const mine = ++turn.current;
    const close = () => {
      if (turn.current !== mine) return;
      setTyped(words[word] ?? "");
      setOpen(false);
    };
    const chosen = onChoose(word);
    if (chosen) void chosen.then(close);
    else close();
  }

  // Words of an address may come later than the field.
  useEffect(() => {
    if (turn.current === 0) setTyped(initial);
  }, [initial]);

  function onKeyDown(event: KeyboardEvent): void {
    // These keys are for what an input method offers.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + found.length) % Math.max(1, found.length));
      setOpen(true);
      event.preventDefault();
    } else if (event.key === "Enter") {
      choose(found[active]);
    } else if (event.key === "Escape") {
      setOpen(false);
    }
  }

  return (
    <div class="search">
      <input
        type="search"
        role="combobox"
        aria-label={label ?? texts.search}
        aria-expanded={shown && found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && found.length > 0 ? `${list}-${active}` : undefined}
        placeholder={label ?? fill(texts.searchHint, words.length)}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => {
          ++turn.current;
          setTyped(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={texts.search} hidden={!shown || found.length === 0}>
        {found.map((word, i) => (
          <li
            key={word}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === active}
            // The field must not lose the focus before the click is done.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(word);
            }}
          >
            {words[word]}
          </li>
        ))}
      </ul>
      <p class="none" role="status" hidden={!shown || found.length > 0}>
        {shown && found.length === 0 ? texts.noMatch : ""}
      </p>
    </div>
  );
}

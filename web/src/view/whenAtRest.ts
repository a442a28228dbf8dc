/** The camera has come to rest when it did not move for so many milliseconds. */
const REST = 250;

export interface Rest {
  moved: () => void;
  /** Whether a button is held that went down on the element. */
  held: () => boolean;
  end: () => void;
}

/** Calls `rested` when nothing moved for a while and no button is held. */
export function whenAtRest(element: HTMLElement, rested: () => void): Rest {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held = false;
  let moving = false;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (held || !moving) return;
      moving = false;
      rested();
    }, REST);
  };
  const down = () => (held = true);
  const up = () => {
    held = false;
    if (moving) wait();
  };
  element.addEventListener("pointerdown", down);
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, up);
  return {
    held: () => held,
    moved() {
      moving = true;
      wait();
    },
    end() {
      clearTimeout(timer);
      element.removeEventListener("pointerdown", down);
      for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, up);
    },
  };
}

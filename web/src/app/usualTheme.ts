import { useEffect, useState } from "preact/hooks";
import type { Theme } from "../view/palette";

/** Of who looks at the page, as it changes: by the hour, on some machines. */
export function useUsualTheme(): Theme {
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const wish = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setDark(wish.matches);
    follow();
    wish.addEventListener("change", follow);
    return () => wish.removeEventListener("change", follow);
  }, []);
  return dark ? "dark" : "light";
}

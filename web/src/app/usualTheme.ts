import type { Theme } from "../view/palette";

/** Of who looks at the page. */
export function usualTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

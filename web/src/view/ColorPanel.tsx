import type { ColorBy, Coloring } from "../model/map";
import type { Texts } from "./language";
import { dotsOf, type Theme } from "./palette";

interface Props {
  coloring: Coloring;
  columns: readonly string[];
  theme: Theme;
  texts: Texts;
  onColor: (by: ColorBy) => void;
}

/** What dots are coloured by, and what the colours mean. */
export function ColorPanel({ coloring, columns, theme, texts, onColor }: Props) {
  const dots = dotsOf(theme, coloring.ordered);
  return (
    <>
      <select
        aria-label={texts.colorBy}
        value={String(coloring.by)}
        onChange={({ currentTarget: { value } }) =>
          onColor(value === "group" || value === "frequency" ? value : Number(value))
        }
      >
        <option value="group">{texts.colorGroup}</option>
        <option value="frequency">{texts.colorFrequency}</option>
        {columns.map((name, i) => (
          <option key={i} value={String(i)}>
            {name}
          </option>
        ))}
      </select>
      {coloring.labels.length > 0 && (
        <ul class="legend" aria-label={texts.colorBy}>
          {coloring.labels.map((label, i) => (
            <li key={i}>
              <span class="dot" style={{ background: dots[i] }} />
              {label || texts.colorOther}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

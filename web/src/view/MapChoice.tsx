import type { Texts } from "./language";

interface Props {
  titles: readonly string[];
  shown: number;
  beside: number | null;
  texts: Texts;
  onShow: (map: number) => void;
  onBeside: (map: number | null) => void;
}

/** Which map is shown, and which beside it. */
export function MapChoice({ titles, shown, beside, texts, onShow, onBeside }: Props) {
  const options = titles.map((title, i) => (
    <option key={i} value={String(i)}>
      {title}
    </option>
  ));
  return (
    <div class="maps">
      <label>
        <span>{texts.shownMap}</span>
        <select value={String(shown)} onChange={(event) => onShow(Number(event.currentTarget.value))}>
          {options}
        </select>
      </label>
      <label>
        <span>{texts.besideMap}</span>
        <select
          value={beside === null ? "" : String(beside)}
          onChange={({ currentTarget: { value } }) => onBeside(value === "" ? null : Number(value))}
        >
          <option value="">{texts.noMap}</option>
          {options.filter((_, i) => i !== shown)}
        </select>
      </label>
    </div>
  );
}

import { largest, signed } from "../../model/numbers";

export interface NumberRow {
  label: string;
  numbers: readonly number[];
  /** Worth a second look. */
  marked?: boolean;
}

interface Props {
  caption: string;
  rows: readonly NumberRow[];
  /** What the full colour stands for; the largest of the rows without it. */
  most?: number;
  digits?: number;
}

/** A row of coloured numbers a word: a matrix to be read and to be seen. */
export function NumberTable({ caption, rows, most, digits = 4 }: Props) {
  const full = most ?? largest(rows.map((row) => row.numbers));
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="numbers">
        <caption>{caption}</caption>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i} class={row.marked ? "marked" : undefined}>
              <th scope="row">{row.label}</th>
              {row.numbers.map((value, c) => (
                <td key={c} style={tint(value / full)}>
                  {signed(value, digits)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The ground of a number from -1 to 1. */
export function tint(share: number): Record<string, string> {
  const strength = Math.min(1, Math.abs(share)).toFixed(3);
  return { "--strength": strength, "--hue": share < 0 ? "var(--below)" : "var(--above)" };
}

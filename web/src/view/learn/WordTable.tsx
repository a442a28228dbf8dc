import type { ComponentChildren } from "preact";

interface Props {
  caption: string;
  /** A heading says the same: the caption is for those who hear the page. */
  quiet?: boolean;
  head: readonly ComponentChildren[];
  rows: readonly (readonly ComponentChildren[])[];
  /** The columns from here on hold numbers. */
  numbersFrom?: number;
  /** This row stands out. */
  marked?: number | undefined;
  id?: string;
}

/** A plain table; the first cell of a row names it. */
export function WordTable({ caption, quiet = false, head, rows, numbersFrom = 99, marked, id }: Props) {
  const kind = (column: number) => (column >= numbersFrom ? "number" : undefined);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="words" id={id}>
        <caption class={quiet ? "quiet" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, c) => (
              <th key={c} scope="col" class={kind(c)}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r} class={r === marked ? "marked" : undefined}>
              {row.map((cell, c) => (
                <td key={c} class={kind(c)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

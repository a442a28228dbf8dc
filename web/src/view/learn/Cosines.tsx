import { fixed } from "../../model/numbers";
import { tint } from "./NumberTable";

interface Props {
  caption: string;
  words: readonly string[];
  /** Row by row. */
  cosines: readonly number[];
  id?: string;
  /** Digits behind the point; 0: colours alone, the numbers for who cannot see them. */
  digits?: number;
}

/** Of each word with each. */
export function Cosines({ caption, words, cosines, id, digits = 2 }: Props) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="numbers cosines" id={id}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <td />
            {words.map((word, i) => (
              <th key={i} scope="col">
                <span>{word}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {words.map((word, r) => (
            <tr key={r}>
              <th scope="row">{word}</th>
              {words.map((_, c) => {
                const cosine = cosines[r * words.length + c] ?? 0;
                return (
                  <td key={c} style={tint(cosine)}>
                    {fixed(cosine, digits)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

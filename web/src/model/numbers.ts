/** Numbers as a lesson writes them: the digits are those of `firth learn --terminal`. */

export function signed(value: number, digits = 4): string {
  const text = Math.abs(value).toFixed(digits);
  const zero = Number(text) === 0;
  return `${value < 0 && !zero ? "−" : "+"}${text}`;
}

/** The same with a sign below zero alone. */
export function fixed(value: number, digits: number): string {
  return signed(value, digits).replace("+", "");
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

export function thousands(value: number): string {
  return value.toLocaleString("en");
}

/** The largest absolute value, and 1 where all are 0: what a colour's full strength stands for. */
export function largest(rows: readonly (readonly number[])[]): number {
  let most = 0;
  for (const row of rows) for (const value of row) most = Math.max(most, Math.abs(value));
  return most || 1;
}

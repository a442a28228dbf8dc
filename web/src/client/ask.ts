/** Questions to the firth that serves the page. */

/** Throws an Error that says what the server said. */
export async function ask(path: string, options?: RequestInit): Promise<Response> {
  const response = await fetch(path, options).catch(() => {
    throw new Error("firth does not answer; does it still run?");
  });
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(said.error ?? `${response.status} ${response.statusText}`);
}

export async function askJson<T>(path: string): Promise<T> {
  return (await (await ask(path)).json()) as T;
}

/** Begins something. The header tells the server that its own page asks, and no other site's. */
export async function begin<T>(path: string, body: BodyInit = ""): Promise<T> {
  const response = await ask(path, { method: "POST", headers: { "X-Firth": "page" }, body });
  return (await response.json()) as T;
}

export function query(parameters: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString();
}

/** What kept an answer from coming. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A map whose data stand in the page itself, as `firth map` wrote them. */
import { fitSquare, type Neighbor, type WordMap, type WordSource } from "../model/map";

interface Embedded {
  title: string;
  caption: string;
  words: string[];
  x: string;
  y: string;
  colors: string;
  near?: { count: number; rows: string; cosines: string };
}

/** The bytes of base64 text (RFC 4648). */
function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
}

export function readEmbedded(json: string): { map: WordMap; source: WordSource } {
  const data = JSON.parse(json) as Embedded;
  const map: WordMap = {
    title: data.title,
    caption: data.caption,
    words: data.words,
    x: new Float32Array(bytesOf(data.x)),
    y: new Float32Array(bytesOf(data.y)),
    colors: new Uint8Array(bytesOf(data.colors)),
  };
  fitSquare(map.x, map.y);
  return { map, source: sourceOf(data) };
}

function sourceOf(data: Embedded): WordSource {
  const near = data.near;
  if (!near) return { neighbors: () => Promise.resolve(null) };
  const rows = new Uint32Array(bytesOf(near.rows));
  const cosines = new Float32Array(bytesOf(near.cosines));
  return {
    neighbors(word) {
      const found: Neighbor[] = [];
      for (let i = word * near.count; i < (word + 1) * near.count; ++i) {
        const row = rows[i] ?? word;
        if (row !== word) found.push({ word: row, cosine: cosines[i] ?? 0 });
      }
      return Promise.resolve(found);
    },
  };
}

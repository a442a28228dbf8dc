/** Words as small pictures: a word with its halo is written once, and then put wherever the map moves it, which is
 * much quicker than to write it again. */
import type { Pen } from "./PagePainter";

export const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";
/** Of letters, in pixels. */
export const SIZE = 13;
const HALO = 3.5;
/** Around the text: its halo, and letters that reach beyond their widths. */
const EDGE = 5;
const HIGH = SIZE + 2 * EDGE;
/** So many pictures are kept. */
const MOST = 4_000;

const stamps = new Map<string, HTMLCanvasElement>();

/** Puts a word where its left end and the middle of its height are to be, at whole pixels of the screen; `wide` is the
 * width of its text. */
export function putWord(
  context: Pen,
  word: { text: string; wide: number; ink: string; halo: string },
  x: number,
  y: number,
  ratio: number,
): void {
  const stamp = stampOf(word, ratio);
  const left = Math.round((x - EDGE) * ratio) / ratio;
  const top = Math.round((y - HIGH / 2) * ratio) / ratio;
  context.drawImage(stamp, left, top, stamp.width / ratio, stamp.height / ratio);
}

function stampOf({ text, wide, ink, halo }: { text: string; wide: number; ink: string; halo: string }, ratio: number) {
  const key = `${ink} ${halo} ${ratio} ${text}`;
  let stamp = stamps.get(key);
  if (!stamp) {
    if (stamps.size >= MOST) stamps.clear();
    stamp = document.createElement("canvas");
    stamp.width = Math.ceil((wide + 2 * EDGE) * ratio);
    stamp.height = Math.ceil(HIGH * ratio);
    const context = stamp.getContext("2d", { willReadFrequently: true });
    if (context) {
      context.scale(ratio, ratio);
      context.font = `${SIZE}px ${FONT}`;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = HALO;
      context.strokeStyle = halo;
      context.fillStyle = ink;
      context.strokeText(text, EDGE, HIGH / 2);
      context.fillText(text, EDGE, HIGH / 2);
    }
    stamps.set(key, stamp);
  }
  return stamp;
}

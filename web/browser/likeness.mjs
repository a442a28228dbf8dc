/** Whether a page looks as it did: compared, made small, with a picture that is kept in web/browser/pictures.
 *
 * Small pictures hold where things are and what colour they have, and forget how a font draws its edges.
 * FIRTH_PICTURES=write keeps what is seen from now on; `./run pictures` does so. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const KEPT = fileURLToPath(new URL("pictures/", import.meta.url));
const WRITES = process.env.FIRTH_PICTURES === "write";
/** The share of points that may differ, and by how much each must to count. */
const SHARE = 0.015;
const DISTANCE = 0.1;

/** Each point the mean of `times` by `times`. */
function shrink(picture, times) {
  const small = new PNG({ width: Math.floor(picture.width / times), height: Math.floor(picture.height / times) });
  for (let y = 0; y < small.height; ++y) {
    for (let x = 0; x < small.width; ++x) {
      for (let channel = 0; channel < 4; ++channel) {
        let sum = 0;
        for (let dy = 0; dy < times; ++dy) {
          const row = (y * times + dy) * picture.width + x * times;
          for (let dx = 0; dx < times; ++dx) sum += picture.data[(row + dx) * 4 + channel];
        }
        small.data[(y * small.width + x) * 4 + channel] = Math.round(sum / times ** 2);
      }
    }
  }
  return small;
}

/** `name`: of the kept picture, without ".png". */
export async function looksAsBefore(page, name) {
  const taken = PNG.sync.read(await page.screenshot({ animations: "disabled", caret: "hide" }));
  const small = shrink(taken, taken.width > 1000 ? 4 : 2);
  const path = join(KEPT, `${name}.png`);
  if (WRITES) {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(path, PNG.sync.write(small, { colorType: 2 }));
    return;
  }
  assert.ok(existsSync(path), `there is no ${path}: ./run pictures keeps one`);
  const kept = PNG.sync.read(readFileSync(path));
  const size = ({ width, height }) => `${width} x ${height}`;
  assert.equal(size(small), size(kept), name);
  const differences = new PNG({ width: kept.width, height: kept.height });
  const differ = pixelmatch(kept.data, small.data, differences.data, kept.width, kept.height, { threshold: DISTANCE });
  const share = differ / (kept.width * kept.height);
  if (share <= SHARE) return;
  const seen = join(tmpdir(), `firth-${name}`);
  writeFileSync(`${seen}.png`, PNG.sync.write(small));
  writeFileSync(`${seen}-differences.png`, PNG.sync.write(differences));
  assert.fail(`${name}: ${(100 * share).toFixed(1)} % differ; see ${seen}.png and ${seen}-differences.png`);
}

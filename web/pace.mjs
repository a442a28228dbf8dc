/** How fast `firth explore` is: pace.mjs VECTORS, or pace.mjs COUNT for so many made-up vectors of 50 numbers.
 *
 * Headless Chromium without a graphics card, which draws by software. Seconds to the first picture count from the
 * start of the command, in a browser that runs already; milliseconds to the neighbours from the key that chooses a word
 * to the list on the screen; a frame is what passes between two pictures, as the page makes them and as they reach the
 * screen, while the mouse drags the map. */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { folder, launch, serve } from "./browser/browser.mjs";

const WORDS_ASKED = 30;
const DRAG_STEPS = 300;
const DIM = 50;
const SIZE = { width: 1440, height: 900 };

/** word2vec's binary format: words around a hundred places. */
function writeMadeUp(path, count) {
  const file = openSync(path, "w");
  writeSync(file, `${count} ${DIM}\n`);
  let state = 1;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const places = Array.from({ length: 100 }, () => Array.from({ length: DIM }, chance));
  for (let word = 0; word < count; ++word) {
    const place = places[word % places.length];
    const row = Float32Array.from(place, (number) => number + 0.6 * chance());
    writeSync(file, Buffer.concat([Buffer.from(`word${word} `), Buffer.from(row.buffer), Buffer.from("\n")]));
  }
  closeSync(file);
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

function report(what, numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [half, most] = [at(sorted, 0.5), at(sorted, 0.95)].map((n) => n.toFixed(1));
  console.log(`${what}: median ${half} ms, 95th percentile ${most} ms (${sorted.length})`);
}

/** Milliseconds from the key to the list, in the page's own clock. */
async function neighbours(page) {
  const field = page.getByRole("combobox", { name: "Search a word" });
  const words = await page.evaluate(async (count) => {
    const from = (i) => fetch(`api/words?from=${i * 400}&count=1`).then((answer) => answer.json());
    return (await Promise.all(Array.from({ length: count }, (_, i) => from(i)))).flat();
  }, WORDS_ASKED);
  const times = [];
  for (const word of words) {
    await field.fill(word);
    await page.waitForTimeout(1500); // what was chosen before has come to rest
    await page.evaluate((wanted) => {
      globalThis.shown = new Promise((resolve) => {
        let begin = 0;
        addEventListener("keydown", (event) => (begin = event.timeStamp), { once: true, capture: true });
        const look = () => {
          const title = document.querySelector(".panel h2")?.textContent;
          if (title === wanted && document.querySelectorAll(".panel ol button").length === 10) {
            return resolve(performance.now() - begin);
          }
          return setTimeout(look, 1);
        };
        look();
      });
    }, word);
    await field.press("Enter");
    times.push(await page.evaluate(() => globalThis.shown));
  }
  await page.keyboard.press("Escape");
  return times;
}

/** Milliseconds of each frame while the map is dragged: those of the page, and those that were shown. */
async function frames(browser, page) {
  await page.evaluate(() => {
    const mine = (globalThis.frames = []);
    let last = performance.now();
    const next = (now) => {
      if (globalThis.frames !== mine) return;
      mine.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await page.mouse.move(720, 450);
  await page.mouse.down();
  const swaps = await watchScreen(browser);
  // A hand does not wait for the page.
  const moves = [];
  for (let i = 0; i < DRAG_STEPS; ++i) {
    const angle = (i / DRAG_STEPS) * 6 * Math.PI;
    moves.push(page.mouse.move(720 + 250 * Math.sin(angle), 450 + 180 * Math.sin(2 * angle)));
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  await Promise.all(moves);
  const shown = await swaps();
  const made = await page.evaluate(() => globalThis.frames.slice(5));
  await page.mouse.up();
  return { made, shown };
}

/** Notes when a picture is on the screen, until what it returns is called, which gives the milliseconds between them. */
async function watchScreen(browser) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const traceConfig = { includedCategories: ["viz"] };
  await session.send("Tracing.start", { traceConfig, transferMode: "ReportEvents" });
  return async () => {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    await session.detach();
    const done = events
      .filter(({ name, ph }) => name === "Display::DrawAndSwap" && ph === "X")
      .map(({ ts, dur }) => (ts + dur) / 1000)
      .sort((a, b) => a - b);
    return done.slice(1).map((time, i) => time - done[i]);
  };
}

async function drag(browser, page, what) {
  const { made, shown } = await frames(browser, page);
  report(`a frame of ${what}, dragged`, made);
  if (shown.length > 0) report(`  on the screen`, shown);
}

/** Megabytes of the page's process and of the one that draws for it. */
async function memory(browser, page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.enable").then(() => session.send("Performance.getMetrics"));
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const resident = (kind) =>
    Math.max(
      ...processInfo
        .filter(({ type }) => type === kind)
        .map(({ id }) => Number(/^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1]) / 1024),
    );
  const [drawn, shown] = [resident("GPU"), resident("renderer")].map((n) => n.toFixed(0));
  console.log(`memory: script ${(heap / 2 ** 20).toFixed(0)} MB, page ${shown} MB, drawing ${drawn} MB`);
}

/** A page of the server's with its first words. */
async function openPage(browser, server) {
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}/#lang=en`);
  await page.waitForFunction(() => Number(document.querySelector("canvas.labels")?.dataset.words) > 0);
  return page;
}

async function drags(browser, page) {
  await page.keyboard.press("0");
  await page.waitForTimeout(1000);
  await drag(browser, page, "the whole map");
  for (let i = 0; i < 4; ++i) await page.getByRole("button", { name: "Zoom in" }).click({ delay: 500 });
  await page.waitForTimeout(1000);
  await drag(browser, page, "a part");
}

/** In a browser of one kind, from the start of the command on. */
async function measure(vectors, kind) {
  const browser = await launch(kind);
  const blank = await browser.newPage();
  await blank.waitForTimeout(2000); // the browser has started
  const begin = performance.now();
  const server = await serve(["explore", vectors, "--port", "0"]);
  try {
    const ready = performance.now();
    const page = await openPage(browser, server);
    const seconds = (end, start) => ((end - start) / 1000).toFixed(2);
    console.log(`first picture: ${seconds(performance.now(), begin)} s, of these the command's ${seconds(ready, begin)} s`);
    await page.waitForTimeout(4000); // the rest of the words
    console.log(await page.locator("footer").innerText());
    report("neighbours", await neighbours(page));
    await drags(browser, page);
    await memory(browser, page);
  } finally {
    server.stop();
    await browser.close();
  }
}

async function main(vectors) {
  console.log("SwiftShader takes the place of WebGL alone:");
  await measure(vectors, {});
  console.log("it also lays the page's pictures over each other:");
  await measure(vectors, { all: true });
}

const wanted = process.argv[2] ?? "";
const place = folder();
try {
  const count = Number(wanted);
  const made = join(place.path, "made-up.bin");
  if (count > 0) writeMadeUp(made, count);
  await main(count > 0 ? made : wanted);
} finally {
  place.remove();
}

/** The pictures of README and docs: pictures.mjs VECTORS FOLDER. The vectors are those of `./run demo`. */
import { join } from "node:path";
import { launch, serve } from "./browser/browser.mjs";

const [vectors, folder] = process.argv.slice(2);
const VIEWPORT = { width: 1440, height: 900 };

/** Takes a picture of a page when `ready` is done with it. */
async function take(browser, name, address, ready, colorScheme = "light") {
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme });
  await page.goto(address);
  await ready(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
  console.log(`  ${name}.png`);
}

async function ofLessons(browser) {
  const server = await serve(["learn", "--port", "0", "--vectors", vectors]);
  try {
    const film = async (page) => {
      await page.getByRole("slider").fill("60");
      await page.getByRole("slider").blur(); // without the ring of the keyboard
      await page.waitForTimeout(500);
    };
    for (const lang of ["en", "zh"]) {
      await take(browser, `learn-${lang}`, `${server.url}/#step=6&lang=${lang}`, film);
    }
    await take(browser, "learn-step", `${server.url}/#step=5&lang=en`, async (page) => {
      await page.locator(".step-stages button").nth(5).click();
      await page.waitForTimeout(300);
    });
    await take(browser, "learn-words", `${server.url}/#step=8&lang=en`, async (page) => {
      await page.locator("table#analogy").waitFor();
      await page.waitForTimeout(300);
    });
  } finally {
    server.stop();
  }
}

async function ofMaps(browser) {
  const server = await serve(["explore", vectors, "--port", "0", "--method", "umap", "--words", 6000]);
  const still = async (page) => {
    await page.waitForFunction(() => Number(document.querySelector("canvas.labels")?.dataset.words) > 0);
    await page.waitForTimeout(1500); // the map glides to its word
  };
  try {
    await take(browser, "explore-en", `${server.url}/#word=river&lang=en`, still);
    await take(browser, "explore-zh", `${server.url}/#word=river&lang=zh`, still);
    await take(browser, "explore-frequency", `${server.url}/#color=frequency&lang=en`, still, "dark");
    await take(browser, "explore-analogy", `${server.url}/#a=man&b=woman&c=king&lang=en`, still);
  } finally {
    server.stop();
  }
}

const browser = await launch();
await ofLessons(browser);
await ofMaps(browser);
await browser.close();

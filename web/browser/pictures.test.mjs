/** The main screens look as they did: each is compared with the picture of it in pictures/. Whoever changes how a page
 * looks makes these anew, by PICTURES=new in the environment, and looks at them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, describe } from "node:test";
import { firth, folder, it, launch, open, serve, SIZES, writeVectors } from "./browser.mjs";

const PICTURES = fileURLToPath(new URL("pictures", import.meta.url));
/** Pictures are so many times smaller than screens: how letters are smoothed does not matter. */
const SMALLER = 4;
/** A colour differs by more than this, of 255, ... */
const APART = 24;
/** ... at no more than this share of the pixels. */
const SHARE = 0.005;

let place;
let browser;
let judge;
let maps;
let pair;
let lessons;
let written;

before(async () => {
  place = folder();
  const vectors = join(place.path, "words.txt");
  writeVectors(vectors, 300);
  firth("map", vectors, "-o", join(place.path, "map.html"), "--method", "pca", "--title", "Three hundred");
  written = pathToFileURL(join(place.path, "map.html")).href;
  const others = join(place.path, "others.txt");
  writeVectors(others, 120);
  maps = await serve(["explore", vectors, "--port", "0"]);
  pair = await serve(["explore", vectors, "--beside", others, "--port", "0"]);
  // There is no demo and no encoder in this folder.
  lessons = await serve(["learn", "--port", "0"], { cwd: place.path, env: { ...process.env, FIRTH_MODELS: place.path } });
  browser = await launch();
  judge = await newJudge();
});

after(async () => {
  await browser?.close();
  maps?.stop();
  pair?.stop();
  lessons?.stop();
  place?.remove();
});

/** What the judge, an empty page, makes of a picture: so many times smaller. */
function smaller(png) {
  return judge.evaluate(
    async ([source, times]) => {
      const image = await globalThis.decoded(source);
      const canvas = globalThis.canvasOf(image, Math.round(image.width / times), Math.round(image.height / times));
      return canvas.toDataURL("image/png").split(",")[1];
    },
    [png.toString("base64"), SMALLER],
  );
}

/** The share of pixels at which two pictures differ; 1 when they are not of a size. */
function difference(...pictures) {
  return judge.evaluate(
    async ([sources, apart]) => {
      const images = await Promise.all(sources.map(globalThis.decoded));
      const [one, other] = images.map((image) => {
        const { width, height } = image;
        return globalThis.canvasOf(image, width, height).getContext("2d").getImageData(0, 0, width, height);
      });
      if (one.width !== other.width || one.height !== other.height) return 1;
      let differ = 0;
      for (let at = 0; at < one.data.length; at += 4) {
        if ([0, 1, 2].some((c) => Math.abs(one.data[at + c] - other.data[at + c]) > apart)) ++differ;
      }
      return differ / (one.width * one.height);
    },
    [pictures.map((picture) => picture.toString("base64")), APART],
  );
}

async function newJudge() {
  const page = await browser.newPage();
  await page.evaluate(() => {
    globalThis.decoded = async (source) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      return image;
    };
    globalThis.canvasOf = (image, width, height) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, width, height);
      return canvas;
    };
  });
  return page;
}

/** PICTURES=new: makes the picture anew. PICTURES_SEEN=FOLDER: keeps there what is not as it was. */
async function looksAsBefore(name, url, ready, options = {}) {
  const { page, faults } = await open(browser, url, options);
  try {
    await ready(page);
    const look = async () => Buffer.from(await smaller(await page.screenshot({ animations: "disabled", caret: "hide" })), "base64");
    let now = await look();
    const path = join(PICTURES, `${name}.png`);
    if (process.env.PICTURES === "new") writeFileSync(path, now);
    assert.ok(existsSync(path), `there is no ${path}`);
    let differs = await difference(readFileSync(path), now);
    // On a busy machine the page may still be on its way to rest.
    for (let tries = 0; differs > SHARE && tries < 5; ++tries) {
      await page.waitForTimeout(1000);
      now = await look();
      differs = await difference(readFileSync(path), now);
    }
    if (differs > SHARE && process.env.PICTURES_SEEN) writeFileSync(join(process.env.PICTURES_SEEN, `${name}.png`), now);
    assert.ok(differs <= SHARE, `${(100 * differs).toFixed(2)} % of the pixels are not those of ${path}`);
    assert.deepEqual(faults, []);
  } finally {
    await page.close();
  }
}

async function mapAtRest(page) {
  await page.waitForFunction(() => Number(document.querySelector("canvas.labels")?.dataset.words) > 0);
  await page.waitForTimeout(1200); // it glides to its word
}

describe("screens look as they did", () => {
  for (const [size, name] of [
    [SIZES[0], "wide"],
    [SIZES[1], "narrow"],
  ]) {
    it(`explore, ${name}`, async () => {
      await looksAsBefore(`explore-${name}`, `${maps.url}/#word=word7&lang=en&theme=light`, mapAtRest, { viewport: size });
    });
  }

  it("explore, drawn by a graphics card", async () => {
    const ready = async (page) => {
      await mapAtRest(page);
      assert.equal(await page.locator(".picture canvas").count(), 0);
    };
    await looksAsBefore("explore-wide", `${maps.url}/#word=word7&lang=en&theme=light`, ready, { card: true });
  });

  it("explore, an analogy", async () => {
    await looksAsBefore("explore-analogy", `${maps.url}/#a=word1&b=word2&c=word3&lang=en&theme=light`, mapAtRest);
  });

  it("explore, two models side by side", async () => {
    await looksAsBefore("explore-two", `${pair.url}/#word=word7&beside=1&lang=en&theme=light`, async (page) => {
      await page.locator(".lists ol").nth(1).waitFor();
      await mapAtRest(page);
    });
  });

  it("explore, words chosen by lasso", async () => {
    await looksAsBefore("explore-lasso", `${maps.url}/#lang=en&theme=light`, async (page) => {
      await mapAtRest(page);
      await page.keyboard.down("Shift");
      await page.mouse.move(560, 60);
      await page.mouse.down();
      for (const [x, y] of [[900, 60], [900, 840], [560, 840], [560, 70]]) await page.mouse.move(x, y, { steps: 12 });
      await page.mouse.up();
      await page.keyboard.up("Shift");
      await page.getByRole("heading", { name: /^\d+ words$/ }).waitFor();
      await page.mouse.move(1400, 880);
      await mapAtRest(page);
    });
  });

  it("explore, dark, by frequency", async () => {
    await looksAsBefore("explore-dark", `${maps.url}/#color=frequency&lang=en&theme=dark`, mapAtRest);
  });

  it("a map in a file", async () => {
    await looksAsBefore("map", `${written}#word=word3&lang=en&theme=light`, mapAtRest);
  });

  for (const step of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    it(`learn, step ${step}`, async () => {
      await looksAsBefore(`learn-${step}`, `${lessons.url}/#step=${step}&lang=en&theme=light`, async (page) => {
        await page.getByText("The engine is computing").waitFor({ state: "detached" });
        await page.locator("main h2").waitFor();
        await page.waitForTimeout(500);
      });
    });
  }
});

/** The main screens of both pages look as they did, in both sizes, light and dark. */
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { folder, launch, open, serve, SIZES, THEMES, writeVectors } from "./browser.mjs";
import { looksAsBefore } from "./likeness.mjs";

let place;
let browser;
let learn;
let explore;

before(async () => {
  place = folder();
  const vectors = join(place.path, "words.txt");
  writeVectors(vectors, 300);
  learn = await serve(["learn", "--port", "0"], { cwd: place.path, env: { ...process.env, FIRTH_MODELS: place.path } });
  explore = await serve(["explore", vectors, "--port", "0"]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  learn?.stop();
  explore?.stop();
  place?.remove();
});

/** In both sizes, light and dark: opens `address()`, does `ready(page)`, and looks. */
function looks(name, address, ready) {
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      it(`${name} at ${viewport.width} pixels, ${colorScheme}`, async () => {
        const { page } = await open(browser, address(), { viewport, colorScheme });
        try {
          await ready(page);
          await looksAsBefore(page, `${name}-${viewport.width}-${colorScheme}`);
        } finally {
          await page.close();
        }
      });
    }
  }
}

async function computed(page) {
  await page.locator("main h2").waitFor();
  await page.getByText("The engine is computing").waitFor({ state: "detached" });
}

describe("screens look as they did", () => {
  for (const step of [1, 2, 5]) looks(`learn-${step}`, () => `${learn.url}/#step=${step}&lang=en`, computed);

  looks("learn-6", () => `${learn.url}/#step=6&lang=en`, async (page) => {
    await computed(page);
    await page.getByRole("slider").fill("60");
    await page.waitForTimeout(300);
  });

  looks("explore", () => `${explore.url}/#word=word7&lang=en`, async (page) => {
    await page.locator(".panel ol button").nth(9).waitFor();
    await page.waitForURL(/at=/); // the map has glided to its word
    await page.waitForTimeout(200);
  });
});

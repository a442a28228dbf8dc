/** The page that `firth explore` serves, in a real browser. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { accessFaults, folder, launch, open, serve, SIZES, THEMES, writeVectors } from "./browser.mjs";

let place;
let browser;
let server;
let url;

before(async () => {
  place = folder();
  const vectors = join(place.path, "words.txt");
  writeVectors(vectors, 300);
  server = await serve(["explore", vectors, "--port", "0"]);
  url = `${server.url}/`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
  place?.remove();
});

describe("the page of firth explore", () => {
  for (const viewport of SIZES) {
    for (const colorScheme of [THEMES[SIZES.indexOf(viewport)]]) {
      it(`answers at ${viewport.width} pixels, ${colorScheme}`, async () => {
        const { page, faults } = await open(browser, url, { viewport, colorScheme });
        try {
          await page.waitForFunction(() => Number(document.querySelector("canvas.labels")?.dataset.words) > 0);
          await page.getByRole("combobox").fill("word7");
          await page.keyboard.press("Enter");
          await page.getByRole("heading", { name: "Nearest words" }).waitFor();
          assert.equal(await page.locator(".panel ol button").count(), 10);
          await page.getByRole("button", { name: "Close" }).click();
          await page.getByRole("button", { name: "Analogy" }).click();
          for (const [label, word] of [
            ["A: man", "word1"],
            ["is to B: king", "word6"],
            ["as C: woman", "word2"],
          ]) {
            await page.getByRole("combobox", { name: label }).fill(word);
            await page.keyboard.press("Enter");
          }
          await page.getByRole("heading", { name: "word2 is to" }).waitFor();
          assert.equal(await page.locator(".panel ol button").count(), 10);
          assert.deepEqual(await accessFaults(page), []);
          assert.deepEqual(faults, []);
        } finally {
          await page.close();
        }
      });
    }
  }
});

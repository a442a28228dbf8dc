/** The page that `firth explore` serves, in a real browser. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { accessFaults, firth, folder, it, launch, open, serve, SIZES, THEMES, writeVectors } from "./browser.mjs";

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

/** A page that shows words, closed after what is done with it, which must leave no fault. */
async function shown(hash, work, options = {}) {
  const { page, faults } = await open(browser, url + hash, options);
  try {
    await page.waitForFunction(() => Number(document.querySelector("canvas.labels")?.dataset.words) > 0);
    await work(page);
    assert.deepEqual(await accessFaults(page), []);
    assert.deepEqual(faults, []);
  } finally {
    await page.close();
  }
}

const field = (page) => page.getByRole("combobox", { name: "Search a word" });
const opener = (page) => page.getByLabel("Open files of vectors, or a table of words to colour by");

describe("the page of firth explore", () => {
  for (const viewport of SIZES) {
    for (const colorScheme of [THEMES[SIZES.indexOf(viewport)]]) {
      it(`answers at ${viewport.width} pixels, ${colorScheme}`, async () => {
        await shown(
          "",
          async (page) => {
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= viewport.width);
            await field(page).fill("word7");
            await page.keyboard.press("Enter");
            await page.locator(".panel ol button").nth(9).waitFor();
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
            await page.waitForURL(/#a=word1&b=word6&c=word2(&|$)/);
          },
          { viewport, colorScheme },
        );
      });
    }
  }

  it("opens at an address with an analogy and a colour", async () => {
    await shown("#a=word1&b=word6&c=word2&color=frequency", async (page) => {
      await page.getByRole("heading", { name: "word2 is to" }).waitFor();
      assert.equal(await page.getByRole("combobox", { name: "A: man" }).inputValue(), "word1");
      assert.deepEqual(await page.locator(".legend li").allTextContents(), ["≤ 30", "≤ 100", "≤ 300"]);
    });
  });

  it("colours by frequency and by a table that is dropped", async () => {
    await shown("", async (page) => {
      const choice = page.getByRole("combobox", { name: "Colour by" });
      await choice.selectOption("frequency");
      await page.locator(".legend").waitFor();
      await page.waitForURL(/color=frequency/);
      const table = join(place.path, "classes.tsv");
      const rows = Array.from({ length: 300 }, (_, i) => `word${i}\tclass ${i % 5}`);
      writeFileSync(table, ["word\tkind", ...rows, ""].join("\n"));
      await opener(page).setInputFiles(table);
      await page.locator(".legend li").filter({ hasText: "class 4" }).waitFor();
      assert.equal(await choice.inputValue(), "0");
      await choice.selectOption("group");
      await page.locator(".legend").waitFor({ state: "detached" });
    });
  });

  it("reads vectors that are dropped, and shows two models side by side", async () => {
    await shown("", async (page) => {
      const other = join(place.path, "other.vec");
      writeVectors(other, 80);
      await opener(page).setInputFiles(other);
      await page.getByRole("heading", { name: "other.vec" }).waitFor();
      await page.getByText("80 words x 12").waitFor();
      const maps = await page.getByRole("combobox", { name: "Map", exact: true }).locator("option").count();
      await page.waitForURL(new RegExp(`map=${maps - 1}`));
      await page.getByRole("combobox", { name: "Beside it" }).selectOption({ label: "words.txt" });
      await page.locator(".two .stage").nth(1).waitFor();
      await field(page).fill("word7");
      await page.keyboard.press("Enter");
      await page.locator(".lists ol").nth(1).waitFor();
      assert.equal(await page.locator(".lists ol button").count(), 20);
      assert.ok((await page.locator(".name.shared").count()) > 0);
      await page.waitForURL(/&at=.*beside-at=/); // both maps have glided to the word
      await page.waitForTimeout(400);
      const address = page.url();
      await page.reload();
      await page.locator(".lists ol").nth(1).waitFor();
      await page.waitForTimeout(600);
      assert.equal(page.url(), address);
      await page.getByRole("combobox", { name: "Beside it" }).selectOption({ label: "nothing" });
      await page.locator(".two").waitFor({ state: "detached" });
    });
  });

  it("reads binary vectors, the projector's files, and a table with its vectors", async () => {
    const file = (name, text) => {
      writeFileSync(join(place.path, name), text);
      return join(place.path, name);
    };
    await shown("", async (page) => {
      const text = join(place.path, "few.txt");
      writeVectors(text, 40);
      firth("convert", text, join(place.path, "few.bin"));
      await opener(page).setInputFiles(join(place.path, "few.bin"));
      await page.getByRole("heading", { name: "few.bin" }).waitFor();
      await opener(page).setInputFiles([
        file("vectors.tsv", "1\t0\n0\t1\n1\t1\n"),
        file("metadata.tsv", "red\ngreen\nblue\n"),
      ]);
      await page.getByRole("heading", { name: "vectors.tsv" }).waitFor();
      await field(page).fill("green");
      await page.keyboard.press("Enter");
      await page.locator(".panel ol button").nth(1).waitFor();
      await opener(page).setInputFiles([
        file("kinds.tsv", "word\tkind\nred\twarm\nblue\tcold\n"),
        file("hues.vec", "3 2\nred 1 0\ngreen 0 1\nblue 1 1\n"),
      ]);
      await page.getByRole("heading", { name: "hues.vec" }).waitFor();
      await page.locator(".legend li").filter({ hasText: "warm" }).waitFor();
    });
  });

  it("reads the good files of several, and says what the other lacks", async () => {
    const { page } = await open(browser, url);
    try {
      writeFileSync(join(place.path, "worse.bin"), "these are no vectors\n");
      writeFileSync(join(place.path, "good.vec"), "2 2\na 1 0\nb 0 1\n");
      await opener(page).setInputFiles([join(place.path, "worse.bin"), join(place.path, "good.vec")]);
      await page.getByRole("heading", { name: "good.vec" }).waitFor();
      await page.getByRole("status").filter({ hasText: "worse.bin" }).waitFor();
    } finally {
      await page.close();
    }
  });

  it("keeps in its address where one looks", async () => {
    const view = (page) => page.locator("canvas.labels").getAttribute("data-view");
    // A map that opens on a busy machine takes its time.
    const isAt = async (page, was) => {
      const before = was.split(" ").map(Number);
      const far = (text) => text.split(" ").some((number, i) => Math.abs(Number(number) - before[i]) >= 1);
      for (let tries = 0; tries < 50 && far(await view(page)); ++tries) await page.waitForTimeout(100);
      const now = await view(page);
      assert.ok(!far(now), `${now} is not ${was}`);
    };
    await shown("", async (page) => {
      await page.mouse.move(600, 400);
      await page.mouse.wheel(0, -500);
      await page.mouse.down();
      await page.mouse.move(700, 300, { steps: 8 });
      await page.mouse.up();
      await page.waitForURL(/#at=/);
      await page.waitForTimeout(400);
      const [was, address] = [await view(page), page.url()];
      await shown(new URL(address).hash, async (other) => {
        await other.waitForTimeout(400);
        await isAt(other, was);
      });
      await page.getByRole("button", { name: "Show the whole map" }).click();
      await page.waitForURL((now) => now.hash === "");
      // Who types an address is taken there, word or not.
      const shared = `${new URL(address).hash}&word=word7`;
      await page.evaluate((hash) => (location.hash = hash), shared);
      await page.locator(".panel ol button").nth(9).waitFor();
      await page.waitForTimeout(600);
      await isAt(page, was);
    });
  });

  it("says why a file cannot be read", async () => {
    const { page } = await open(browser, url);
    try {
      const bad = join(place.path, "bad.bin");
      writeFileSync(bad, "these are no vectors\n");
      await opener(page).setInputFiles(bad);
      await page.getByRole("status").filter({ hasText: "bad.bin" }).waitFor();
    } finally {
      await page.close();
    }
  });

  it("takes files that are dragged onto the page", async () => {
    await shown("", async (page) => {
      const dragged = await page.evaluateHandle(() => {
        const files = new DataTransfer();
        files.items.add(new File(["3 2\nred 1 0\ngreen 0 1\nblue 1 1\n"], "colours.vec"));
        return files;
      });
      await page.locator("main").dispatchEvent("dragover", { dataTransfer: dragged });
      await page.getByText("Drop vectors").waitFor();
      await page.locator("main").dispatchEvent("drop", { dataTransfer: dragged });
      await page.getByRole("heading", { name: "colours.vec" }).waitFor();
    });
  });
});

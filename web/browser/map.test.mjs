/** The page that `firth map` writes, in a real browser: every function of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe } from "node:test";
import { accessFaults, firth, folder, it, launch, open, SIZES, THEMES, writeVectors } from "./browser.mjs";

let place;
let browser;
let url;

before(async () => {
  place = folder();
  const vectors = join(place.path, "words.txt");
  writeVectors(vectors, 400);
  firth("map", vectors, "-o", join(place.path, "map.html"), "--epochs", 100, "--title", "Four hundred");
  url = pathToFileURL(join(place.path, "map.html")).href;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  place?.remove();
});

/** A page that shows words, closed after what is done with it, which must leave no fault. */
async function shown(hash, options, work) {
  const { page, faults } = await open(browser, url + hash, options);
  try {
    await page.waitForFunction(() => Number(document.querySelector("canvas.labels").dataset.words) > 0);
    await work(page);
    assert.deepEqual(faults, []);
  } finally {
    await page.close();
  }
}

/** Whether the map moves by what is done. */
async function moves(page, work) {
  const was = await page.locator("canvas.labels").getAttribute("data-view");
  await work();
  await page.waitForFunction((view) => document.querySelector("canvas.labels").dataset.view !== view, was);
  await page.waitForTimeout(450); // it glides
}

describe("the page of a map", () => {
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      it(`shows words at ${viewport.width} pixels, ${colorScheme}`, async () => {
        await shown("", { viewport, colorScheme }, async (page) => {
          assert.equal(await page.title(), "Four hundred");
          await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= viewport.width);
          await page.getByRole("combobox", { name: "Search a word" }).fill("word7");
          await page.keyboard.press("Enter");
          await page.getByRole("heading", { name: "word7", exact: true }).waitFor();
          assert.deepEqual(await accessFaults(page), []);
        });
      });
    }
  }

  it("finds a word, goes from neighbour to neighbour, and says so in its address", async () => {
    await shown("", {}, async (page) => {
      const field = page.getByRole("combobox", { name: "Search a word" });
      await field.fill("word12");
      assert.equal(await page.getByRole("option").first().textContent(), "word12");
      await page.getByRole("option").first().click();
      await page.getByRole("heading", { name: "word12", exact: true }).waitFor();
      const neighbours = page.locator(".panel ol button");
      await neighbours.nth(9).waitFor();
      assert.equal(await neighbours.count(), 10);
      const next = (await neighbours.first().locator(".name").textContent()) ?? "";
      assert.equal(Number(next.slice(4)) % 5, 2);
      await neighbours.first().click();
      await page.getByRole("heading", { name: next, exact: true }).waitFor();
      await page.waitForURL(new RegExp(`#word=${next}(&|$)`));
      await page.getByRole("button", { name: "Close" }).click();
      await page.locator(".panel").waitFor({ state: "detached" });
      await field.fill("zebra");
      await page.getByText("No such word on this map").waitFor();
    });
  });

  it("opens at the address that was shared", async () => {
    await shown("#word=word3&lang=zh&theme=dark", {}, async (page) => {
      await page.getByRole("heading", { name: "word3", exact: true }).waitFor();
      await page.getByRole("heading", { name: "最近的词" }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), "zh");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("heading", { name: "Nearest words" }).waitFor();
      await page.getByRole("button", { name: "Light" }).click();
      await page.locator("html[data-theme=light]").waitFor();
    });
  });

  it("moves and zooms by buttons, keys and the wheel", async () => {
    await shown("", {}, async (page) => {
      await moves(page, () => page.getByRole("button", { name: "Zoom in" }).click());
      await moves(page, () => page.getByRole("button", { name: "Zoom out" }).click());
      const stage = page.getByRole("application");
      await stage.focus();
      for (const key of ["+", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "-", "=", "0"]) {
        await moves(page, () => page.keyboard.press(key));
      }
      await page.mouse.move(720, 450);
      await moves(page, () => page.mouse.wheel(0, -600));
      await moves(page, () => page.getByRole("button", { name: "Show the whole map" }).click());
    });
  });

  it("selects the dot that is clicked, and many by Shift", async () => {
    await shown("#word=word3", {}, async (page) => {
      await page.getByRole("heading", { name: "word3", exact: true }).waitFor();
      await page.waitForTimeout(800); // the map glides there
      await page.getByRole("button", { name: "Close" }).click();
      await page.mouse.move(722, 451);
      await page.mouse.move(720, 450);
      await page.waitForTimeout(200);
      await page.mouse.click(720, 450);
      await page.locator(".panel ol").waitFor();
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Show the whole map" }).click();
      await page.waitForTimeout(600);
      await page.keyboard.down("Shift");
      await page.mouse.move(400, 60);
      await page.mouse.down();
      for (const [x, y] of [[1100, 60], [1100, 840], [400, 840], [400, 70]]) {
        await page.mouse.move(x, y, { steps: 12 });
      }
      await page.mouse.up();
      await page.keyboard.up("Shift");
      const heading = page.getByRole("heading", { name: /^\d+ words$/ });
      await heading.waitFor();
      const [saved] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save as text" }).click(),
      ]);
      assert.equal(saved.suggestedFilename(), "words.txt");
      const lines = readFileSync(await saved.path(), "utf8").trimEnd().split("\n");
      assert.equal(`${lines.length} words`, await heading.textContent());
      assert.ok(lines.every((line) => /^word\d+$/.test(line)));
      await page.locator(".panel .words button").first().click();
      await page.locator(".panel ol").waitFor();
      await page.getByRole("application").focus();
      await page.keyboard.press("Escape");
      await page.locator(".panel").waitFor({ state: "detached" });
    });
  });
});

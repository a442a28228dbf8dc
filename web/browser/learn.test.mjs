/** The lesson of `firth learn` in a real browser, step by step: the study note's tables and numbers, as the page shows
 * them, and the engine's, as the server gives them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { truncateSync, writeFileSync } from "node:fs";
import { after, before, describe } from "node:test";
import { accessFaults, folder, it, launch, open, serve, SIZES, THEMES } from "./browser.mjs";

const STEPS = 10;

let place;
let browser;
let server;

before(async () => {
  place = folder();
  // There is no demo and no encoder in this folder.
  server = await serve(["learn", "--port", "0"], { cwd: place.path, env: { ...process.env, FIRTH_MODELS: place.path } });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
  place?.remove();
});

/** A page at a step, closed after what is done with it, which must leave no fault. */
async function at(step, work, options = {}, more = "") {
  const { page, faults } = await open(browser, `${server.url}/#step=${step}&lang=en${more}`, options);
  try {
    await page.locator("main h2").waitFor();
    await page.getByText("The engine is computing").waitFor({ state: "detached" });
    await work(page);
    assert.deepEqual(faults, []);
  } finally {
    await page.close();
  }
}

/** A table's cells, row by row, its head first. */
async function cells(page, id) {
  const table = page.locator(`table#${id}`);
  await table.waitFor();
  return table.evaluate((shown) => [...shown.rows].map((row) => [...row.cells].map((cell) => cell.textContent)));
}

/** The page's tables of numbers below a place, without the names of their rows. */
const numberTables = (page, place = "main") =>
  page.locator(`${place} table.numbers`).evaluateAll((tables) =>
    tables.map((table) =>
      [...table.rows].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    ),
  );

/** The engine's numbers as the page writes them. */
function written(rows, digits = 4) {
  return rows.map((row) =>
    row.map((value) => {
      const text = Math.abs(value).toFixed(digits);
      return `${value < 0 && Number(text) > 0 ? "−" : "+"}${text}`;
    }),
  );
}

const words = (text) => text.trim().split(/\n/).map((line) => line.trim().split(/\s+/));
const lesson = async (page) => (await page.request.get(`${server.url}/api/lesson`)).json();
const digits = (text) => Number(text.replace("−", "-").replace(",", ""));

describe("the lesson of firth learn", () => {
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      it(`can be followed to its end at ${viewport.width} pixels, ${colorScheme}`, async () => {
        await at(
          1,
          async (page) => {
            for (let step = 1; step <= STEPS; ++step) {
              await page.getByText(`Step ${step} of ${STEPS}`).waitFor();
              await page.getByText("The engine is computing").waitFor({ state: "detached" });
              await page.waitForTimeout(200); // numbers change their colour gently
              const wide = await page.evaluate(() => document.documentElement.scrollWidth);
              assert.ok(wide <= viewport.width, `step ${step} is ${wide} pixels wide`);
              assert.deepEqual(await accessFaults(page), [], `step ${step}`);
              if (step < STEPS) await page.getByRole("button", { name: "Next →" }).click();
            }
            assert.match(page.url(), /#step=10/);
          },
          { viewport, colorScheme },
        );
      });
    }
  }

  it("fits a narrow screen in Chinese, and is accessible", async () => {
    const { page, faults } = await open(browser, `${server.url}/#step=1&lang=zh`, { viewport: SIZES[1] });
    try {
      for (let step = 1; step <= STEPS; ++step) {
        await page.getByText(`第 ${step} 步，共 ${STEPS} 步`).waitFor();
        await page.getByText("引擎正在计算").waitFor({ state: "detached" });
        await page.waitForTimeout(200);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= SIZES[1].width, `step ${step} is ${wide} pixels wide`);
        assert.deepEqual(await accessFaults(page), [], `step ${step}`);
        if (step < STEPS) await page.getByRole("button", { name: "下一步 →" }).click();
      }
      assert.deepEqual(faults, []);
    } finally {
      await page.close();
    }
  });

  it("shows one-hot vectors and their two defects", async () => {
    await at(1, async (page) => {
      assert.deepEqual(
        await cells(page, "example"),
        words(`
          word   1 2 3 4
          I      1 0 0 0
          love   0 1 0 0
          eating 0 0 1 0
          apple  0 0 0 1`),
      );
      assert.equal((await cells(page, "one-hot")).length, 8);
      assert.equal(await page.locator("#zeros").textContent(), "85.7 %");
      assert.equal(await page.locator("#example-zeros").textContent(), "75.0 %");
      assert.equal(await page.locator("#one-hot-cosine").textContent(), "0");
      const { meaning } = await lesson(page);
      const rows = (await cells(page, "meaning")).slice(1);
      assert.deepEqual(
        rows,
        [...meaning.alike, ...meaning.unlike].map(({ a, b, cosine }) => [`${a}, ${b}`, cosine.toFixed(2).replace("-", "−"), "0"]),
      );
      assert.ok(digits(rows[0][1]) > 0.7 && rows[0][0] === "man, woman");
      assert.ok(digits(rows[1][1]) > 0.7 && rows[1][0] === "king, queen");
      assert.ok((await page.locator("#offsets").textContent()).includes(meaning.offsets.toFixed(2)));
      assert.deepEqual(
        (await cells(page, "ways-to-vectors")).map((row) => row[0]).slice(1),
        ["One-hot", "Word2Vec: CBOW", "Word2Vec: skip-gram", "GloVe", "FastText", "BERT", "torch.nn.Embedding"],
      );
      await page.getByText("(item2vec)").waitFor();
      await page.getByText("genre, director and tags through Embedding and EmbeddingBag").waitFor();
    });
  });

  it("slides the window, and the data set grows to the note's", async () => {
    await at(2, async (page) => {
      assert.equal((await cells(page, "windows")).length, 2);
      await page.getByRole("button", { name: "One on" }).click();
      assert.equal((await cells(page, "windows")).length, 3);
      await page.getByRole("combobox", { name: "Speed" }).selectOption("20");
      await page.getByRole("button", { name: "Play" }).click();
      await page.getByText("Row 7 of 7").waitFor();
      assert.deepEqual(
        await cells(page, "windows"),
        words(`
          input1 input2 input3 input4 output
          -      -      eat    a      I
          -      I      a      big    eat
          I      eat    big    apple  a
          eat    a      apple  every  big
          a      big    every  day    apple
          big    apple  day    -      every
          apple  every  -      -      day`),
      );
      await page.getByText("0 < L ≤ n − 1, here 4 ≤ 6").waitFor();
      await page.getByText("w(t) = f(w(t−N), …, w(t−1), w(t+1), …, w(t+N)), with f a fully connected network").waitFor();
      await page.getByText("with N = 2: w(t) = f(w(t−2), w(t−1), w(t+1), w(t+2))").waitFor();
      await page.getByRole("button", { name: "Skip-gram: the reverse" }).click();
      const [, ...turned] = await cells(page, "windows");
      const { windows } = await lesson(page);
      assert.deepEqual(turned, windows.map(({ inputs, output }) => [output, ...inputs.map((word) => word ?? "-")]));
      assert.deepEqual(turned[4], ["apple", "a", "big", "every", "day"]);
      await page.getByRole("combobox", { name: "Words on each side" }).selectOption("1");
      await page.getByText("A window of 1 words on each side").waitFor();
      assert.match(page.url(), /window=1/);
    });
  });

  it("starts both matrices at random, and differently", async () => {
    await at(3, async (page) => {
      const shown = await numberTables(page, "#matrices");
      const { blank } = await lesson(page);
      assert.deepEqual(shown, [written(blank.embedding), written(blank.context)]);
      assert.notDeepEqual(shown[0], shown[1]);
      assert.deepEqual([shown[0].length, shown[0][0].length], [7, 5]);
      await page.getByText("in practice n ≫ m").waitFor();
      await page.getByText("L = 4 inputs, one hidden layer of m = 5, n = 7 outputs").waitFor();
      await page.getByRole("combobox", { name: "Length of the vectors" }).selectOption("3");
      await page.getByText("one hidden layer of m = 3").waitFor();
    });
  });

  it("tells positive examples from negative ones", async () => {
    await at(4, async (page) => {
      await page.getByText("The window of apple is a, big, every, day").waitFor();
      const rows = await cells(page, "labels");
      for (const row of [
        ["apple", "big", "1"],
        ["apple", "I", "0"],
        ["apple", "eat", "0"],
      ]) {
        assert.ok(rows.some((shown) => shown.join() === row.join()), row.join());
      }
      assert.equal(rows.length, 7);
    });
  });

  it("takes one step slowly, with the engine's numbers", async () => {
    await at(5, async (page) => {
      const { blank, vocabulary, windows } = await lesson(page);
      const inputs = windows[4].inputs.map((word) => blank.embedding[vocabulary.indexOf(word)]);
      const on = (name) => page.getByRole("button", { name: `Next: ${name}` }).click();
      await page.getByRole("rowheader", { name: "every" }).waitFor();
      assert.deepEqual(await numberTables(page), [written(inputs)]);
      await on("Mean");
      assert.deepEqual(await numberTables(page), [written(inputs), written([blank.mean])]);
      await on("Scores");
      await on("Sigmoid");
      await on("Loss");
      const rows = await cells(page, "blank");
      blank.candidates.forEach(({ word, score, probability, target, loss }, i) => {
        const [name, shownScore, ...others] = rows[i + 1];
        assert.deepEqual([name, ...others], [word, probability.toFixed(5), String(target), loss.toFixed(5)]);
        assert.ok(Math.abs(digits(shownScore) - score) < 6e-6);
      });
      assert.equal(rows.at(-1).at(-1), blank.loss.toFixed(5));
      await on("Gradients");
      assert.ok(Math.abs(digits((await cells(page, "blank"))[5].at(-1)) - blank.candidates[4].gradient) < 6e-6);
      assert.deepEqual(await numberTables(page), [
        written(blank.candidates.map((candidate) => candidate.row_gradient), 5),
        written([blank.mean_gradient], 5),
        written([blank.row_gradient], 5),
      ]);
      await on("Update");
      const { embedding, embedding_after: embeddingAfter, context, context_after: contextAfter } = blank;
      const matrices = [embedding, embeddingAfter, context, contextAfter];
      assert.deepEqual(await numberTables(page), matrices.map((matrix) => written(matrix)));
      await page.getByText(`from ${blank.loss.toFixed(5)} to ${blank.loss_after.toFixed(5)}`).waitFor();
      assert.ok(blank.loss_after < blank.loss);
      assert.equal(await page.locator("table.numbers tr.marked").count(), 4 + 4 + 7 + 7);
      await page.getByRole("button", { name: "Again from the start" }).click();
      await page.getByRole("button", { name: "1 Lookup" }).and(page.locator("[aria-current]")).waitFor();
    });
  });

  it("plays the film of training", async () => {
    await at(6, async (page) => {
      await page.getByText("After 0 passes").waitFor();
      const first = (await cells(page, "film-cosines"))[1];
      await page.getByRole("combobox", { name: "Speed" }).selectOption("20");
      await page.getByRole("button", { name: "Play" }).click();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Play" }).click();
      await page.getByText("After 300 passes").waitFor({ timeout: 20_000 });
      const last = (await cells(page, "film-cosines"))[1];
      assert.equal(last[0], "king");
      assert.ok(digits(last[2]) > digits(last[11]) && last.join() !== first.join());
      assert.match(await page.locator("#right").textContent(), /7 of 7/);
      await page.getByText("the Context matrix is thrown away. The Embedding matrix is the result.").waitFor();
      const answers = (await cells(page, "answers")).slice(1);
      assert.equal(answers.length, 7);
      for (const [output, best] of answers) assert.equal(best, output);
      await page.getByRole("button", { name: "your sentence" }).click();
      await page.getByRole("columnheader", { name: "every" }).waitFor();
      await page.getByText("After 0 passes").waitFor();
      await page.getByRole("slider").fill("60");
      await page.getByText("After 300 passes").waitFor();
      await page.getByRole("button", { name: "To the start" }).click();
      await page.getByText("After 0 passes").waitFor();
    });
  });

  it("compares the four ways to learn", async () => {
    await at(7, async (page) => {
      assert.equal(await page.locator(".four .card").count(), 4);
      const before = await cells(page, "ways");
      await page.getByRole("slider").fill("60");
      const rows = (await cells(page, "ways")).slice(1);
      rows.forEach(([, loss, alike, , unlike], i) => {
        assert.ok(digits(loss) < digits(before[i + 1][1]));
        assert.ok(digits(alike) > digits(unlike));
      });
      assert.deepEqual(await cells(page, "differ"), [
        ["setting", "common programs", "the note"],
        ["--context-init", "zero", "random"],
        ["--window-mode", "shrink: drawn from 1 to N", "fixed: always N"],
        ["--pad", "skip: absent words count for nothing", "zero: a zero vector"],
      ]);
      await page.getByText("--compat note takes the note's").waitFor();
    });
  });

  it("trains a text of the user's and asks it", async () => {
    await at(8, async (page) => {
      const file = join(place.path, "mine.txt");
      writeFileSync(file, "The king met the queen. A man met a woman. The king met a man.\n".repeat(60));
      await page.getByLabel("Train on a text file of yours").setInputFiles(file);
      assert.equal((await cells(page, "four")).length, 5);
      assert.equal((await cells(page, "analogy"))[0].join(), "word,cosine");
      const field = page.getByLabel("Nearest words of any word");
      await field.fill("queen");
      await page.keyboard.press("Enter");
      assert.ok((await cells(page, "nearest")).length > 3);
    });
  });

  it("says why a text cannot be trained on", async () => {
    const corpus = join(place.path, "corpus.txt");
    writeFileSync(corpus, "The king met the queen.\n");
    const other = await serve(["learn", "--port", "0", "--corpus", corpus], { cwd: place.path });
    const { page } = await open(browser, `${other.url}/#step=8&lang=en`);
    try {
      const file = page.getByLabel("Train on a text file of yours");
      const says = (text) => page.getByRole("alert").filter({ hasText: text }).waitFor();
      const empty = join(place.path, "empty.txt");
      writeFileSync(empty, "");
      await file.setInputFiles(empty);
      await says("this text is empty");
      // Its name is known at once, its bytes take no place.
      const large = join(place.path, "large.txt");
      writeFileSync(large, "");
      truncateSync(large, (64 << 20) + 1);
      await file.setInputFiles(large);
      await says("this text has 67,108,865 bytes; the page takes up to 67,108,864");
      await page.route("**/api/**", (route) => route.abort());
      await page.getByRole("button", { name: "Train on corpus.txt" }).click();
      await says("firth does not answer");
    } finally {
      await page.close();
      other.stop();
    }
  });

  it("says what failed when firth is gone", async () => {
    const { page } = await open(browser, `${server.url}/#step=5&lang=en`);
    try {
      await page.getByText("The blank is apple").waitFor();
      await page.route("**/api/**", (route) => route.abort());
      const says = async () => {
        await page.getByRole("alert").filter({ hasText: "firth does not answer" }).waitFor();
        assert.equal(await page.getByText("The engine is computing").count(), 0);
      };
      for (const step of [6, 7, 8]) {
        await page.getByRole("button", { name: new RegExp(`^${step} `) }).first().click();
        await says();
      }
      await page.getByRole("button", { name: /^10 / }).click();
      for (const name of ["GloVe", "fastText", "BERT"]) {
        await page.getByRole("tab", { name }).click();
        await says();
      }
    } finally {
      await page.close();
    }
  });

  it("says why a sentence cannot be learnt", async () => {
    const { page } = await open(browser, `${server.url}/#step=6&lang=en`);
    try {
      await page.getByRole("button", { name: "your sentence" }).click();
      await page.getByRole("columnheader", { name: "every" }).waitFor();
      await page.getByLabel("Your sentence", { exact: true }).fill("apple");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: "a word alone has no company" }).waitFor();
      await page.getByRole("button", { name: "ten sentences" }).click();
      await page.getByRole("columnheader", { name: "king" }).waitFor();
    } finally {
      await page.close();
    }
  });

  it("says what a word without vectors is like", async () => {
    const { page } = await open(browser, `${server.url}/#step=8&lang=en`);
    try {
      await page.getByLabel("Nearest words of any word").fill("quen");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: "near it: queen" }).waitFor();
    } finally {
      await page.close();
    }
  });

  it("ends in nn.Embedding, and names the note's slip", async () => {
    await at(9, async (page) => {
      assert.equal(
        await page.locator("#numbers").textContent(),
        "i=0 eat=1 a=2 big=3 apple=4 every=5 day=6 .=7 <eos>=8",
      );
      const { layer } = await lesson(page);
      assert.deepEqual([layer.rows.length, layer.rows[0].length], [9, 4]);
      assert.deepEqual(await numberTables(page, "#layer"), [written(layer.rows), written(layer.gradient)]);
      const slip = await page.locator("#slip").textContent();
      for (const number of ["29", "8", "9"]) assert.match(slip, new RegExp(`\\b${number}\\b`));
      await page.getByText('nn.squared_loss(rows, ones, "sum")').waitFor();
      await page.getByText("nn::Embedding<float> embedding(9, 4);").waitFor();
      await page.getByText("nn.Embedding(9, 4)").waitFor();
    });
  });

  it("shows GloVe, fastText, and what to do without BERT's weights", async () => {
    await at(10, async (page) => {
      const glove = (await cells(page, "glove")).slice(1);
      assert.equal(glove.length, 10);
      for (const [, count, log] of glove) assert.ok(Math.abs(Math.log(digits(count)) - digits(log)) < 0.02);
      await page.getByRole("tab", { name: "GloVe" }).focus();
      await page.keyboard.press("ArrowRight");
      assert.equal((await cells(page, "fasttext"))[1][0], "queen");
      await page.getByText("never seen").waitFor();
      assert.equal(await page.locator("#ngrams li").first().textContent(), "<qu");
      await page.getByLabel("A word", { exact: true }).fill("crown");
      await page.getByText("in the ten sentences", { exact: true }).waitFor();
      await page.getByRole("tab", { name: "BERT" }).click();
      await page.locator("#no-weights").waitFor();
      await page.getByRole("button", { name: "Fetch 84 MB" }).waitFor();
      await page.getByText("firth models get all-MiniLM-L6-v2").waitFor();
      assert.deepEqual(await accessFaults(page), []);
    });
  });

  it("takes any sentence, and keeps it in its address", async () => {
    await at(1, async (page) => {
      const field = page.getByLabel("Your sentence", { exact: true });
      await field.fill("每天吃一个大苹果 & more");
      await page.keyboard.press("Enter");
      await page.getByRole("cell", { name: "more", exact: true }).waitFor();
      assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("sentence"), "每天吃一个大苹果 & more");
      await field.fill("apple");
      await page.keyboard.press("Enter");
      await page.getByText("Your sentence: 1 words").waitFor();
      for (const step of [3, 4, 5]) {
        await page.getByRole("button", { name: new RegExp(`^${step} `) }).first().click();
        await page.getByText("A word alone has no company").waitFor();
      }
      await page.getByRole("button", { name: "The note's sentence" }).click();
      await page.getByText("The blank is apple").waitFor();
    });
  });

  it("goes back to the note's sentence and sizes from any other", async () => {
    const own = await serve(["learn", "--port", "0", "--window", 8, "--dim", 7, "the cat sat on the mat"], { cwd: place.path });
    const { page, faults } = await open(browser, `${own.url}/#step=2&lang=en`);
    try {
      const size = page.getByRole("combobox", { name: "Words on each side" });
      await page.getByText("8 words on each side were asked for; with 5 different words the window is narrowed to 2").waitFor();
      assert.equal(await size.inputValue(), "2");
      assert.deepEqual(await size.locator("option").allTextContents(), ["1", "2"]);
      await page.getByRole("button", { name: "The note's sentence" }).click();
      await page.getByRole("columnheader", { name: "input4" }).waitFor();
      await page.getByText("here 4 ≤ 6").waitFor();
      assert.deepEqual(await size.locator("option").allTextContents(), ["1", "2", "3"]);
      await page.goto(`${own.url}/#step=3&window=99&dim=99&lang=en`);
      await page.reload();
      await page.getByText("one hidden layer of m = 7").waitFor();
      assert.deepEqual(faults, []);
    } finally {
      await page.close();
      own.stop();
    }
  });

  it("says why a sentence without words cannot be used", async () => {
    const { page } = await open(browser, `${server.url}/#step=1&lang=en`);
    try {
      await page.getByLabel("Your sentence", { exact: true }).fill("...");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: "holds no word" }).waitFor();
    } finally {
      await page.close();
    }
  });

  it("speaks Chinese, and goes back", async () => {
    await at(5, async (page) => {
      await page.getByRole("button", { name: "中文" }).click();
      await page.getByRole("heading", { name: "慢放一步训练" }).waitFor();
      await page.locator("html[lang=zh]").waitFor();
      await page.getByRole("button", { name: "深色" }).click();
      await page.locator("html[data-theme=dark]").waitFor();
      await page.getByRole("button", { name: "上一步" }).click();
      await page.getByRole("heading", { name: "正例与负例" }).waitFor();
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("heading", { name: "Right and wrong answers" }).waitFor();
    });
  });
});

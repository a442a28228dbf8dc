/** What browser tests share: Debian's Chromium, drawing by software, and firth's own files. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as test from "node:test";
import { chromium } from "playwright-core";

const FIRTH = process.env.FIRTH;
if (!FIRTH) throw new Error("FIRTH must name the command");

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
export const THEMES = ["light", "dark"];

/** SwiftShader takes the graphics card's place for WebGL; `all`: it also lays a page's pictures over each other, which
 * takes longer than what Chromium does without a graphics card. */
export function launch({ all = false } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      all ? "--use-angle=swiftshader" : "--use-angle=swiftshader-webgl",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
    ],
  });
}

/** A test that hangs fails, by its name. */
export const it = (name, body) => test.it(name, { timeout: 300_000 }, body);

/** A folder that is gone after the tests. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "firth-web-"));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

export function firth(...parts) {
  execFileSync(FIRTH, parts.map(String), { stdio: ["ignore", "ignore", "pipe"] });
}

/** A verb of firth's that serves a page: its address, without a slash at the end, and how to end it. */
export async function serve(parts, options = {}) {
  const run = spawn(FIRTH, parts.map(String), { stdio: ["ignore", "pipe", "ignore"], ...options });
  const url = await new Promise((resolve, reject) => {
    run.once("exit", (code) => reject(new Error(`firth ${parts.join(" ")} ended with ${code}`)));
    run.stdout.once("data", (line) => resolve(String(line).trim()));
  });
  return { url, stop: () => run.kill("SIGINT") };
}

/** Vectors of `count` words in five groups: word7 is near word2, word12, ... */
export function writeVectors(path, count) {
  const number = (word, column) =>
    ((((word % 5) * 7 + column * 5) % 11) - 5 + ((word * 31 + column * 17) % 13) / 6).toFixed(3);
  const rows = Array.from(
    { length: count },
    (_, word) => `word${word} ${Array.from({ length: 12 }, (_, c) => number(word, c)).join(" ")}`,
  );
  writeFileSync(path, [`${count} 12`, ...rows, ""].join("\n"));
}

/** A page, and what it complained of or asked the network for. `card`: it is told that WebGL is drawn by a graphics
 * card, and so has it draw, where it would draw itself. */
export async function open(browser, url, { card = false, ...options } = {}) {
  const page = await browser.newPage({ viewport: SIZES[0], ...options });
  page.setDefaultTimeout(10_000);
  if (card) await page.addInitScript(nameGraphicsCard);
  const faults = [];
  page.on("console", (message) => {
    if ((message.type() === "error" || message.type() === "warning") && !isOfSpeed(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    if (!isOwn(request.url(), url)) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}

function nameGraphicsCard() {
  const { prototype } = globalThis.WebGLRenderingContext;
  const told = prototype.getParameter;
  const UNMASKED_RENDERER = 0x9246;
  prototype.getParameter = function (name) {
    return name === UNMASKED_RENDERER ? "a graphics card" : told.call(this, name);
  };
}

/** The driver's word on what regl does once as it starts: it reads one pixel back, to see whether it can. */
function isOfSpeed(message) {
  return /^\[\.WebGL-\w+\]GL Driver Message \(OpenGL, Performance, \w+, High\): GPU stall due to ReadPixels( \(this message will no longer repeat\))?$/.test(message);
}

/** Whether a page may ask for this: itself, what it holds, and the server that it came from. */
function isOwn(asked, page) {
  if (asked.startsWith("data:") || asked.startsWith("blob:")) return true;
  if (page.startsWith("http")) return new URL(asked).origin === new URL(page).origin;
  return asked.split("#")[0] === page.split("#")[0];
}

/** Faults of accessibility that axe calls serious or critical. */
export async function accessFaults(page) {
  // The page's own policy forbids scripts from outside; this one comes over the debugger.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

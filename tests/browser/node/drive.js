// Opens pages in Chromium and says what it found, as JSON: `node drive.js CHROMIUM JOBS`, where JOBS is a JSON file, a list of
// { file, kind, width, once }.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [chromium, jobs] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

// Runs in the page: texts that stand out too little from what is below them.
const faint = () => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (text) => text.match(/[\d.]+/g).map(Number);
  const grounds = new Map();
  const below = (node) => {
    if (!node) return [255, 255, 255];
    if (!grounds.has(node)) {
      const [r, g, b, a = 1] = colour(getComputedStyle(node).backgroundColor);
      grounds.set(node, a > 0 ? [r, g, b] : below(node.parentElement));
    }
    return grounds.get(node);
  };
  // Unfolded all at once: one by one, each text that is folded away is laid out by itself.
  const folded = [...document.querySelectorAll("details:not([open])")];
  for (const fold of folded) fold.open = true;
  const found = new Set();
  for (const node of document.body.querySelectorAll("*")) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
    if (!node.getClientRects().length) continue;
    const [one, other] = [light(colour(getComputedStyle(node).color)), light(below(node))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) found.add(`${node.tagName}.${node.className}: ${contrast.toFixed(2)}`);
  }
  for (const fold of folded) fold.open = false;
  return [...found];
};

// What does not depend on the width is looked at `once`.
const visit = async ({ file, kind, width, once }) => {
  const page = await browser.newPage();
  const found = { file, kind, width, complaints: [], requests: [] };
  page.on("console", (message) => found.complaints.push(message.text()));
  page.on("pageerror", (error) => found.complaints.push(String(error)));
  page.on("request", (request) => found.requests.push(request.url()));
  await page.setViewport({ width, height: 844 });
  const url = pathToFileURL(file).href;
  await page.goto(url);
  found.requests = found.requests.filter((request) => request !== url);
  found.lang = await page.evaluate(() => document.documentElement.lang);
  found.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  found.first = await page.evaluate(() =>
    [...document.querySelectorAll("h1, .amount, .heads dd, .heads dt, .people tbody th, .people tbody td.n")]
      .filter((node) => node.getBoundingClientRect().bottom <= innerHeight && node.getClientRects().length)
      .map((node) => node.innerText));
  if (once) {
    found.faint = await page.evaluate(faint);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    found.faint.push(...(await page.evaluate(faint)));
    await page.emulateMediaFeatures([]);
  }

  // By keyboard alone, from the first collection outwards: each fold that it lies in.
  const depth = await page.evaluate(() => {
    const line = document.querySelector(".parts .lines li");
    window.folds = [];
    for (let node = line; node; node = node.parentElement) if (node.tagName === "DETAILS") window.folds.unshift(node);
    window.line = line;
    return window.folds.length;
  });
  for (let at = 0; at < depth; at += 1) {
    await page.evaluate((at) => window.folds[at].querySelector("summary").focus(), at);
    await page.keyboard.press("Enter");
  }
  found.depth = depth;
  found.line = await page.evaluate(() => (window.line && window.line.getClientRects().length ? window.line.innerText : ""));
  found.unfolded_overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  // A link unfolds what it leads to.
  found.link = await page.evaluate(async () => {
    const link = document.querySelector(".parts a.u");
    if (!link) return "none";
    link.click();
    await new Promise((done) => setTimeout(done, 50));
    const target = document.getElementById(link.hash.slice(1));
    return target && target.open && target.getClientRects().length ? "open" : "closed";
  });

  if (kind === "everyone") {
    const order = () => page.evaluate(() => ({
      sorted: [...document.querySelectorAll("thead th")].map((head) => head.getAttribute("aria-sort")),
      names: [...document.querySelectorAll(".people tbody th")].map((cell) => cell.dataset.v),
      amounts: [...document.querySelectorAll(".people tbody td:nth-child(2).n")].map((cell) => cell.innerText),
      last: document.querySelector(".people").lastElementChild.tagName,
    }));
    found.before = await order();
    await page.click("thead th:nth-child(2) button");
    found.clicked = await order();
    await page.focus("thead th:nth-child(2) button");
    await page.keyboard.press("Space");
    found.typed = await order();
    await page.focus("thead th:nth-child(1) button");
    await page.keyboard.press("Enter");
    found.by_name = await order();
  }

  if (!once) {
    await page.close();
    return found;
  }
  // On paper nothing that unfolds is printed, folded or not.
  const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  found.pages = (pdf.match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
  found.paper = pdf.match(/\/MediaBox\s*\[([^\]]*)\]/)[1].trim().split(/\s+/).map(Number);
  await page.emulateMediaType("print");
  found.printed_folds = await page.evaluate(() => [...document.querySelectorAll(".in")].filter((node) => node.getClientRects().length).length);
  await page.close();

  // Without any script what unfolds still does.
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.setViewport({ width, height: 844 });
  await plain.goto(url);
  await plain.focus("main summary");
  await plain.keyboard.press("Enter");
  found.without_script = (await plain.$("main details[open]")) !== null;
  await plain.close();
  return found;
};

const all = [];
for (const job of JSON.parse(readFileSync(jobs, "utf8"))) all.push(await visit(job));
await browser.close();
console.log(JSON.stringify(all));

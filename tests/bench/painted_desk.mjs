// An agent's desk in Chromium that notes when each pop was painted. bench_painted.py runs it beside
// the scripts of tests/e2e/web, and with their site.
//
//   painted_desk.mjs LOGIN
//
// Says "live" once the desk is; at the first line of its input, what it saw, as one JSON object.

import { once } from "node:events";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk } from "./desk.mjs";

// In the page. A pop is there when the card of a new caller is in the document. What is noted:
// changed: the document has it.
// painted: the beginning of the frame after the one that paints it (a requestAnimationFrame within
//   another). By then the page has laid it out, painted and handed on; a message posted in the
//   first callback would be too early: it comes before the compositor has taken the frame.
// presented: Chromium's own account (Element Timing) of when the compositor had it on the screen.
function watchPops() {
  const seen = new Map();
  const now = () => performance.timeOrigin + performance.now();
  globalThis.poppedUp = seen;
  function look() {
    const card = document.querySelector('main section[aria-label^="Call with "]');
    const heading = card?.querySelector("h2 bdi");
    const name = heading?.textContent ?? "";
    if (name === "" || seen.has(name)) return;
    const times = { changed: now(), painted: null, presented: null };
    seen.set(name, times);
    heading.setAttribute("elementtiming", name);
    requestAnimationFrame(() => requestAnimationFrame(() => (times.painted = now())));
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const times = seen.get(entry.identifier);
      if (times) times.presented ??= performance.timeOrigin + entry.renderTime;
    }
  }).observe({ type: "element" });
  new MutationObserver(look).observe(document.body, {
    childList: true,
    characterData: true,
    attributes: true,
    subtree: true,
  });
}

// In the page: how far its fine clock is before the wall clock, in ms. The wall clock is read when
// it goes on to the next millisecond, the only moment at which the page knows it well.
function clockSkew() {
  const skews = [];
  while (skews.length < 25) {
    const before = Date.now();
    let wall = before;
    while (wall === before) wall = Date.now();
    skews.push(performance.timeOrigin + performance.now() - wall);
  }
  return skews.sort((a, b) => a - b)[12];
}

const browser = await launch();
const context = await profile(browser);
const { page } = await Desk.open(context, process.argv[2]);
const skews = [await page.evaluate(clockSkew)];
await page.evaluate(watchPops);
console.log("live");
await once(process.stdin, "data");
skews.push(await page.evaluate(clockSkew));
const pops = await page.evaluate(() => Object.fromEntries(globalThis.poppedUp));
console.log(JSON.stringify({ pops, skews, problems: problemsOf(context) }));
await browser.close();
process.exit();

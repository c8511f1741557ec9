// What every page must keep to, whatever it shows: accessibility by axe, the narrow window, room for
// its texts and for fingers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Fails with what axe takes for serious or critical.
export async function checkAccessible(page, about) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  const serious = found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`),
    );
  assert.ok(serious.length === 0, `${about}: ${serious.join("; ")}`);
}

// WCAG 2.2, 1.4.10: no scrolling in two directions.
export async function checkFits(page, about) {
  const [inner, outer] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(inner <= outer, `${about}: ${inner} px in a window of ${outer} px`);
}

// WCAG 2.2, 2.5.8: nothing that is pressed is smaller than 24 px; a field counts with its label.
export async function checkTargets(page, about) {
  const small = await page.evaluate(() => {
    const pressed = "button, a[href], input, select, textarea, [role=option], [role=menuitem]";
    return [...document.querySelectorAll(pressed)]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .map((one) => ({ one, box: (one.closest("label") ?? one).getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ one, box }) => `${one.outerHTML.slice(0, 80)}: ${box.width} × ${box.height}`);
  });
  assert.ok(small.length === 0, `${about}: too small: ${small.join("; ")}`);
}

// Texts of which a part is not seen: out of the window, or cut by a box at its side. What
// is shortened with dots is seen in full where its title has it.
async function cutTexts(page) {
  return page.evaluate(() => {
    const SCROLLS = ["auto", "scroll"];
    const isDotted = (box, style) => style.textOverflow === "ellipsis" && box.closest("[title]");
    function cutBy(text, rect) {
      for (let box = text.parentElement; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (box.matches(".unseen") || style.clipPath !== "none") return null;
        if (style.overflowX === "visible") continue;
        const { left, right } = box.getBoundingClientRect();
        const inside = rect.right <= right + 1 && rect.left >= left - 1;
        if (inside && !SCROLLS.includes(style.overflowX)) continue;
        // Up and down is how one reads; sideways only the strip of calls is moved.
        return inside || box.matches(".calls ul") || isDotted(box, style) ? null : box;
      }
      return rect.right > innerWidth + 1 || rect.left < -1 ? document.body : null;
    }
    const cut = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const words = text.data.trim();
      if (words === "" || !text.parentElement.checkVisibility()) continue;
      if (text.parentElement.closest(".skip")) continue; // Out of sight until it has the focus.
      const range = document.createRange();
      range.selectNodeContents(text);
      const by = [...range.getClientRects()].map((rect) => cutBy(text, rect)).find(Boolean);
      if (by) cut.push(`"${words}" by ${by.tagName}.${by.className}`);
    }
    return cut;
  });
}

export async function checkTexts(page, about) {
  const cut = await cutTexts(page);
  assert.ok(cut.length === 0, `${about}: cut off: ${cut.join("; ")}`);
}

// WCAG 2.2, 1.4.12: with more room between letters, words and lines nothing is lost.
export async function checkSpacing(page, about) {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; " +
        "line-height: 1.5 !important } p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
  });
  try {
    await checkFits(page, `${about}, spaced`);
    await checkTexts(page, `${about}, spaced`);
  } finally {
    await page.evaluate(() => (document.adoptedStyleSheets = []));
  }
}

const WIDTHS = {
  console: [320, 700],
  office: [1366, 768],
  wide: [1920, 1080],
};
const THEMES = ["light", "dark"];
export const LANGUAGES = { en: "en-GB", zh: "zh-CN" };

// The checks in both themes at all widths; `half`: each width in one theme only. `also`: further
// checks, once for each width.
export async function checkLooks(page, state, { half = false, also = [] } = {}) {
  const wrong = [];
  for (const [at, [name, [width, height]]] of Object.entries(WIDTHS).entries()) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of half ? [THEMES[(at + 1) % 2]] : THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const about = `${state}, ${name}, ${colorScheme}`;
      for (const check of [checkFits, checkAccessible]) {
        await check(page, about).catch((error) => wrong.push(error.message));
      }
    }
    for (const check of also) {
      await check(page, `${state}, ${name}`).catch((error) => wrong.push(error.message));
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: "light" });
  assert.ok(wrong.length === 0, wrong.join("\n"));
}

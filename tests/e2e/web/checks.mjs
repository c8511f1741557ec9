// What every page must keep to, whatever it shows: accessibility by axe, and the narrow window.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const RULES = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22aa",
  "best-practice",
];

// Fails with what axe takes for serious or critical.
export async function checkAccessible(page, about) {
  if (!(await page.evaluate(() => "axe" in globalThis)))
    await page.evaluate(axe);
  const found = await page.evaluate(
    (values) =>
      globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  const serious = found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) =>
          `${id} at ${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`,
      ),
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

export const WIDTHS = {
  console: [320, 700],
  office: [1366, 768],
  wide: [1920, 1080],
};
export const THEMES = ["light", "dark"];
export const LANGUAGES = { en: "en-GB", zh: "zh-CN" };

// Both checks in both themes at all widths; `half`: each width in one theme only.
export async function checkLooks(page, state, { half = false } = {}) {
  const wrong = [];
  for (const [at, [name, [width, height]]] of Object.entries(
    WIDTHS,
  ).entries()) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of half ? [THEMES[(at + 1) % 2]] : THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const about = `${state}, ${name}, ${colorScheme}`;
      for (const check of [checkFits, checkAccessible]) {
        await check(page, about).catch((error) => wrong.push(error.message));
      }
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: "light" });
  assert.ok(wrong.length === 0, wrong.join("\n"));
}

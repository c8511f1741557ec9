import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const THEMES = { light: 1, dark: 2 } as const;
type Theme = keyof typeof THEMES;

function colour(token: string, theme: Theme): string {
  const found = css.match(
    new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`),
  );
  const value = found?.[THEMES[theme]];
  if (value === undefined) throw new Error(`tokens.css has no colour --${token}`);
  return value;
}

// WCAG 2.2, relative luminance.
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const light = Math.max(luminance(one), luminance(other));
  const dark = Math.min(luminance(one), luminance(other));
  return (light + 0.05) / (dark + 0.05);
}

const SOFT = ["ready", "ringing", "talking", "wrap-up", "alarm"]; // With a ground of their own.
const STATES = [...SOFT, "not-ready"];
const GROUNDS = ["ground", "surface", "raised"];
const TEXTS: [string, string][] = [
  ...["text", "muted", "accent", ...STATES].flatMap((text) =>
    GROUNDS.map((ground): [string, string] => [text, ground]),
  ),
  ...SOFT.map((state): [string, string] => [state, `${state}-soft`]),
  ...SOFT.map((state): [string, string] => ["text", `${state}-soft`]),
  ["accent", "accent-soft"],
  ["text", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-alarm", "alarm"],
];
const MARKS: [string, string][] = ["focus", "edge", ...STATES].flatMap((mark) =>
  GROUNDS.map((ground): [string, string] => [mark, ground]),
);

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(TEXTS)("the text %s can be read on %s", (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)("the mark %s can be seen on %s", (mark, ground) => {
    expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

describe("what moves", () => {
  const folder = new URL("./", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(css|svelte)$/.test(name),
  );
  const moves = files.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return [...text.matchAll(/\b(?:transition|animation):([^;]+);/g)].map(([, how]) => how ?? "");
  });

  test("takes the time that the theme gives it, or only waits", () => {
    expect(moves.length).toBeGreaterThan(0);
    for (const how of moves) expect(how).toMatch(/var\(--motion\)|^ appear 1ms 150ms both$/);
  });

  test("takes at most 150 ms, and none for who wants no motion", () => {
    const [usual, reduced] = [...css.matchAll(/--motion: (\d+)ms;/g)].map(([, ms]) => Number(ms));

    expect(usual).toBeLessThanOrEqual(150);
    expect(reduced).toBe(0);
    expect(css).toMatch(/prefers-reduced-motion: reduce\) \{\s*:root \{\s*--motion: 0ms/);
  });
});

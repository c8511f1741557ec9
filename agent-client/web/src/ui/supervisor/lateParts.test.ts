import { beforeEach, expect, test } from "vitest";
import { renewPage } from "./lateParts";
import type { PageWorld } from "./lateParts";

let nowMs: number;
let isThere: boolean;
let reloads: number;
let world: PageWorld;

beforeEach(() => {
  const kept = new Map<string, string>();
  nowMs = 1_790_000_000_000;
  isThere = true;
  reloads = 0;
  world = {
    kept: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    },
    nowMs: () => nowMs,
    isThere: () => Promise.resolve(isThere),
    reload: () => void reloads++,
  };
});

test("a page that misses a part of an older version is loaded anew", async () => {
  await renewPage(world);

  expect(reloads).toBe(1);
});

test("a page that still misses it is not loaded again and again", async () => {
  await renewPage(world);
  nowMs += 59_999;
  await renewPage(world);
  expect(reloads).toBe(1);

  nowMs += 1;
  await renewPage(world);

  expect(reloads).toBe(2);
});

test("a page whose server is away stays as it is", async () => {
  isThere = false;
  await renewPage(world);

  expect(reloads).toBe(0);
});

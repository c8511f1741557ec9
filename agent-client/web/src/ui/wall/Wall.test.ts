// @vitest-environment happy-dom

import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { parseWallOptions } from "../../domain/board/wallOptions";
import type { Take, ToHub, ToTab } from "../../transport/board/protocol";
import Wall from "./Wall.svelte";

const MINUTE_MS = 60_000;
const told = vi.hoisted(() => ({ starts: 0 }));

// A server that refuses every time that it is asked.
vi.mock("../../transport/board/feed", () => ({
  ownFeed: () => (take: Take<ToTab>) => (message: ToHub) => {
    if (message.kind !== "start") return;
    told.starts++;
    const failure = { code: 7, reason: "TOKEN_REVOKED", message: "", fields: [] };
    take({ kind: "ended", why: "refused", failure });
  },
}));
vi.mock("../../transport/board/server", () => ({
  boardServer: () => ({}),
  whoAmI: () => Promise.reject(new Error("refused")),
}));

afterEach(() => {
  vi.useRealTimers();
});

test("a board that is refused asks again every minute, until it is allowed", async () => {
  vi.useFakeTimers();
  const props = { options: parseWallOptions(""), secret: undefined };
  const wall = mount(Wall, { target: document.body, props });
  flushSync();
  expect(told.starts).toBe(1);

  for (const starts of [2, 3, 4]) {
    vi.advanceTimersByTime(MINUTE_MS);
    flushSync();
    expect(told.starts).toBe(starts);
  }
  await unmount(wall);
});

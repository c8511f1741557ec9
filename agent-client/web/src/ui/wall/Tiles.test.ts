// @vitest-environment happy-dom

import { flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import { totalsOf } from "../../domain/board/boardQueues";
import { parseWallOptions } from "../../domain/board/wallOptions";
import type { BoardFigures } from "../board/boardFigures.svelte";
import Tiles from "./Tiles.svelte";
import { WallMarks } from "./wallMarks.svelte";

test("a service level of no calls is neither good nor bad", async () => {
  const totals = totalsOf([]);
  const marks = new WallMarks(parseWallOptions("?sl=80"));
  marks.step(totals, 1_000);
  const figures = { rows: [] } as unknown as BoardFigures;
  const props = { totals, marks, agents: new Map(), figures, boardMs: 1_000 };
  const tiles = mount(Tiles, { target: document.body, props });
  flushSync();

  const level = document.querySelectorAll(".tile")[2];
  expect(level?.textContent.replace(/\s+/g, " ").trim()).toBe("SL – target 80%");
  expect(level?.classList.contains("within")).toBe(false);
  await unmount(tiles);
});

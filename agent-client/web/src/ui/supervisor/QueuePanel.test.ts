// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { BoardQueueSchema } from "$proto/board_pb";
import { emptyBoard } from "../../domain/board/board";
import { queueRows } from "../../domain/board/boardQueues";
import { firstView } from "../../domain/board/savedView";
import QueuePanel from "./QueuePanel.svelte";
import { DESK } from "./desk.svelte";

type Tickets = MessageInitShape<typeof BoardQueueSchema>["tickets"];

function queue(name: string, tickets?: Tickets) {
  const shown = { name: `queues/${name}`, displayName: name };
  return create(BoardQueueSchema, { queue: shown, ...(tickets && { tickets }) });
}

let panel: Record<string, unknown> | undefined;

// The cells of the column of tickets, from top to bottom.
function ticketsOf(...queues: readonly ReturnType<typeof queue>[]) {
  const figures = {
    rows: queueRows(queues),
    rowMark: () => undefined,
    mark: () => undefined,
    lineOf: () => [],
  };
  const live = { serverSecondMs: 10_000_000, board: { ...emptyBoard, complete: true } };
  panel = mount(QueuePanel, {
    target: document.body,
    props: { onChoose: () => undefined },
    context: new Map([[DESK, { figures, live, view: firstView }]]),
  });
  flushSync();
  const cells = [...document.querySelectorAll("td.tickets")];
  return cells.map((cell) => cell.textContent.replace(/\s+/g, " ").trim());
}

afterEach(async () => {
  if (panel !== undefined) await unmount(panel);
});

test("where no queue has tickets there is no column for them", () => {
  expect(ticketsOf(queue("sales"), queue("support"))).toEqual([]);
  expect(document.querySelector("th.tickets")).toBeNull();
});

test("as soon as one has some, each queue tells how many are open", () => {
  expect(ticketsOf(queue("sales"), queue("support", { openCount: 12 }))).toEqual(["", "12"]);
  expect(document.querySelector("th.tickets")?.textContent).toContain("Tickets");
});

test("clocks whose time passed stand beside the count, and say what they are", () => {
  const tickets = { openCount: 12, warnedClockCount: 3, breachedClockCount: 2 };
  expect(ticketsOf(queue("support", tickets))).toEqual(["✖ 2 12"]);
  expect(document.querySelector("td.tickets [role=img]")?.getAttribute("aria-label")).toBe(
    "Clocks breached: 2",
  );
});

test("where none is breached, those that have warned do", () => {
  expect(ticketsOf(queue("support", { openCount: 12, warnedClockCount: 3 }))).toEqual(["! 3 12"]);
});

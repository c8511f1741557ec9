// @vitest-environment happy-dom

// How much of the table is written anew when agents change. Times differ from machine to machine;
// what is written does not.

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AgentStatus_State } from "$proto/agent_pb";
import { BoardAgentSchema } from "$proto/board_pb";
import type { BoardAgent } from "$proto/board_pb";
import { emptyBoard } from "../../domain/board/board";
import * as figureText from "../../domain/board/figureText";
import { firstView } from "../../domain/board/savedView";
import AgentTable from "./AgentTable.svelte";
import { DESK } from "./desk.svelte";

const AGENTS = 2_000;

function agent(index: number, sinceMs: number): BoardAgent {
  return create(BoardAgentSchema, {
    agent: `agents/a${index}`,
    displayName: `Agent ${index}`,
    status: { state: AgentStatus_State.CONNECTED, sinceTime: timestampFromMs(sinceMs) },
    callSinceTime: timestampFromMs(sinceMs),
  });
}

const desk = $state({
  live: { serverSecondMs: 10_000_000, board: { ...emptyBoard, complete: true } },
  view: firstView,
  labelOf: (queue: string) => queue,
});
const props = $state({
  rows: [] as readonly BoardAgent[],
  tickets: false,
  onChoose: () => undefined,
});
let table: Record<string, unknown>;
let formatted: { mockClear: () => void; mock: { calls: unknown[] } };

const shownRows = () => document.querySelectorAll("button[data-row]").length;
function changed(at: number): void {
  formatted.mockClear();
  props.rows = props.rows.map((row, index) => (index === at ? agent(at, 9_000_000) : row));
  flushSync();
}

beforeEach(() => {
  formatted = vi.spyOn(figureText, "waitText");
  props.rows = Array.from({ length: AGENTS }, (_, index) => agent(index, 1_000_000));
  table = mount(AgentTable, {
    target: document.body,
    props,
    context: new Map([[DESK, desk]]),
  });
  flushSync();
});
afterEach(() => unmount(table));

test("of 2,000 agents only those in sight are in the page", () => {
  expect(shownRows()).toBeGreaterThan(0);
  expect(shownRows()).toBeLessThan(60);
});

test("an agent out of sight who changes writes nothing", () => {
  changed(AGENTS - 1);

  expect(formatted.mock.calls).toHaveLength(0);
});

test("an agent in sight who changes writes the times of one row", () => {
  changed(0);

  expect(formatted.mock.calls.length).toBeGreaterThan(0);
  expect(formatted.mock.calls.length).toBeLessThanOrEqual(2);
});

test("a second writes the times of the rows in sight, and of no others", () => {
  formatted.mockClear();
  desk.live.serverSecondMs += 1_000;
  flushSync();

  expect(formatted.mock.calls).toHaveLength(2 * shownRows());
});

test("the column of tickets is there when it is asked for", () => {
  const cells = () => [...document.querySelectorAll("td.tickets")].map((cell) => cell.textContent);
  expect(cells()).toHaveLength(0);

  props.rows = [
    create(BoardAgentSchema, { agent: "agents/a", tickets: { heldCount: 3, capacity: 5 } }),
    create(BoardAgentSchema, { agent: "agents/b", tickets: { offeredCount: 1, capacity: 4 } }),
  ];
  props.tickets = true;
  flushSync();

  expect(cells().map((text) => text.replace(/\s+/g, " ").trim())).toEqual(["3 / 5", "0 / 4 +1"]);
  expect(document.querySelector("td.tickets [role=img]")?.getAttribute("aria-label")).toBe(
    "Offered now: 1",
  );
  props.tickets = false;
});

test("who is ready outside their working hours is told to be beside their state", () => {
  const ready = { state: AgentStatus_State.READY };
  props.rows = [
    create(BoardAgentSchema, { agent: "agents/a", status: ready, outsideWorkingHours: true }),
    create(BoardAgentSchema, { agent: "agents/b", status: ready }),
  ];
  flushSync();

  const states = [...document.querySelectorAll("td.state")].map((cell) =>
    cell.textContent.replace(/\s+/g, " ").trim(),
  );
  expect(states).toEqual(["Ready Outside working hours", "Ready"]);
});

import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { AgentStatus_State } from "$proto/agent_pb";
import { BoardAgentSchema } from "$proto/board_pb";
import type { BoardAgent } from "$proto/board_pb";
import { agentList, countStates } from "./agentList";
import type { AgentList } from "./agentList";
import { AGENT_COLUMNS, everyAgent } from "./agentTable";
import type { AgentColumn, AgentFilter, AgentOrder } from "./agentTable";

const agent = (name: string, rest: MessageInitShape<typeof BoardAgentSchema> = {}) =>
  create(BoardAgentSchema, { agent: `agents/${name}`, displayName: name, ...rest });
const tableOf = (rows: readonly BoardAgent[]) => new Map(rows.map((row) => [row.agent, row]));

const ana = agent("Ana", {
  team: "orders",
  status: { state: AgentStatus_State.READY, sinceTime: timestampFromMs(30_000) },
  memberships: [{ queue: "queues/orders" }],
  tickets: { heldCount: 1, capacity: 5 },
  deskRoundTripDuration: durationFromMs(20),
});
const ben = agent("Ben", {
  team: "support",
  status: { state: AgentStatus_State.CONNECTED, sinceTime: timestampFromMs(10_000) },
  callSinceTime: timestampFromMs(10_000),
  callQueue: "queues/support",
  deskRoundTripDuration: durationFromMs(900),
});
const zoe = agent("Zoe", {
  team: "orders",
  status: {
    state: AgentStatus_State.NOT_READY,
    sinceTime: timestampFromMs(20_000),
    deskLost: true,
  },
  tickets: { heldCount: 4, capacity: 5 },
});
const table = tableOf([zoe, ana, ben]);
const byState: AgentOrder = { column: "state", descending: false };
const namesOf = (list: AgentList) => list.rows.map((row) => row.displayName);

const shown = (filter: Partial<AgentFilter>, column: AgentColumn, descending = false) =>
  namesOf(agentList(undefined, table, { ...everyAgent, ...filter }, { column, descending }));

test.each<[AgentColumn, string[]]>([
  ["name", ["Ana", "Ben", "Zoe"]],
  ["team", ["Ana", "Zoe", "Ben"]],
  ["state", ["Ben", "Ana", "Zoe"]],
  ["since", ["Ben", "Zoe", "Ana"]],
  ["call", ["Ben", "Ana", "Zoe"]],
  ["tickets", ["Zoe", "Ana", "Ben"]],
  ["link", ["Ben", "Ana", "Zoe"]],
])("rows are sorted by %s, equal ones by name", (column, names) => {
  expect(shown({}, column)).toEqual(names);
});

test("rows that are equal stay in the order of their names when the order is turned", () => {
  expect(shown({}, "team", true)).toEqual(["Ben", "Ana", "Zoe"]);
  expect(shown({}, "name", true)).toEqual(["Zoe", "Ben", "Ana"]);
});

test("agents without a queue come after those with one", () => {
  expect(shown({}, "queue")).toEqual(["Ben", "Ana", "Zoe"]);
});

test("filters hold together", () => {
  expect(shown({ teams: ["orders"] }, "name")).toEqual(["Ana", "Zoe"]);
  expect(shown({ teams: ["orders"], states: ["ready"] }, "name")).toEqual(["Ana"]);
  expect(shown({ queue: "queues/orders" }, "name")).toEqual(["Ana"]);
  expect(shown({ text: " zO" }, "name")).toEqual(["Zoe"]);
  expect(shown({ text: "support" }, "name")).toEqual(["Ben"]);
});

test("teams are told once each, and states are counted, also of agents that are not shown", () => {
  const list = agentList(undefined, table, { ...everyAgent, text: "ana" }, byState);

  expect(list.teams).toEqual(["orders", "support"]);
  expect(list.counts).toMatchObject({ ready: 1, talking: 1, notReady: 1, wrapUp: 0 });
});

test("an agent who changed moves to the new place, and is counted there", () => {
  const list = agentList(undefined, table, everyAgent, byState);
  const busy = { ...zoe, status: { ...ana.status, state: AgentStatus_State.ALERTING } };
  const later = agentList(list, tableOf([busy as BoardAgent, ana, ben]), everyAgent, byState);

  expect(namesOf(later)).toEqual(["Zoe", "Ben", "Ana"]);
  expect(later.counts).toMatchObject({ ringing: 1, notReady: 0 });
});

test("an agent who no longer fits the filter is gone, and comes back", () => {
  const ready: AgentFilter = { ...everyAgent, states: ["ready"] };
  const list = agentList(undefined, table, ready, byState);
  const away = { ...ana, status: zoe.status } as BoardAgent;
  const without = agentList(list, tableOf([zoe, away, ben]), ready, byState);

  expect(namesOf(list)).toEqual(["Ana"]);
  expect(namesOf(without)).toEqual([]);
  expect(namesOf(agentList(without, table, ready, byState))).toEqual(["Ana"]);
});

test.each([
  ["a new name", { ...ana, displayName: "Zzz" }, ["Ben", "Zzz", "Zoe"]],
  ["a new team", { ...ana, team: "night" }, ["Ben", "Ana", "Zoe"]],
])("%s is told too", (_, changed, names) => {
  const list = agentList(undefined, table, everyAgent, byState);
  const later = agentList(list, tableOf([zoe, changed, ben]), everyAgent, byState);

  expect(namesOf(later)).toEqual(names);
  expect(later.teams).toEqual([...new Set([changed.team, "orders", "support"])].sort());
});

test("who came or went is told", () => {
  const list = agentList(undefined, table, everyAgent, byState);

  expect(namesOf(agentList(list, tableOf([ana, ben]), everyAgent, byState))).toEqual([
    "Ben",
    "Ana",
  ]);
});

// Agents whose messages count how often they are read.
let reads = 0;
function counted(index: number, state: AgentStatus_State, atMs = index * 1_000): BoardAgent {
  const whole = agent(`Agent ${index}`, {
    team: `team ${index % 40}`,
    status: { state, sinceTime: timestampFromMs(atMs) },
    callQueue: `queues/q${index % 7}`,
    memberships: [{ queue: "queues/a" }],
  });
  return new Proxy(whole, {
    get(target, key, receiver) {
      if (key !== "agent") reads++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

const STATES = [AgentStatus_State.READY, AgentStatus_State.CONNECTED, AgentStatus_State.ALERTING];
const many = Array.from({ length: 2_000 }, (_, index) =>
  counted(index, STATES[index % 3] ?? AgentStatus_State.READY),
);

test.each(AGENT_COLUMNS)(
  "A1: with 2,000 agents by %s a change of 12 reads 12 of them",
  (column) => {
    const order: AgentOrder = { column, descending: false };
    const filter: AgentFilter = { ...everyAgent, text: "agent" };
    const list = agentList(undefined, tableOf(many), filter, order);
    const next = many.map((row, index) =>
      index % 170 === 0 ? counted(index, AgentStatus_State.HOLD, 9_000_000 + index) : row,
    );
    const agents = tableOf(next);

    reads = 0;
    const later = agentList(list, agents, filter, order);

    // A dozen fields of each, before and after; reading all agents once would be 2,000.
    expect(reads).toBeLessThan(12 * 24);
    expect(namesOf(later)).toEqual(namesOf(agentList(undefined, agents, filter, order)));
    expect(later.counts).toEqual(countStates(next));
  },
);

test("A1: nothing is read when nothing changed", () => {
  const agents = tableOf(many);
  const list = agentList(undefined, agents, everyAgent, byState);

  reads = 0;

  expect(agentList(list, agents, everyAgent, byState)).toBe(list);
  expect(reads).toBe(0);
});

test("who has tickets is counted, and counted again when they have none", () => {
  const first = agentList(undefined, table, everyAgent, byState);
  const done = agent("Zoe", { team: "orders", tickets: { capacity: 5 } });
  const offered = agent("Ben", { team: "support", tickets: { offeredCount: 1, capacity: 5 } });
  const less = agentList(first, tableOf([done, ana, ben]), everyAgent, byState);
  const more = agentList(first, tableOf([zoe, ana, offered]), everyAgent, byState);

  expect([first, less, more].map(({ withTickets }) => withTickets)).toEqual([2, 1, 3]);
});

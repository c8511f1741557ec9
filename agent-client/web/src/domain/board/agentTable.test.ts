import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { AgentStatus_State } from "$proto/agent_pb";
import { BoardAgentSchema } from "$proto/board_pb";
import { agentRows, countStates, everyAgent, groupOf, linkQuality, teamsOf } from "./agentTable";
import type { AgentColumn, AgentFilter } from "./agentTable";

const agent = (name: string, rest: MessageInitShape<typeof BoardAgentSchema> = {}) =>
  create(BoardAgentSchema, { agent: `agents/${name}`, displayName: name, ...rest });

const ana = agent("Ana", {
  team: "orders",
  status: { state: AgentStatus_State.READY, sinceTime: timestampFromMs(30_000) },
  memberships: [{ queue: "queues/orders" }],
  deskRoundTripDuration: durationFromMs(20),
});
const ben = agent("Ben", {
  team: "support",
  status: { state: AgentStatus_State.CONNECTED, sinceTime: timestampFromMs(10_000) },
  callSinceTime: timestampFromMs(10_000),
  deskRoundTripDuration: durationFromMs(900),
});
const zoe = agent("Zoe", {
  team: "orders",
  status: {
    state: AgentStatus_State.NOT_READY,
    sinceTime: timestampFromMs(20_000),
    deskLost: true,
  },
});
const all = [zoe, ana, ben];

const shown = (filter: Partial<AgentFilter>, column: AgentColumn, descending = false) =>
  agentRows(all, { ...everyAgent, ...filter }, { column, descending }).map(
    (row) => row.displayName,
  );

test.each<[AgentColumn, string[]]>([
  ["name", ["Ana", "Ben", "Zoe"]],
  ["team", ["Ana", "Zoe", "Ben"]],
  ["state", ["Ben", "Ana", "Zoe"]],
  ["since", ["Ben", "Zoe", "Ana"]],
  ["call", ["Ben", "Ana", "Zoe"]],
  ["link", ["Ben", "Ana", "Zoe"]],
])("rows are sorted by %s, equal ones by name", (column, names) => {
  expect(shown({}, column)).toEqual(names);
});

test("rows that are equal stay in the order of their names when the order is turned", () => {
  expect(shown({}, "team", true)).toEqual(["Ben", "Ana", "Zoe"]);
  expect(shown({}, "name", true)).toEqual(["Zoe", "Ben", "Ana"]);
});

test("filters hold together", () => {
  expect(shown({ teams: ["orders"] }, "name")).toEqual(["Ana", "Zoe"]);
  expect(shown({ teams: ["orders"], states: ["ready"] }, "name")).toEqual(["Ana"]);
  expect(shown({ queue: "queues/orders" }, "name")).toEqual(["Ana"]);
  expect(shown({ text: " zO" }, "name")).toEqual(["Zoe"]);
  expect(shown({ text: "support" }, "name")).toEqual(["Ben"]);
});

test("a state of a newer server is shown as not ready", () => {
  expect(groupOf(99 as AgentStatus_State)).toBe("notReady");
  expect(groupOf(undefined)).toBe("notReady");
});

test("the link of a desk is good, slow, or not there", () => {
  expect([ana, ben, zoe].map(linkQuality)).toEqual(["good", "slow", "none"]);
});

test("teams are told once each, states are counted", () => {
  expect(teamsOf(all)).toEqual(["orders", "support"]);
  expect(countStates(all)).toMatchObject({ ready: 1, talking: 1, notReady: 1, wrapUp: 0 });
});

test("2,000 agents are sorted fast enough to be sorted with every delta", () => {
  const many = Array.from({ length: 2_000 }, (_, index) =>
    agent(`Agent ${(index * 7919) % 2_000}`, { team: `team ${index % 40}` }),
  );
  const rows = agentRows(many, everyAgent, { column: "team", descending: false });

  expect(rows).toHaveLength(2_000);
  expect(rows[0]?.displayName).toBe("Agent 0");
});

// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { AgentStatus_State } from "$proto/agent_pb";
import { BoardAgentSchema } from "$proto/board_pb";
import { idleText } from "./idleWords";

const memberships = [
  { queue: "queues/sales", paused: true },
  { queue: "queues/support", paused: false },
];

test("who is ready outside their working hours is told to be", () => {
  const agent = create(BoardAgentSchema, {
    status: { state: AgentStatus_State.READY },
    outsideWorkingHours: true,
    memberships,
  });

  expect(idleText(agent)).toBe("Outside working hours");
});

test("who is ready and paused at the switch is told in how many queues", () => {
  const status = { state: AgentStatus_State.READY };

  expect(idleText(create(BoardAgentSchema, { status, memberships }))).toBe(
    "Paused at the telephone system: 1 of 2 queues",
  );
  expect(idleText(create(BoardAgentSchema, { status }))).toBe("");
});

test("of who is not ready it is not told: their state says it", () => {
  const agent = create(BoardAgentSchema, {
    status: { state: AgentStatus_State.NOT_READY },
    outsideWorkingHours: true,
    memberships,
  });

  expect(idleText(agent)).toBe("");
});

import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { AgentStatus_State } from "$proto/agent_pb";
import { BoardAgentSchema } from "$proto/board_pb";
import { groupOf, linkQuality, reasonLabel } from "./agentTable";

const agent = (rest: MessageInitShape<typeof BoardAgentSchema>) =>
  create(BoardAgentSchema, { agent: "agents/ana", ...rest });

test("a state of a newer server is shown as not ready", () => {
  expect(groupOf(99 as AgentStatus_State)).toBe("notReady");
  expect(groupOf(undefined)).toBe("notReady");
});

test.each([
  ["good", { status: {}, deskRoundTripDuration: durationFromMs(20) }],
  ["slow", { status: {}, deskRoundTripDuration: durationFromMs(900) }],
  ["unknown", { status: {} }],
  ["none", { status: { deskLost: true }, deskRoundTripDuration: durationFromMs(20) }],
])("the link of a desk is %s", (quality, rest) => {
  expect(linkQuality(agent(rest))).toBe(quality);
});

test("a reason is shown by its label, and one that is no longer configured by its code", () => {
  const reasons = [{ code: "lunch", label: "Lunch break" }];

  expect(reasonLabel("lunch", reasons)).toBe("Lunch break");
  expect(reasonLabel("training", reasons)).toBe("training");
});

import { expect, test } from "vitest";
import { commandsFor, consultationOf } from "./control";
import { apply } from "./desk";
import { aCall, aDesk, aPop, aSnapshot } from "./fixtures";
import type { Act, Input } from "./input";
import type { DeskState } from "./state";
import { focusedEntry } from "./state";
import type { CommandEnded } from "./workValues";

const FOCUS = { offer: "o1", call: "calls/c1" };
const talking = (change: Partial<DeskState> = {}) =>
  aDesk({
    pops: [aPop({ state: "connected" })],
    calls: [aCall({ allowedCommands: ["hold", "clear"] })],
    focus: FOCUS,
    ...change,
  });

function take(state: DeskState, ...inputs: readonly Input[]) {
  const asked = [];
  for (const input of inputs) {
    const applied = apply(state, input, state.nowMs);
    state = applied.state;
    for (const one of applied.commands) if (one.kind === "ask") asked.push(one.request);
  }
  return { state, asked };
}

const act = (one: Act): Input => ({ kind: "act", act: one });
const HOLD = act({ act: "control", request: { method: "HoldCall", call: "calls/c1" } });
const ISSUED: Input = {
  kind: "answer",
  id: 1,
  outcome: { ok: true, value: { kind: "issued", commandId: "k1", command: "hold" } },
};
const failed = (code: number, reason = ""): Input => ({
  kind: "answer",
  id: 1,
  outcome: { ok: false, failure: { code, reason, message: "", fields: [] } },
});
const ended = (outcome: CommandEnded["outcome"], message = ""): Input => ({
  kind: "update",
  update: { kind: "commandEnded", ended: { commandId: "k1", kind: "hold", outcome, message } },
});

test("what the server allows is asked for, once while it is under way", () => {
  const { state, asked } = take(talking(), HOLD, ISSUED, HOLD);

  expect(asked).toEqual([{ method: "HoldCall", call: "calls/c1" }]);
  expect(state.issued).toEqual([{ id: 1, commandId: "k1", kind: "hold", call: "calls/c1" }]);
});

test("what the server does not allow is not asked for", () => {
  const request = { method: "TransferCall", call: "calls/c1", target: "200" } as const;
  const { state, asked } = take(talking(), act({ act: "control", request }));

  expect(asked).toEqual([]);
  expect(state.toast?.say).toBe("commandNotPossible");
});

test("without a link nothing is asked of the switch", () => {
  expect(take(talking({ nowMs: 60_000 }), HOLD).asked).toEqual([]);
});

test("a command that was accepted says nothing, and may be given again", () => {
  const { state } = take(talking(), HOLD, ISSUED, ended("accepted"));

  expect(state.toast).toBeNull();
  expect(take(state, HOLD).asked).toHaveLength(1);
});

test("a refusal is said in the switch's words", () => {
  expect(take(talking(), HOLD, ISSUED, ended("refused", "busy")).state.toast).toMatchObject({
    say: "commandRefused",
    name: "busy",
  });
});

test("an outcome that is not known is said, and stays until something is heard of the call", () => {
  const { state } = take(talking(), HOLD, ISSUED, ended("unknown"));
  expect(state.toast).toMatchObject({ say: "commandUnknown", name: "hold", bad: true });
  expect(state.unsure).toEqual({ kind: "hold", call: "calls/c1" });

  const call = aCall({ state: "held", revision: 2n });
  const heard = take(state, { kind: "update", update: { kind: "callChanged", call } });

  expect(heard.state.unsure).toBeNull();
});

test.each([4, 14])("no answer, code %d: the outcome is not known either", (code) => {
  const { state } = take(talking(), HOLD, failed(code));

  expect(state.unsure).toEqual({ kind: "hold", call: "calls/c1" });
  expect(state.issued).toEqual([]);
});

test.each([
  [9, ""],
  [14, "SOURCE_NOT_CONNECTED"],
])("what the server refuses is known not to be done: code %d %s", (code, reason) => {
  const { state } = take(talking(), HOLD, failed(code, reason));

  expect(state.unsure).toBeNull();
  expect(state.toast?.say).toBe("failed");
});

test("a command that ended before the answer came is not under way", () => {
  expect(take(talking(), HOLD, ended("accepted"), ISSUED).state.issued).toEqual([]);
});

test("with the whole told anew nothing is under way that was before", () => {
  const snapshot = aSnapshot({ calls: [aCall({})] });
  const { state } = take(talking(), HOLD, ISSUED, {
    kind: "update",
    update: { kind: "snapshot", snapshot },
  });

  expect(state.issued).toEqual([]);
});

test("a ring has its own commands, a call those of the own call", () => {
  const ringing = aDesk({ pops: [aPop({ allowedCommands: ["answer"] })], focus: FOCUS });
  const of = (state: DeskState) => {
    const entry = focusedEntry(state);
    return entry === null ? null : commandsFor(state, entry);
  };

  expect(of(ringing)).toEqual(["answer"]);
  expect(of(talking())).toEqual(["hold", "clear"]);
});

test("one key holds and takes back, another answers what rings", () => {
  const held = talking({ calls: [aCall({ state: "held", allowedCommands: ["retrieve"] })] });
  const ringing = aDesk({ pops: [aPop({ allowedCommands: ["answer"] })] });

  expect(take(talking(), act({ act: "holdOrRetrieve" })).asked).toEqual([
    { method: "HoldCall", call: "calls/c1" },
  ]);
  expect(take(held, act({ act: "holdOrRetrieve" })).asked).toEqual([
    { method: "RetrieveCall", call: "calls/c1" },
  ]);
  expect(take(ringing, act({ act: "answerCall" })).asked).toEqual([
    { method: "AnswerCall", call: "calls/c1" },
  ]);
});

test("a number is dialled only where the agent may dial", () => {
  const dial = act({ act: "control", request: { method: "DialNumber", number: "+4930" } });

  expect(take(aDesk({}), dial).asked).toEqual([]);
  expect(take(aDesk({ allowedCommands: ["dial"] }), dial).asked).toHaveLength(1);
});

test("the held call is given to the one who was called for it", () => {
  const both = talking({
    calls: [aCall({ state: "held" }), aCall({ call: "calls/c2", offer: "" })],
  });

  expect(consultationOf(both, "calls/c1")).toBe("calls/c2");
  expect(consultationOf(talking({ calls: [aCall({ state: "held" })] }), "calls/c1")).toBeNull();
});

test("a consultation is ended by the call that is held", () => {
  const request = { method: "CancelConsultation", call: "calls/c1" } as const;
  const allowed = talking({ calls: [aCall({ allowedCommands: ["cancelConsult"] })] });

  expect(take(allowed, act({ act: "control", request })).asked).toEqual([request]);
  expect(take(talking(), act({ act: "control", request })).asked).toEqual([]);
});

test("a switch that keeps the consultation in the one call is asked with that call", () => {
  expect(consultationOf(talking(), "calls/c1")).toBe("calls/c1");
  expect(consultationOf(talking({ calls: [] }), "calls/c1")).toBeNull();
});

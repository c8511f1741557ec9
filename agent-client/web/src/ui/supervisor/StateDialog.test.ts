// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardAgentSchema } from "$proto/board_pb";
import StateDialog from "./StateDialog.svelte";
import { FakeDesk, mounted, press, settled } from "./fakeDesk.svelte";

const changeAgentState = vi.fn();
let leave: () => Promise<void>;

beforeEach(() => {
  changeAgentState.mockReset().mockRejectedValue(new Error("too late"));
  const agent = create(BoardAgentSchema, { agent: "agents/ana", displayName: "Ana Vidal" });
  leave = mounted(StateDialog, { agent }, new FakeDesk({ supervision: { changeAgentState } }));
  press("Set state…");
});
afterEach(() => leave());

const ids = () => changeAgentState.mock.calls.map(([request]) => request.requestId as string);

async function set(name: string): Promise<void> {
  press(name);
  await settled();
}

test("an act that is tried again has the same id, so that it is done once", async () => {
  await set("Set to Not ready");
  await set("Set to Not ready");

  expect(ids()).toHaveLength(2);
  expect(new Set(ids()).size).toBe(1);
});

test("another state is another act", async () => {
  await set("Set to Not ready");
  document.querySelectorAll<HTMLInputElement>("[type=radio]")[2]?.click();
  flushSync();
  await set("Set to Logged off");

  expect(new Set(ids()).size).toBe(2);
});

test("another reason is another act", async () => {
  await set("Set to Not ready");
  document.querySelector("select")?.dispatchEvent(new Event("change", { bubbles: true }));
  await set("Set to Not ready");

  expect(new Set(ids()).size).toBe(2);
});

test("the dialog closes when the state is set, and the page tells what it is now", async () => {
  changeAgentState.mockResolvedValue({ status: undefined });
  await set("Set to Not ready");

  expect(document.querySelector("[role=dialog]")).toBeNull();
});

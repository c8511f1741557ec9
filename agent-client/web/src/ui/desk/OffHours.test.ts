// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import type { AgentState } from "../../domain/desk/values";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import OffHours from "./OffHours.svelte";

afterEach(() => Mounted.closeAll());

function said(state: AgentState, offHours: boolean): string {
  const { agent } = aDesk({});
  const desk = aDesk({ agent: { ...agent, offHours, status: { ...agent.status, state } } });
  return new Mounted(new FakeSession(desk), (where) => mount(OffHours, where)).text;
}

test("who is ready outside their working hours is told so", () => {
  expect(said("ready", true)).toBe("Outside working hours");
  expect(said("ready", false)).toBe("");
});

test("of who is not ready it is not told: their state says it", () => {
  expect(said("notReady", true)).toBe("");
});

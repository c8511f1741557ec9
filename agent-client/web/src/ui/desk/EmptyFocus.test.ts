// @vitest-environment happy-dom
import { mount, tick } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import EmptyFocus from "./EmptyFocus.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import "./workParts"; // Otherwise loaded when it is shown first.

afterEach(() => Mounted.closeAll());

test("a desk without a call tells the keys to begin with", async () => {
  const panel = new Mounted(new FakeSession(aDesk({})), (where) => mount(EmptyFocus, where));
  for (let turn = 0; turn < 500 && panel.all("dl").length === 0; turn += 1) await tick();

  expect(panel.all("dd").map((one) => one.textContent)).toEqual([
    "Ready or not ready",
    "Find a customer",
    "All keys",
  ]);
});

// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { DEFAULT_KEYS } from "../../domain/desk/keys";
import { aDesk } from "../../domain/desk/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import KeysDialog from "./KeysDialog.svelte";
import { Mounted } from "./mounted";
import { settings } from "./settings.svelte";

afterEach(async () => {
  settings.change({ keys: DEFAULT_KEYS, singleKeys: true });
  await Mounted.closeAll();
});

// The dialog lies in the body, outside of what was mounted.
function button(name: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>("[role=dialog] button")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim() === name,
  );
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function show() {
  const props = { onClose: () => undefined };
  return new Mounted(new FakeSession(aDesk({})), (where) => mount(KeysDialog, { ...where, props }));
}

function press(on: HTMLElement, key: string) {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  flushSync();
}

test("an action gets the key that is pressed after its button", () => {
  show();
  const change = button("Change: Ready or not ready");
  change.click();
  flushSync();
  expect(change.textContent).toContain("Press the new key");

  press(change, "y");

  expect(settings.now.keys.ready).toBe("y");
  expect(change.textContent).toContain("Change");
});

test("Esc leaves the key as it is, and a digit is none", () => {
  show();
  const change = button("Change: Ready or not ready");

  for (const key of ["Escape", "1"]) {
    change.click();
    flushSync();
    press(change, key);
  }

  expect(settings.now.keys.ready).toBe("r");
});

test("all keys are given back as they were delivered", () => {
  settings.remap("ready", "y");
  show();

  button("As delivered").click();

  expect(settings.now.keys).toEqual(DEFAULT_KEYS);
});

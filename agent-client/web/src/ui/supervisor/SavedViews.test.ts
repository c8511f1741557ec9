// @vitest-environment happy-dom

import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { firstView } from "../../domain/board/savedView";
import type { SupervisorDesk } from "./desk.svelte";
import { FakeDesk, mounted, press } from "./fakeDesk.svelte";
import { keepViews, keptViews } from "./keptViews";
import SavedViews from "./SavedViews.svelte";

let leave: () => Promise<void>;
beforeEach(() => {
  localStorage.clear();
  const desk = new FakeDesk({});
  desk.view = { ...firstView, page: "board" };
  leave = mounted(SavedViews, { desk: desk as unknown as SupervisorDesk }, desk);
});
afterEach(async () => {
  await new Promise(requestAnimationFrame); // The card has its place.
  await leave();
});

const text = () => (document.body.textContent ?? "").replace(/\s+/g, " ");
const names = () => keptViews().map(({ name }) => name);

// Opens the card, as the browser tells it.
function open(): void {
  const card = document.querySelector("[popover]");
  card?.dispatchEvent(Object.assign(new Event("toggle"), { newState: "open" }));
  flushSync();
}

function save(name: string): void {
  const field = document.querySelector<HTMLInputElement>("form input");
  if (field === null) throw new Error(`no field in: ${text()}`);
  field.value = name;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  press("Save");
}

test("views that another tab saved are there, and stay when one is added or removed", () => {
  keepViews([{ name: "Night", query: "?state=ready" }]);
  open();
  expect(text()).toContain("Night");

  keepViews([...keptViews(), { name: "Day", query: "?state=hold" }]);
  save("Mine");
  expect(names()).toEqual(["Night", "Day", "Mine"]);
  document.querySelector<HTMLElement>("[aria-label='Remove the view Night']")?.click();
  flushSync();

  expect(names()).toEqual(["Day", "Mine"]);
});

test("a view of tickets that could not be moved is still shown", () => {
  keepViews([{ name: "Late", query: "?page=tickets&tbreached=1" }]);
  open();

  expect(document.querySelector("li a")?.getAttribute("href")).toContain("tbreached");
});

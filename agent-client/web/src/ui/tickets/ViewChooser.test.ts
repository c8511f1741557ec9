// @vitest-environment happy-dom

import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aView } from "../../domain/tickets/fixtures";
import { EVERY_TICKET } from "../../domain/tickets/ticket";
import type { KeptView } from "../../domain/tickets/views";
import { FakeDoor, ok, refused, settled, type } from "./fakeDoor";
import ViewChooser from "./ViewChooser.svelte";

const MINE = aView({});
const OURS = aView({ name: "savedViews/v2", displayName: "For VIPs", shared: true });
const THEIRS = { ...OURS, changeable: false };

let leave: (() => Promise<void>) | undefined;
afterEach(() => leave?.());

function show(door: FakeDoor, { mayShare = false, filter = EVERY_TICKET } = {}) {
  const chosen: (KeptView | null)[] = [];
  const onChosen = (view: KeptView | null) => chosen.push(view);
  const props = { door, mayShare, filter, order: "due" as const, onChosen };
  const shown = mount(ViewChooser, { target: document.body, props });
  leave = () => unmount(shown);
  flushSync();
  return chosen;
}

const text = () => (document.body.textContent ?? "").replace(/\s+/g, " ");
const find = (name: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
function press(name: string): void {
  const button = find(name);
  if (button === undefined) throw new Error(`no button ${name} in: ${text()}`);
  button.click();
  flushSync();
}

test("views are chosen by name, one's own before those for everybody", async () => {
  const chosen = show(new FakeDoor({ listTicketViews: () => ok([MINE, OURS]) }));
  await settled();
  expect([...document.querySelectorAll("optgroup")].map((group) => group.label)).toEqual([
    "Mine",
    "For everybody",
  ]);

  type("View", "savedViews/v2");
  type("View", "");

  expect(chosen.filter((view) => view !== null)[0]).toEqual(OURS);
  expect(chosen.at(-1)).toBeNull();
});

test("what the list asks for already is the view that is in use", async () => {
  show(new FakeDoor({ listTicketViews: () => ok([MINE]) }), { filter: MINE.filter });
  await settled();

  expect(document.querySelector("select")?.value).toBe("savedViews/v1");
});

test("the present question is saved under a name", async () => {
  const door = new FakeDoor({ saveTicketView: () => ok(aView({ displayName: "All of it" })) });
  show(door);
  await settled();

  press("Save as view");
  expect(find("Save")?.disabled).toBe(true);
  type("Name of the view", " All of it ");
  expect(text()).not.toContain("For everybody");
  press("Save");
  await settled();

  expect(door.of("saveTicketView")[0]?.draft).toEqual({
    name: "",
    etag: "",
    displayName: "All of it",
    shared: false,
    filter: EVERY_TICKET,
    order: "due",
  });
  expect(document.querySelector("select")?.value).toBe("savedViews/v1");
});

test("supervisors save for everybody, and replace what has the name", async () => {
  const door = new FakeDoor({
    listTicketViews: () => ok([MINE, OURS]),
    saveTicketView: () => ok({ ...OURS, etag: "2" }),
  });
  show(door, { mayShare: true });
  await settled();

  press("Save as view");
  type("Name of the view", "For VIPs");
  expect(find("Save")).toBeDefined();
  document.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
  flushSync();
  press("Replace");
  await settled();

  expect(door.of("saveTicketView")[0]?.draft).toMatchObject({
    name: "savedViews/v2",
    etag: "1",
    shared: true,
  });
});

test("an attempt that is repeated has the same id, and why it failed is said", async () => {
  const door = new FakeDoor({ saveTicketView: () => refused("SAVED_VIEWS_FULL", 8) });
  show(door);
  await settled();

  press("Save as view");
  type("Name of the view", "x");
  press("Save");
  await settled();
  press("Save");
  await settled();

  const ids = door.of("saveTicketView").map(({ requestId }) => requestId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(text()).toContain("There is no room for a further view: delete one first.");
});

test("a view is deleted after a second press, where it may be", async () => {
  let now = 10_000;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  const door = new FakeDoor({
    listTicketViews: () => ok([MINE]),
    deleteTicketView: () => ok(null),
  });
  const chosen = show(door, { filter: MINE.filter });
  await settled();

  press("Delete view");
  now += 1_000;
  expect(door.of("deleteTicketView")).toEqual([]);
  press("Delete “Late ones”?");
  await settled();
  clock.mockRestore();

  expect(door.of("deleteTicketView")[0]).toMatchObject({ name: "savedViews/v1", etag: "1" });
  expect(chosen).toEqual([null]);
  expect(text()).not.toContain("Late ones");
});

test("a view of others is neither deleted nor replaced", async () => {
  const door = new FakeDoor({ listTicketViews: () => ok([THEIRS]) });
  show(door, { filter: THEIRS.filter });
  await settled();

  expect(find("Delete view")).toBeUndefined();
  press("Save as view");
  type("Name of the view", "For VIPs");
  expect(find("Save")).toBeDefined();
});

test("without a link nothing is saved", async () => {
  const door = new FakeDoor({ listTicketViews: () => ok([MINE]) });
  door.live = false;
  show(door, { filter: MINE.filter });
  await settled();

  expect(find("Save as view")?.disabled).toBe(true);
  expect(find("Delete view")?.disabled).toBe(true);
});

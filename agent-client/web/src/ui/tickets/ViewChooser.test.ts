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

test("the keys go to the name that is asked for, and back to the button", async () => {
  show(new FakeDoor({ saveTicketView: () => ok(MINE) }));
  await settled();
  find("Save as view")?.focus();
  press("Save as view");
  expect(document.activeElement).toBe(document.querySelector("form input"));

  type("Name of the view", "Late ones");
  press("Save");
  await settled();

  expect(document.querySelector("form")).toBeNull();
  expect(document.activeElement).toBe(find("Save as view"));
});

test.each([
  ["ETAG_MISMATCH", 10, "The view was changed meanwhile.", [{ ...MINE, etag: "2" }], "2"],
  ["SAVED_VIEW_EXISTS", 6, "Another view has this name.", [{ ...MINE, etag: "3" }], "3"],
  ["SAVED_VIEW_NOT_FOUND", 5, "Somebody deleted this view.", [], ""],
] as const)("after %s it is saved at the next press", async (reason, code, said, after, etag) => {
  let listed: readonly KeptView[] = reason === "SAVED_VIEW_EXISTS" ? [] : [MINE];
  let refuses = true;
  const door = new FakeDoor({
    listTicketViews: () => ok(listed),
    saveTicketView: () => (refuses ? refused(reason, code) : ok(MINE)),
  });
  show(door);
  await settled();
  press("Save as view");
  type("Name of the view", "Late ones");
  listed = after;
  press(reason === "SAVED_VIEW_EXISTS" ? "Save" : "Replace");
  await settled();
  expect(text()).toContain(said);

  refuses = false;
  press(after.length === 0 ? "Save" : "Replace");
  await settled();

  expect(door.of("saveTicketView")[1]?.draft.etag).toBe(etag);
  expect(text()).not.toContain(said);
});

test("views that could not be read are read at a press", async () => {
  let fails = true;
  const door = new FakeDoor({ listTicketViews: () => (fails ? refused("", 14) : ok([MINE])) });
  show(door);
  await settled();
  expect(text()).toContain("The server does not answer. Try again.");

  fails = false;
  press("Retry");
  await settled();

  expect(text()).toContain("Late ones");
  expect(find("Retry")).toBeUndefined();
  expect(document.activeElement).toBe(find("Save as view"));
});

test("what was asked of one view is not asked of the next", async () => {
  const other = aView({ name: "savedViews/v3", displayName: "Others" });
  show(new FakeDoor({ listTicketViews: () => ok([MINE, other]) }));
  await settled();
  type("View", MINE.name);
  press("Delete view");
  expect(find("Delete “Late ones”?")).toBeDefined();

  type("View", other.name);

  expect(find("Delete view")).toBeDefined();
});

import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { EMPTY_DRAFT } from "../../domain/desk/state";
import { DraftStore } from "./draftStore";

const HOUR_MS = 3_600_000;

test("what was typed is there after a reload, of its agent only", async () => {
  const store = await DraftStore.open();
  await store.keep("agents/a1", "calls/c1", { ...EMPTY_DRAFT, note: "mine", dirty: true }, 0);

  const again = await DraftStore.open();

  expect((await again.read("agents/a1", 1)).get("calls/c1")?.note).toBe("mine");
  expect((await again.read("agents/other", 1)).size).toBe(0);
});

test("a save that was not answered is not had by the server", async () => {
  const store = await DraftStore.open();
  await store.keep("agents/a2", "calls/c1", { ...EMPTY_DRAFT, note: "x", saving: true }, 0);

  expect((await store.read("agents/a2", 1)).get("calls/c1")?.dirty).toBe(true);
});

test("nothing is kept for longer than a day", async () => {
  const store = await DraftStore.open();
  await store.keep("agents/a3", "calls/c1", { ...EMPTY_DRAFT, note: "old", dirty: true }, 0);

  expect((await store.read("agents/a3", 24 * HOUR_MS)).size).toBe(1);
  expect((await store.read("agents/a3", 24 * HOUR_MS + 1)).size).toBe(0);
});

test("at the sign-out only what the server has not stays", async () => {
  const store = await DraftStore.open();
  await store.keep("agents/a4", "calls/saved", { ...EMPTY_DRAFT, note: "saved" }, 0);
  await store.keep("agents/a4", "calls/dirty", { ...EMPTY_DRAFT, note: "dirty", dirty: true }, 0);

  await store.forget("agents/a4");

  expect([...(await store.read("agents/a4", 1)).keys()]).toEqual(["calls/dirty"]);
});

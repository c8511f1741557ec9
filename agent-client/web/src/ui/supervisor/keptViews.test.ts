// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import { parseView } from "../../domain/board/savedView";
import { aView } from "../../domain/tickets/fixtures";
import type { KeptView } from "../../domain/tickets/views";
import { FakeDoor, ok, refused } from "../tickets/fakeDoor";
import { keepViews, keptViews, moveTicketViews } from "./keptViews";

const LATE = { name: "Late", query: "?page=tickets&tbreached=1" };
const NIGHT = { name: "Night", query: "?state=ready" };
const VIP = { name: "VIP", query: "?page=tickets&ttag=vip" };
const ofLate = parseView(LATE.query).tickets;

beforeEach(() => {
  localStorage.clear();
});

// A server that has these views, and takes a name once.
function serverWith(...views: readonly KeptView[]) {
  const names = new Set(views.map(({ displayName }) => displayName));
  return new FakeDoor({
    listTicketViews: () => ok(views),
    saveTicketView: ({ draft }) =>
      names.has(draft.displayName) ? refused("SAVED_VIEW_EXISTS", 6) : ok(aView({})),
  });
}
const names = (door: FakeDoor) => door.of("saveTicketView").map(({ draft }) => draft.displayName);

test("a view that the server has already is kept here no more", async () => {
  keepViews([NIGHT, LATE]);
  const { filter, order } = ofLate;
  const door = serverWith(aView({ displayName: "Late", filter, order }));
  await moveTicketViews(door.ask);

  expect(names(door)).toEqual(["Late"]);
  expect(keptViews()).toEqual([NIGHT]);
});

test("where the server has another view of that name, it moves under a further one", async () => {
  keepViews([LATE]);
  const filter = { ...ofLate.filter, tag: "other" };
  const door = serverWith(
    aView({ displayName: "Late", filter }),
    aView({ name: "savedViews/v2", displayName: "Late (2)", filter }),
  );
  await moveTicketViews(door.ask);

  expect(names(door)).toEqual(["Late", "Late (2)", "Late (3)"]);
  expect(keptViews()).toEqual([]);
});

test("what one is refused for keeps none of the others back", async () => {
  keepViews([LATE, VIP]);
  const door = new FakeDoor({
    saveTicketView: ({ draft }) =>
      draft.displayName === "Late" ? refused("TIME_RANGE_INVALID", 3) : ok(aView({})),
  });
  await moveTicketViews(door.ask);

  expect(names(door)).toEqual(["Late", "VIP"]);
  expect(keptViews().map(({ name }) => name)).toEqual(["Late"]);
});

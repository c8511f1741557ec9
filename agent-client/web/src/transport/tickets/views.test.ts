import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { SavedViewSchema } from "$proto/saved_view_pb";
import { EVERY_TICKET } from "../../domain/tickets/ticket";
import { savedViewOf, viewOf } from "./views";

test("what a view asks for comes back as it was saved", () => {
  const draft = {
    name: "savedViews/v1",
    etag: "3",
    displayName: "Late",
    shared: true,
    filter: {
      text: "late parcel",
      states: ["open", "resolved"],
      types: ["complaint", "task"],
      priorityMin: "high",
      customer: "customers/c1",
      queue: "queues/sales",
      owner: "agents/-",
      breached: true,
      dueWithinMs: 90_000,
      tag: "vip",
      watched: true,
      startMs: 1_000,
      endMs: 2_000,
    },
    order: "priority",
  } as const;

  expect(viewOf(savedViewOf(draft))).toEqual({ ...draft, owner: "", changeable: false });
});

test("a view holds a span and no moment", () => {
  const filter = { ...EVERY_TICKET, dueWithinMs: 3_600_000 };
  const draft = { name: "", etag: "", displayName: "x", shared: false } as const;

  const view = savedViewOf({ ...draft, filter, order: "due" });

  expect(view.filter?.dueBeforeTime).toBeUndefined();
  expect(view.dueWithinDuration?.seconds).toBe(3_600n);
});

test("a view without a filter asks for every ticket", () => {
  const view = viewOf(create(SavedViewSchema, { displayName: "All" }));

  expect(view.filter).toEqual(EVERY_TICKET);
  expect(view.order).toBe("newest");
});

import { expect, test } from "vitest";
import type { BulkAct } from "./bulk";
import { planned } from "./bulk";
import { aTicket } from "./fixtures";

const HIGH: BulkAct = { what: "priority", to: "high" };
const TO_BEN: BulkAct = { what: "owner", to: "agents/ben" };

test("a change is planned for the ticket as it was seen", () => {
  expect(planned(aTicket({}), HIGH)).toEqual({
    kind: "change",
    before: "normal",
    change: { kind: "fields", fields: { priority: "high" }, etag: "e1" },
  });
  expect(planned(aTicket({}), { what: "queue", to: "queues/shop" })).toMatchObject({
    before: "queues/sales",
    change: { fields: { queue: "queues/shop" } },
  });
  expect(planned(aTicket({ owner: "agents/ana" }), TO_BEN)).toEqual({
    kind: "change",
    before: "agents/ana",
    change: { kind: "assign", owner: "agents/ben", etag: "e1" },
  });
});

test("what is so already stays", () => {
  expect(planned(aTicket({ priority: "high" }), HIGH)).toEqual({ kind: "same" });
  expect(planned(aTicket({ owner: "agents/ben" }), TO_BEN)).toEqual({ kind: "same" });
});

test("what is resolved is given to nobody, what is closed stays as it is", () => {
  expect(planned(aTicket({ state: "resolved" }), TO_BEN)).toEqual({ kind: "done" });
  expect(planned(aTicket({ state: "resolved" }), HIGH).kind).toBe("change");
  expect(planned(aTicket({ state: "closed" }), HIGH)).toEqual({ kind: "closed" });
});

// Values for tests; no page imports them.

import type { Callback } from "./callback";

export const aCallback = (change: Partial<Callback>): Callback => ({
  name: "callbacks/b1",
  number: null,
  displayName: "Anna Berg",
  customer: "",
  queueDisplayName: "Sales",
  state: "waiting",
  origin: "queue",
  note: "",
  waitStartMs: null,
  earliestMs: null,
  nextAttemptMs: null,
  agent: "",
  preferredAgent: "",
  attempts: [],
  ticket: "",
  createMs: 0,
  end: "none",
  endMs: null,
  recovered: false,
  held: false,
  leaseMs: null,
  ...change,
});

// Values for tests; no page imports them.

import { EVERY_TICKET } from "./ticket";
import type { TicketClock, TicketDetails, TicketEntry } from "./ticket";
import type { KeptView } from "./views";

export const aClock = (change: Partial<TicketClock>): TicketClock => ({
  kind: "resolution",
  state: "running",
  dueMs: null,
  warnMs: null,
  warned: false,
  stopMs: null,
  ...change,
});

export const aTicket = (change: Partial<TicketDetails>): TicketDetails => ({
  name: "tickets/t1",
  number: 12,
  subject: "Delivery late",
  state: "open",
  type: "question",
  priority: "normal",
  customer: "",
  customerDisplayName: "",
  queue: "queues/sales",
  queueDisplayName: "Sales",
  owner: "",
  ownerDisplayName: "",
  tags: [],
  reminderMs: null,
  clocks: [],
  complaint: null,
  satisfaction: 0,
  mergedInto: "",
  withSupervisors: false,
  createMs: 0,
  updateMs: 0,
  etag: "e1",
  watchers: [],
  linked: [],
  closeMs: null,
  ...change,
});

export const anEntry = (change: Partial<TicketEntry>): TicketEntry => ({
  number: 1,
  kind: "created",
  timeMs: 0,
  actor: "ana",
  actorDisplayName: "Ana Vidal",
  isPublic: false,
  text: "",
  before: "",
  after: "",
  uri: "",
  ...change,
});

export const aView = (change: Partial<KeptView>): KeptView => ({
  name: "savedViews/v1",
  displayName: "Late ones",
  shared: false,
  owner: "users/ana",
  changeable: true,
  etag: "1",
  filter: { ...EVERY_TICKET, breached: true },
  order: "due",
  ...change,
});

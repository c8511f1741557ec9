// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aCaller, aDesk, aPop, aWrapUp } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { callerOf, focusedEntry } from "../../domain/desk/state";
import { aClock, aTicket } from "../../domain/tickets/fixtures";
import { NO_COMPLAINT } from "../../domain/tickets/ticket";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import PopCard from "./PopCard.svelte";

afterEach(() => Mounted.closeAll());

const FOCUS = { offer: "o1", call: "calls/c1" };
const NUMBER = {
  formatted: "+86 138 0013 8000",
  e164: "+8613800138000",
  raw: "13800138000",
  place: "Beijing",
  kind: "mobile",
} as const;

async function show(change: Partial<DeskState>): Promise<[Mounted, FakeSession]> {
  const session = new FakeSession(aDesk({ focus: FOCUS, ...change }));
  const entry = focusedEntry(session.state);
  if (entry === null) throw new Error("nothing in focus");
  const mounted = new Mounted(session, (where) =>
    mount(PopCard, { ...where, props: { entry, caller: callerOf(entry) } }),
  );
  await vi.dynamicImportSettled();
  return [mounted, session];
}

test("the fields stand in the order of their weight", async () => {
  const caller = aCaller({
    displayName: "王小明",
    number: NUMBER,
    customer: "customers/w",
    company: "华信科技",
    role: "purchasing manager",
    flags: [{ code: "vip", label: "VIP" }],
    match: "exact",
    candidateCount: 1,
  });
  const [card] = await show({
    pops: [
      aPop({
        caller,
        offerCount: 2,
        dialledLabel: "Orders",
        attached: [{ label: "menu", value: "2 Delivery", masked: false }],
        waitedMs: 72_000,
        callsTodayCount: 2,
        lastAgent: "Chen",
        pinnedNote: "speaks Cantonese",
        openTicketCount: 2,
      }),
    ],
  });
  const inOrder = [
    "Ringing",
    "Sales",
    "offer 1 of 2",
    "王小明",
    "VIP",
    "华信科技",
    "+86 138 0013 8000",
    "mobile · Beijing",
    "“Orders”",
    "2 Delivery",
    "Waited 01:12",
    "2 calls today",
    "last agent: Chen",
    "exact number, 1 customer",
    "Not this customer",
    "speaks Cantonese",
    "2 open cases",
  ];
  const places = inOrder.map((text) => card.text.indexOf(text));

  expect(places).not.toContain(-1);
  expect([...places].sort((one, other) => one - other)).toEqual(places);
});

test("open tickets say how clocks stand, what was promised, until when they wait", async () => {
  const [card, session] = await show({
    pops: [
      aPop({
        openTicketCount: 2,
        openTickets: [
          aTicket({
            name: "tickets/late",
            subject: "Delivery late",
            clocks: [aClock({ state: "breached" })],
            complaint: { ...NO_COMPLAINT, promisedAction: "a call by noon" },
          }),
          aTicket({ name: "tickets/waits", state: "pending", reminderMs: 3_600_000 }),
        ],
      }),
    ],
  });

  expect(card.text).toContain("Delivery late");
  expect(card.text).toContain("breached");
  expect(card.text).toContain("a call by noon");
  expect(card.text).toContain("pending until");
  card.press(/Delivery late/);
  expect(session.acts).toContainEqual({ act: "openTicket", ticket: "tickets/late" });
});

test("of several who may call none is preselected, and the chosen one is sent", async () => {
  const candidate = (customer: string, displayName: string) => ({
    customer,
    displayName,
    company: "",
    role: "",
    formattedNumber: "",
    lastContactMs: null,
    reason: "none" as const,
  });
  const candidates = [candidate("customers/a", "Anna"), candidate("customers/b", "Bert")];
  const caller = aCaller({ number: NUMBER, candidates, candidateCount: 2 });
  const [card, session] = await show({ pops: [aPop({ caller })] });

  expect(card.all("input:checked")).toEqual([]);
  expect(card.find("That is the caller").hasAttribute("disabled")).toBe(true);
  card.choose(1);
  card.press("That is the caller");

  expect(session.requests).toContainEqual({
    method: "ChooseCaller",
    call: "calls/c1",
    customer: "customers/b",
  });
});

test("a secret that the caller typed is not on the card", async () => {
  const attached = [{ label: "PIN", value: "1234", masked: true }];
  const [card] = await show({ pops: [aPop({ attached })] });

  expect(card.text).toContain("PIN hidden");
  expect(card.text).not.toContain("1234");
});

test("who withholds the number is called so, with nothing to copy or to match by", async () => {
  const [card] = await show({ pops: [aPop({ caller: aCaller({ withheld: true }) })] });

  expect(card.text).toContain("Number withheld");
  expect(card.text).toContain("nothing to match by");
  expect(card.has(/Copy/)).toBe(false);
  expect(card.has(/Not this customer/)).toBe(false);
});

test("an unknown caller is found or created", async () => {
  const [card] = await show({ pops: [aPop({ caller: aCaller({ number: NUMBER }) })] });

  card.press("Create customer");
  card.press(/^Find customer/);

  expect(card.text).toContain("Unknown caller");
  expect(card.opened).toEqual(["create", "palette"]);
});

test("a wrap-up shows what is left of its time", async () => {
  const [card] = await show({ wrapUps: [aWrapUp({ deadlineMs: 30_000 })] });

  expect(card.text).toContain("00:30 left");
});

test("without a link what needs the server cannot be pressed, and it is said why", async () => {
  const [card] = await show({
    pops: [aPop({ caller: aCaller({ number: NUMBER }) })],
    nowMs: 60_000,
  });
  const create = card.find("Create customer");

  expect(create.hasAttribute("disabled")).toBe(true);
  expect(create.title).toBe("Needs the server: not live now");
});

test("no page is offered whose address is not one of the web", async () => {
  const openUri = "javascript:alert(1)";
  const [card] = await show({ pops: [aPop({ openUri })] });

  expect(card.all("a")).toEqual([]);
});

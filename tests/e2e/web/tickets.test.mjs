// The work that has to be done, at the desk and on the supervisor's page: each test goes on where
// the one before ended.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk, gone, shown, signIn } from "./desk.mjs";
import { Switch, callAs, hangUp, signIn as secretOf, site, until } from "./site.mjs";

const NOEL = "+493023125003";
const CHEN = "+8613800138001";
const BERG = "+493023125002";
const LATE = "Delivery of 三 boxes is late";
const browser = await launch();
after(() => browser.close());
const context = await profile(browser);
const desk = await Desk.open(context, "ana");
const { page } = desk;
const phone = new Switch("sales", "PJSIP/1001");
const ana = await secretOf("ana");
const sue = await secretOf("sue");
const mine = page.getByRole("region", { name: /^My tickets/ });
const field = (name) => desk.focus.getByRole("textbox", { name, exact: true });
// A choice by the words before it.
const choice = (place, name) =>
  place.locator("label").filter({ hasText: new RegExp(`^\\s*${name}`) }).locator("select");
const back = (place) => place.getByRole("button", { name: "Back", exact: true });
let ticket;

const one = async () =>
  (await callAs(ana, "TicketService/GetTicket", { name: ticket.name })).ticket;

test("a ticket is created from the call that it came from", async () => {
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });
  const call = await phone.ring(NOEL);
  await phone.answer(call);
  await shown(desk.card("Lea Noel").getByText("Talking"));
  await desk.button(/^New ticket/, desk.card("Lea Noel")).click();
  await shown(desk.focus.getByText("From this call"));
  await field("Subject").fill(LATE);
  await choice(desk.focus, "Priority").selectOption({ label: "High" });
  await field(/^What there is to say/).fill("Since Monday.");
  await desk.button("Create ticket", desk.focus).click();

  await shown(desk.focus.getByRole("heading", { name: LATE }));
  for (const text of ["Lea Noel", "Ana Vidal", "High"]) await shown(desk.focus.getByText(text));
  const answer = await callAs(ana, "TicketService/ListTickets", { filter: { owner: "agents/ana" } });
  ticket = answer.tickets.find(({ subject }) => subject === LATE);
  assert.equal(ticket.priority, "PRIORITY_HIGH");
  assert.equal(ticket.customerDisplayName, "Lea Noel");
  assert.equal(ticket.interactions.length, 1);
});

const NEXT_WEEK = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 16);

test("a call is promised from the card, and what is not sent is gone on with", async () => {
  await back(desk.focus).click();
  await desk.button("Promise a call…", desk.card("Lea Noel")).click();
  await desk.focus.getByLabel("Not before").fill(NEXT_WEEK);
  await field("What about").fill("the boxes");
  await desk.row("Lea Noel").getByRole("button").first().click();
  await shown(desk.card("Lea Noel"));
  const unsent = page.getByRole("region", { name: "Not promised yet" });
  await unsent.getByRole("button", { name: "Lea Noel" }).click();
  assert.equal(await field("What about").inputValue(), "the boxes");
  await desk.focus.getByRole("button", { name: "Promise it", exact: true }).click();

  await shown(page.getByText("The call is promised"));
  await gone(unsent);
  const { callbacks } = await callAs(ana, "CallbacksService/ListCallbacks", {});
  const promised = callbacks.find(({ note }) => note === "the boxes");
  assert.equal(promised.preferredAgent, "agents/ana");
  await callAs(ana, "CallbacksService/CancelCallback", { callback: promised.name });
});

test("it is in the agent's list, and opened from there", async () => {
  await shown(desk.card("Lea Noel"));
  await mine.getByRole("button", { name: LATE }).click();

  await shown(desk.focus.getByRole("heading", { name: LATE }));
  await shown(desk.focus.getByText("Since Monday."));
});

test("it is commented, for colleagues and for the customer", async () => {
  await field("Comment").fill("Asked the carrier.");
  await desk.button("Send comment", desk.focus).click();
  await shown(desk.focus.getByRole("listitem").filter({ hasText: /Internal.*Asked the carrier\./ }));
  await field("Comment").fill("It comes tomorrow.");
  await desk.focus.getByRole("checkbox", { name: "The customer may read it" }).check();
  await desk.button("Send comment", desk.focus).click();

  await shown(desk.focus.getByRole("listitem").filter({ hasText: /Public.*It comes tomorrow\./ }));
  assert.equal(await field("Comment").inputValue(), "");
  assert.notEqual((await one()).firstResponseTime, undefined);
});

// A desk that is told of the change shows it at once; one that is not says so when it saves.
test("what is changed elsewhere while fields are typed is not undone", async () => {
  await desk.button("Details", desk.focus).click();
  await field("Subject").fill(`${LATE}, again`);
  await callAs(ana, "TicketService/UpdateTicket", {
    ticket: { name: ticket.name, priority: "PRIORITY_URGENT" },
    updateMask: "priority",
  });
  const save = desk.focus.getByRole("button", { name: "Save", exact: true });
  await save.click();
  await shown(desk.focus.locator("dd").getByText("Urgent"));
  // The button goes with what was saved; a conflict leaves it to be pressed again.
  const saved = async () => {
    if ((await save.count()) === 0) return true;
    await save.click({ timeout: 500 }).catch(() => undefined);
    return false;
  };
  await until(saved, "what was saved");

  await until(async () => (await one()).subject === `${LATE}, again`, "the new subject");
  assert.equal((await one()).priority, "PRIORITY_URGENT");
});

test("it waits for the customer, and is open again", async () => {
  await desk.focus.getByRole("button", { name: "Set pending", expanded: false }).click();
  await desk.focus.locator("form").getByRole("button", { name: "Set pending" }).click();
  await shown(desk.focus.getByText("Pending", { exact: true }));
  await desk.button("Open again", desk.focus).click();

  await until(async () => (await one()).state === "STATE_OPEN", "the state");
});

test("it is resolved with words on how, and goes from the list", async () => {
  await desk.focus.getByRole("button", { name: "Resolve", expanded: false }).click();
  const form = desk.focus.locator("form").filter({ hasText: "How it was resolved" });
  await form.getByRole("button", { name: "Resolve" }).click();
  await shown(form.getByText("Say how it was resolved"));
  await form.getByRole("textbox").fill("The boxes came.");
  await form.getByRole("button", { name: "Resolve" }).click();

  await shown(desk.button("Open again", desk.focus));
  await gone(mine.getByRole("button", { name: LATE }));
  assert.equal((await one()).state, "STATE_RESOLVED");
});

test("a complaint is written by hand, with keys alone", async () => {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("w");
  await shown(field("Subject"));
  await page.keyboard.type("Rude on the phone");
  await choice(desk.focus, "Type").selectOption({ label: "Complaint" });
  await choice(desk.focus, "Severity").selectOption({ label: "3 serious" });
  await field("Compensation").fill("12.50");
  await field("Currency").fill("eur");
  await field("Subject").press("Enter");

  await shown(desk.focus.getByRole("heading", { name: "Rude on the phone" }));
  await shown(desk.focus.getByText("12.50 EUR"));
});

test("what is done is found by its number", async () => {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("l");
  await desk.focus.getByRole("searchbox").fill(`#${ticket.number}`);
  await desk.focus.getByRole("button", { name: new RegExp(`#${ticket.number} `) }).click();

  await shown(desk.button("Open again", desk.focus));
});

test("a call that comes does not take what is typed of a ticket", async () => {
  await hangUp();
  const { desk: now } = await callAs(ana, "DeskService/GetDesk", {});
  for (const { call } of now.wrapUps ?? []) {
    await callAs(ana, "DeskService/CompleteWrapUp", { call, disposition: "solved" });
  }
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });
  await field("Comment").click();
  await page.keyboard.type("half a sen");
  const call = await phone.ring(CHEN);
  await shown(desk.row("陈小华"));
  await page.keyboard.type("tence");

  assert.equal(await field("Comment").inputValue(), "half a sentence");
  await desk.row("陈小华").getByRole("button").first().click();
  await shown(desk.card("陈小华"));
  await phone.abandon(call);
});

test("what was typed of it is there when the ticket is opened again", async () => {
  await page.keyboard.press("l");
  await desk.focus.getByRole("searchbox").fill(`#${ticket.number}`);
  await desk.focus.getByRole("button", { name: new RegExp(`#${ticket.number} `) }).click();
  await shown(field("Comment"));

  assert.equal(await field("Comment").inputValue(), "half a sentence");
  await field("Comment").fill("");
  await back(desk.focus).click();
  await back(desk.focus).click();
});

const newCallback = (callback) =>
  callAs(sue, "CallbacksService/CreateCallback", {
    callback: { queue: "queues/sales", ...callback },
  });
const calledBack = page.getByRole("region", { name: "Callback to Lea Noel" });

test("a callback that is accepted shows whom to call, why, and how long there is", async () => {
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });
  const note = "about the 三 boxes";
  await newCallback({ number: { raw: NOEL }, origin: "ORIGIN_PROMISE", note });
  await desk.button(/^Accept/, desk.calls).click();

  for (const text of [note, /was promised a call/, /left to call/, /not dialled yet/]) {
    await shown(calledBack.getByText(text));
  }
  await shown(desk.calls.getByRole("region", { name: "Your callback" }).getByText("Lea Noel"));
});

test("it is open again when the page is loaded again", async () => {
  await page.reload();

  await shown(calledBack.getByText(/left to call/));
  await desk.button("Close", calledBack).click();
  await gone(calledBack);
  await desk.calls.getByRole("region", { name: "Your callback" }).getByRole("button").click();
  await shown(calledBack);
});

test("a time that is over is not taken for a later one", async () => {
  await calledBack.getByRole("button", { name: "Later at…" }).click();
  await calledBack.locator('input[type="datetime-local"]').fill("2020-05-04T10:30");
  await calledBack.getByRole("button", { name: "Call again then" }).click();

  await shown(calledBack.getByText("Say when: a time to come"));
  const { callbacks } = await callAs(ana, "CallbacksService/ListCallbacks", {});
  assert.equal(callbacks[0].state, "STATE_IN_PROGRESS");
});

test("what came of it is told, and it waits for its next attempt", async () => {
  await calledBack.getByRole("button", { name: "No answer" }).click();
  await gone(calledBack);

  const { callbacks } = await callAs(ana, "CallbacksService/ListCallbacks", {});
  assert.equal(callbacks[0].state, "STATE_SCHEDULED");
  assert.equal(callbacks[0].attempts[0].outcome, "OUTCOME_NO_ANSWER");
  await desk.button("Callbacks", mine).click();
  await shown(desk.focus.getByRole("listitem").filter({ hasText: /Lea Noel.*Later.*not before/ }));
});

test("one that was declined is picked from the list, and given back", async () => {
  const { callback } = await newCallback({ number: { raw: CHEN }, origin: "ORIGIN_LIST" });
  await desk.button(/^Decline/, desk.calls).click();
  await choice(desk.focus, "Which").selectOption({ label: "Due now" });
  const due = desk.focus.getByRole("listitem").filter({ hasText: "陈小华" });
  await desk.button("Take it", due).click();
  const card = page.getByRole("region", { name: "Callback to 陈小华" });
  await shown(card.getByText("is on a list"));
  await desk.button("Give back", card).click();

  await gone(card);
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_NOT_READY", reason: "lunch" });
  const { name } = callback;
  const left = await callAs(ana, "CallbacksService/GetCallback", { name });
  assert.equal(left.callback.state, "STATE_WAITING");
  await callAs(sue, "CallbacksService/CancelCallback", { callback: name });
});

const board = await profile(browser);
const supervisor = await board.newPage();
const main = supervisor.getByRole("main");
const row = (name) => main.getByRole("row", { name });

test("a supervisor sees what is not done, and filters it", async () => {
  await supervisor.goto(`${site.web}/supervisor?page=tickets`);
  await signIn(supervisor, "sue");
  await shown(row("Rude on the phone"));
  assert.equal(await row(LATE).count(), 0);
  await main.getByRole("button", { name: "Resolved", exact: true }).click();

  await shown(row(LATE));
});

test("a filter is an address: it is so after a reload", async () => {
  await main.getByRole("combobox", { name: "Type" }).selectOption({ label: "Complaint" });
  await gone(row(LATE));
  await supervisor.reload();

  await shown(row("Rude on the phone"));
  assert.equal(await row(LATE).count(), 0);
  assert.match(supervisor.url(), /ttype=complaint/);
});

test("a view of tickets is kept by the server under a name, and chosen again", async () => {
  await main.getByRole("button", { name: "Save as view" }).click();
  await main.getByRole("textbox", { name: "Name of the view" }).fill("Complaints");
  await supervisor.keyboard.press("Enter");
  await shown(main.getByRole("button", { name: "Delete view" }));
  const { savedViews } = await callAs(sue, "SavedViewService/ListSavedViews", {});
  assert.deepEqual(
    savedViews.map((view) => view.displayName),
    ["Complaints"],
  );
  await choice(main, "View").selectOption({ label: "No view" });
  await supervisor.waitForURL(/page=tickets$/);
  await supervisor.reload();
  await choice(main, "View").selectOption({ label: "Complaints" });

  await supervisor.waitForURL(/ttype=complaint/);
  await shown(row("Rude on the phone"));
  assert.equal(await row(LATE).count(), 0);
});

test("the chosen ones are given to an agent, after a preview", async () => {
  await row("Rude on the phone").getByRole("checkbox").check();
  await main.getByRole("button", { name: "Change the chosen" }).click();
  const dialog = supervisor.getByRole("dialog", { name: "Change the chosen" });
  await choice(dialog, "To").selectOption({ label: "Ben Vidal" });
  await dialog.getByRole("button", { name: "Preview" }).click();
  await shown(dialog.getByText(/Ana Vidal → Ben Vidal/));
  await dialog.getByRole("button", { name: "Change 1 ticket" }).click();
  await shown(dialog.getByText("1 ticket changed"));
  // Not the cross of the dialog: the button below the result.
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await shown(row("Rude on the phone").getByText("Ben Vidal"));
});

test("a supervisor reads a ticket with its history", async () => {
  await main.getByRole("button", { name: "Rude on the phone" }).click();

  await shown(main.getByRole("heading", { name: "Rude on the phone" }));
  await shown(main.getByRole("listitem").filter({ hasText: "owner: ana → ben" }));
  await back(main).click();
});

test("the table that is shown is saved as a file", async () => {
  const save = supervisor.waitForEvent("download");
  await main.getByRole("button", { name: "Save Tickets as CSV" }).click();
  const text = readFileSync(await (await save).path(), "utf8");

  assert.match(text, /Rude on the phone/);
  assert.doesNotMatch(text, /三 boxes/);
});

test("a supervisor sees who is to be called, and filters it", async () => {
  await supervisor.getByRole("link", { name: "Callbacks" }).click();
  await shown(row("Lea Noel").getByText("Later"));
  await main.getByRole("button", { name: /^Later/ }).click(); // Behind it, that it is pressed.
  await gone(row("Lea Noel"));
  await supervisor.goBack();
  await supervisor.goForward();

  assert.equal(await row("Lea Noel").count(), 0);
  assert.match(supervisor.url(), /page=callbacks&.*cstate=due&cstate=inProgress/);
});

test("a missed call remains until its caller is reached, then it is recovered", async () => {
  const earliestTime = new Date(Date.now() + 3_600_000).toISOString();
  await newCallback({ number: { raw: BERG }, origin: "ORIGIN_MISSED_CALL", earliestTime });
  await main.getByRole("button", { name: "Missed calls", exact: true }).click();
  await shown(main.getByText("Missed calls: 0 recovered, 1 remaining"));
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });
  await phone.answer(await phone.ring(BERG));
  const recovered = async () => {
    const { callbacks } = await callAs(sue, "CallbacksService/ListCallbacks", {});
    return callbacks.some((one) => one.recovered);
  };
  await until(recovered, "the recovery");
  await main.getByRole("button", { name: "Refresh" }).click();

  await shown(main.getByText("Missed calls: 1 recovered, 0 remaining"));
  await shown(row(/called again and was answered.*Recovered/));
});

test("in all that the pages made no error, opened no dialog and asked no other host", async () => {
  await hangUp();

  assert.deepEqual(problemsOf(context), []);
  assert.deepEqual(problemsOf(board), []);
});

// The day of an agent at the desk in the browser, in its order: each test goes on where the one
// before ended.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk, gone, shown, signIn } from "./desk.mjs";
import {
  Switch,
  callAs,
  killServer,
  signIn as secretOf,
  site,
  startServer,
  until,
} from "./site.mjs";

const CHEN = "+8613800138001";
const NOEL = "+493023125003";
const UNKNOWN = "+493023125777";
const browser = await launch();
after(() => browser.close());
const context = await profile(browser);
const page = await context.newPage();
const desk = new Desk(page);
const phone = new Switch("sales", "PJSIP/1001");
let call;

const wrapUpOf = async (login) =>
  (await callAs(await secretOf(login), "DeskService/GetDesk", {})).desk.wrapUps?.[0];

test("a wrong password is told, and the right one signs in", async () => {
  await page.goto(site.web);
  await page.getByLabel("Login", { exact: true }).fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("wrong-password-1");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await desk.shows("Login or password is wrong.");

  await signIn(page, "ana");
  await desk.whenLive();
});

test("the agent gets ready", async () => {
  await desk.setState("Ready R");

  await shown(desk.state("Ready"));
});

test("a ring opens the card of who calls, with all that is known", async () => {
  call = await phone.ring(CHEN, { attached: { menu: "2 Delivery" } });

  const card = desk.card("陈小华");
  await shown(card);
  const expected = [
    "Ringing",
    "Sales · offer 1 of 1",
    "华信科技 · purchasing manager",
    "vip",
    "+86 138 0013 8001",
    "Beijing",
    "“Orders”",
    "2 Delivery",
    "exact number, 1 customer",
    "speaks Cantonese",
  ];
  for (const text of expected) await shown(card.getByText(text));
  await shown(desk.row("陈小华").getByText("Ringing · Sales"));
  assert.equal(await page.title(), "(1) ☎ 陈小华");
  await shown(page.getByRole("alert").filter({ hasText: "Incoming call, 陈小华, queue Sales" }));
});

test("the caller is not this customer: the agent says who it is", async () => {
  await desk.button("Not this customer", desk.card("陈小华")).click();
  await desk.shows("Whose number is it?");
  await desk.button("Find customer", desk.focus).click();
  await page.getByRole("combobox").fill("Noel");
  await shown(page.getByRole("option", { name: "Lea Noel" }));
  await page.keyboard.press("Enter");

  const card = desk.card("Lea Noel");
  await shown(card);
  await shown(card.getByText("chosen by an agent"));
});

test("after the answer the card says so, and the tab no longer rings", async () => {
  await phone.answer(call);

  await shown(desk.card("Lea Noel").getByText("Talking"));
  await until(async () => (await page.title()) === "Jackfield", "the title without a ring");
});

test("a note is saved while it is typed", async () => {
  await page.keyboard.press("n");
  await page.keyboard.type("wants 三 boxes");

  await desk.shows(/^Saved$/);
  assert.equal(await desk.note.inputValue(), "wants 三 boxes");
});

test("a reload in the middle of the call loses neither the call nor the note", async () => {
  await page.reload();
  await desk.whenLive();

  await shown(desk.card("Lea Noel").getByText("Talking"));
  await until(async () => (await desk.note.inputValue()) === "wants 三 boxes", "the note");
});

test("the server goes and comes: the agent types on, and nothing is lost", async () => {
  await desk.note.click();
  await page.keyboard.press("End");
  await killServer();
  await desk.shows("Calls still reach your phone.", 20_000);
  await page.keyboard.type(", and a lid");
  await desk.shows("Kept on this computer until the link is back");
  await startServer();

  await desk.whenLive();
  await desk.shows(/^Saved$/);
  assert.equal(await desk.note.inputValue(), "wants 三 boxes, and a lid");
  await shown(desk.card("Lea Noel").getByText("Talking"));
});

test("the hang-up begins the wrap-up, with the note that was typed", async () => {
  await phone.end(call);

  await shown(desk.card("Lea Noel").getByText("Wrap-up"));
  await shown(desk.state("Wrap-up"));
  assert.equal((await wrapUpOf("ana")).note, "wants 三 boxes, and a lid");
});

test("the wrap-up can be given more time, ten times", async () => {
  const before = (await wrapUpOf("ana")).deadlineTime;
  await page.keyboard.press("Escape");
  for (let minutes = 1; minutes <= 10; minutes += 1) {
    await desk.button("More time").click();
    const later = Date.parse(before) + minutes * 60_000;
    await until(
      async () => Date.parse((await wrapUpOf("ana")).deadlineTime) >= later,
      `${minutes} minutes more`,
    );
  }

  await desk.shows(/^1[12]:\d\d left$/);
});

test("what is typed in the wrap-up without the server is there after a reload", async () => {
  await killServer();
  await desk.shows("Calls still reach your phone.", 20_000);
  await desk.note.click();
  await page.keyboard.press("End");
  await page.keyboard.type(", blue");
  await desk.shows("Kept on this computer until the link is back");
  await page.reload();
  await startServer();
  await desk.whenLive();

  const whole = "wants 三 boxes, and a lid, blue";
  await until(async () => (await desk.note.inputValue()) === whole, "what was typed");
  await until(async () => (await wrapUpOf("ana")).note === whole, "what was typed, saved");
});

test("a digit chooses the outcome, and the wrap-up is finished with a key", async () => {
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  await shown(page.getByRole("button", { name: "1 Solved", pressed: true }));
  await page.keyboard.press("f");

  await gone(desk.card("Lea Noel"));
  await shown(desk.state("Ready"));
  assert.equal(await wrapUpOf("ana"), undefined);
});

test("an outcome that needs a note is not taken without one", async () => {
  call = await phone.ring(UNKNOWN);
  await shown(desk.button("Create customer", desk.focus));
  await phone.answer(call);
  await phone.end(call);
  await shown(desk.focus.getByText("Wrap-up"));
  await page.keyboard.press("2");
  await page.keyboard.press("f");
  await desk.shows("Call back needs a note");

  await page.keyboard.press("n");
  await page.keyboard.type("tomorrow");
  await page.keyboard.press("Control+Enter");
  await shown(desk.state("Ready"));
});

test("an unknown caller is created with the number that is there already", async () => {
  call = await phone.ring(UNKNOWN);
  await desk.button("Create customer", desk.focus).click();
  const dialog = page.getByRole("dialog", { name: "New customer" });
  assert.equal(await dialog.getByLabel("Number").inputValue(), UNKNOWN);
  await dialog.getByLabel("Name", { exact: true }).fill("Emil Neu");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();

  await shown(desk.card("Emil Neu"));
});

test("a caller who gives up is in the list of missed calls until it was seen", async () => {
  await phone.abandon(call);
  await shown(desk.missed("Emil Neu").getByText(/hung up after 00:\d\d/));
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("m");

  await gone(desk.missed("Emil Neu"));
  await page.reload();
  await desk.whenLive();
  assert.equal(await desk.missed("Emil Neu").count(), 0);
});

test("a customer is found by name, and shown with their links", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("陈小华");
  await page.getByRole("option", { name: "陈小华" }).click();

  await shown(desk.customer.getByText("华信科技"));
  const link = desk.customer.getByRole("link", { name: "CRM" });
  assert.match(await link.getAttribute("href"), /^https:\/\/crm\.example\.com\/customers\?number=/);
});

test("a second tab shows the same over the same stream, and both let a ring go", async () => {
  const other = await Desk.another(context);
  call = await phone.ring(NOEL);
  await Promise.all([shown(desk.card("Lea Noel")), shown(other.card("Lea Noel"))]);
  await phone.abandon(call);

  await Promise.all([gone(desk.card("Lea Noel")), gone(other.card("Lea Noel"))]);
  // A second stream of the agent would have replaced the first.
  assert.equal(await desk.text(/opened elsewhere/).count(), 0);
  await other.page.close();
});

test("the agent signs out, and nothing of the day is left on the page", async () => {
  await page.getByRole("button", { name: "Ana Vidal", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).dblclick();
  await shown(page.getByRole("menuitem", { name: "Sign out? Press again" }));
  await page.getByRole("menuitem", { name: "Sign out? Press again" }).click({ delay: 500 });

  await shown(page.getByRole("button", { name: "Sign in", exact: true }));
  assert.equal(await desk.text(/Chen|陈小华|Noel/).count(), 0);
  assert.deepEqual(await context.cookies(), []);
});

test("in all that no page made an error, opened a dialog or asked another host", () => {
  assert.deepEqual(problemsOf(context), []);
});

// The supervisor's page: what is on it moves, acts are confirmed, and old figures are not shown as
// live ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { gone, shown, signIn } from "./desk.mjs";
import {
  Switch,
  callAs,
  hangUp,
  killServer,
  signIn as secretOf,
  site,
  startServer,
} from "./site.mjs";

const AWAY_MS = 25_000; // Until the page says that it is not live, and a bit.
const browser = await launch();
after(() => browser.close());
afterEach(hangUp);
const context = await profile(browser);
const page = await context.newPage();
const phone = new Switch("sales", "PJSIP/1005");
const ana = await secretOf("ana");
const region = (name) => page.getByRole("region", { name });
const agentRow = (name) => region(/^Agents/).getByRole("row", { name });

test("who is no supervisor is told so, and sees no figure", async () => {
  const other = await (await profile(browser)).newPage();
  await other.goto(`${site.web}/supervisor`);
  await signIn(other, "ana");

  await shown(other.getByText("This page is for supervisors"));
  assert.equal(await other.getByRole("table").count(), 0);
  await other.context().close();
});

test("a supervisor signs in and sees queues and agents", async () => {
  await page.goto(`${site.web}/supervisor`);
  await signIn(page, "sue");

  for (const queue of ["Sales", "Support", "Shop"]) {
    await shown(region(/^Queues/).getByRole("row", { name: queue }));
  }
  for (const agent of ["Ana Vidal", "Fay Vidal"]) await shown(agentRow(agent));
});

test("a caller who waits is on the page by name, and gone when they hang up", async () => {
  const call = await phone.arrive("+493023125003");
  const waiting = region(/^Waiting calls/);
  await shown(waiting.getByRole("row", { name: "Lea Noel" }));
  await shown(waiting.getByText(/^00:0\d$/));
  await phone.abandon(call);

  await gone(waiting.getByRole("row", { name: "Lea Noel" }));
});

test("an agent's state is on the page as it changes", async () => {
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });

  await shown(agentRow("Ana Vidal").getByText("Ready", { exact: true }));
});

test("a state is set only after a confirmation, which says that it is audited", async () => {
  await page.getByRole("button", { name: "Ana Vidal", exact: true }).click();
  await page.getByRole("button", { name: "Set state…" }).click();
  const dialog = page.getByRole("dialog", {
    name: "Set the state of Ana Vidal",
  });
  await shown(dialog.getByText("This is written into the audit trail."));
  await dialog.getByRole("radio", { name: "Logged off" }).check();
  await dialog.getByRole("button", { name: "Set to Logged off" }).click();

  await shown(page.getByText("Ana Vidal is now: Logged off"));
  await shown(agentRow("Ana Vidal").getByText("Logged off"));
});

test("a call is explained: what came, who it is, and where it rang", async () => {
  const call = await phone.ring("+493023125003");
  await shown(region(/^Waiting calls/).getByRole("row", { name: /Lea Noel.*Ringing/ }));
  await page.getByRole("button", { name: "Lea Noel", exact: true }).click();
  const details = page.getByRole("complementary", {
    name: "Explain this call",
  });

  await shown(details.getByRole("listitem").filter({ hasText: /the caller joined a queue/i }));
  await shown(details.getByText("The number is a customer's, digit for digit"));
  await shown(details.getByText(/^It rings at emil \(PJSIP\/1005\)/));
  await page.keyboard.press("Escape");
  await gone(details);
  await phone.abandon(call);
});

test("an alert is raised, and taken care of by the supervisor", async () => {
  for (const number of ["+493023125003", "+493023125002", "+493023125777"]) {
    await phone.arrive(number);
  }
  await page.getByRole("link", { name: /^Alerts/ }).click();
  await region(/^Raised now/)
    .getByRole("button", { name: "Acknowledge" })
    .first()
    .click();

  await shown(region(/^Raised now/).getByText(/✓ .*sue/i));
});

test("a view is an address: what is filtered is so after a reload", async () => {
  await page.getByRole("link", { name: "Board", exact: true }).click();
  await page.getByRole("searchbox", { name: "Find agent" }).fill("fay");
  await gone(agentRow("Ben Vidal"));
  await page.reload();

  await shown(agentRow("Fay Vidal"));
  assert.equal(await agentRow("Ben Vidal").count(), 0);
});

test("the table that is shown is saved as a file", async () => {
  const save = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save Agents as CSV" }).click();
  const text = readFileSync(await (await save).path(), "utf8");

  assert.match(text, /Fay Vidal/);
  assert.doesNotMatch(text, /Ben Vidal/);
  await page.getByRole("searchbox", { name: "Find agent" }).fill("");
});

test("each figure explains its formula", async () => {
  await page.getByRole("button", { name: /What Waiting means/ }).click();

  await shown(page.getByText(/Callers who wait now/));
  await page.keyboard.press("Escape");
});

test("seven tabs are live at once, and each of them still reaches the server", async () => {
  const tabs = [page];
  while (tabs.length < 7) tabs.push(await context.newPage());
  for (const tab of tabs.slice(1)) {
    await tab.goto(`${site.web}/supervisor?text=${tab === tabs[1] ? "ana" : "vidal"}`);
    await shown(tab.getByRole("row", { name: /Ana Vidal/ }));
  }
  const call = await phone.arrive("+493023125003");
  for (const tab of tabs) {
    await shown(tab.getByRole("row", { name: /Lea Noel/ }));
    await tab.getByRole("button", { name: "Ana Vidal", exact: true }).click();
    const recent = tab.getByRole("region", { name: "Last 20 calls" });
    await recent.getByRole("button", { name: "Refresh" }).click();
    await shown(recent.getByRole("listitem"));
  }
  await phone.abandon(call);
  for (const tab of tabs) await gone(tab.getByRole("row", { name: /Lea Noel/ }));
  assert.equal(await tabs[1].getByRole("row", { name: /Ben Vidal/ }).count(), 0);
  for (const tab of tabs.slice(1)) await tab.close();
});

test("who signs out in one tab is signed out in all, and so is who signs in", async () => {
  const other = await profile(browser);
  const [one, two] = [await other.newPage(), await other.newPage()];
  await one.goto(`${site.web}/supervisor`);
  await signIn(one, "sue");
  await shown(one.getByRole("row", { name: /Ana Vidal/ }));
  await two.goto(`${site.web}/supervisor`);
  await shown(two.getByRole("row", { name: /Ana Vidal/ }));

  await one.getByRole("button", { name: "Sign out" }).click();
  await shown(two.getByRole("dialog", { name: "You were signed out" }));
  await signIn(one, "sue");

  await gone(two.getByRole("dialog"));
  await shown(two.getByText(/Live \d+ ms/));
  await other.close();
});

test("figures are not live while the server is away, and come back by themselves", async () => {
  await page.getByRole("button", { name: "Ana Vidal", exact: true }).click();
  await killServer();
  await shown(page.getByText(/Not live since .* What is shown is old/), AWAY_MS);
  assert.ok(await page.getByRole("button", { name: "Set state…" }).isDisabled());
  await startServer();

  await gone(page.getByText(/Not live since/), AWAY_MS);
  await shown(agentRow("Fay Vidal"));
  await shown(page.getByRole("button", { name: "Set state…", disabled: false }));
});

test("in all that the page made no error, opened no dialog and asked no other host", () => {
  assert.deepEqual(problemsOf(context), []);
});

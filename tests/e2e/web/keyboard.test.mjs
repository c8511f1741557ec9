// A shift without a mouse: everything is reached and done with keys, no key is taken from a text,
// and what has the focus is always in sight.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk, gone, shown } from "./desk.mjs";
import { Switch, killServer, site, startServer, until } from "./site.mjs";

const browser = await launch();
after(() => browser.close());
const context = await profile(browser);
const page = await context.newPage();
const { keyboard } = page;
const desk = new Desk(page);
const phone = new Switch("sales", "PJSIP/1005");
let call;

// What has the focus: its name, and whether it can be seen and hit where it is.
const focused = () =>
  page.evaluate(() => {
    const one = document.activeElement;
    const { left, top, width, height } = one.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 40));
    const text = one.labels?.[0]?.textContent ?? one.textContent;
    const name = one.getAttribute("aria-label") ?? text.trim().replace(/\s+/g, " ");
    return {
      name,
      tag: one.tagName,
      seen: one.contains(hit) || hit?.contains(one) === true,
    };
  });

// Presses Tab until something of that name has the focus. All on the way must be in sight.
async function tabTo(name) {
  for (let i = 0; i < 60; i += 1) {
    await keyboard.press("Tab");
    const now = await focused();
    if (now.tag !== "BODY") assert.ok(now.seen, `out of sight: ${now.tag} ${now.name}`);
    if (name.test(now.name)) return;
  }
  assert.fail(`Tab does not come to ${name}`);
}

test("signs in", async () => {
  await page.goto(site.web);
  await shown(page.getByLabel("Login", { exact: true }));
  await keyboard.type("emil");
  await keyboard.press("Tab");
  await keyboard.type(site.password);
  await keyboard.press("Enter");

  await desk.whenLive();
});

test("gets ready with a letter", async () => {
  await keyboard.press("r");

  await shown(desk.state("Ready"));
});

test("chooses a state from the menu", async () => {
  await tabTo(/^Change your state/);
  await keyboard.press("Enter");
  await shown(page.getByRole("menu"));
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await shown(desk.state("Not ready: Lunch"));
  await keyboard.press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("r");

  await shown(desk.state("Ready"));
});

test("a ring does not move the focus", async () => {
  await tabTo(/^Settings/);
  call = await phone.ring("+493023125002");
  await shown(page.getByRole("radio"));

  assert.match((await focused()).name, /^Settings/);
});

test("chooses one of those who may be the caller", async () => {
  await tabTo(/Anna Berg/);
  await keyboard.press("Space");
  await tabTo(/^That is the caller/);
  await keyboard.press("Enter");

  await shown(desk.focus.getByText("chosen by an agent"));
});

test("letters are text in a note, and Alt+Shift with a letter is a command there", async () => {
  await phone.answer(call);
  await shown(desk.focus.getByText("Talking"));
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("n");
  await keyboard.type("mrs kojx 123 / ?");
  assert.equal(await desk.note.inputValue(), "mrs kojx 123 / ?");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await keyboard.press("Alt+Shift+Digit1");

  await shown(page.getByRole("button", { name: "1 Solved", pressed: true }));
});

test("finishes the wrap-up", async () => {
  await phone.end(call);
  await shown(desk.focus.getByText("Wrap-up"));
  await keyboard.press("Alt+Shift+KeyF");

  await gone(desk.focus.getByText("Wrap-up"));
  await shown(desk.state("Ready"));
});

test("Esc closes only what is on top, and the focus is back where it was", async () => {
  await tabTo(/^Keys/);
  await keyboard.press("Enter");
  await shown(page.getByRole("dialog", { name: "Keys" }));
  await keyboard.press("Escape");

  await gone(page.getByRole("dialog"));
  await until(async () => /^Keys/.test((await focused()).name), "the focus at the button");
});

test("a dialog keeps Tab in it", async () => {
  await keyboard.press("Control+k");
  await shown(page.getByRole("dialog"));
  for (let i = 0; i < 12; i += 1) {
    await keyboard.press("Tab");
    const inside = await page.evaluate(
      () => document.activeElement.closest("[role=dialog]") !== null,
    );
    assert.ok(inside, `after ${i + 1} times Tab`);
  }
  await keyboard.press("Escape");
  await gone(page.getByRole("dialog"));
});

test("single letters can be switched off, and Alt+Shift goes on", async () => {
  await desk.setState("Lunch");
  await shown(desk.state("Not ready: Lunch"));
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("?");
  await page.getByRole("checkbox", { name: "Letters alone are commands" }).focus();
  await keyboard.press("Space");
  await keyboard.press("Escape");
  await gone(page.getByRole("dialog"));
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("/");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await keyboard.press("Alt+Shift+KeyR");

  await shown(desk.state("Ready"));
});

test("a command gets another key, and its button names it", async () => {
  await keyboard.press("Alt+Shift+Slash");
  await page.getByRole("button", { name: "Change: Ready or not ready" }).press("Enter");
  await desk.shows("Press the new key");
  await keyboard.press("y");
  await keyboard.press("Escape");
  await gone(page.getByRole("dialog"));
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("Alt+Shift+KeyY");
  await page.getByRole("menuitem", { name: "Lunch" }).press("Enter");
  const menu = desk.state("Not ready: Lunch");
  await shown(menu);
  assert.equal(await menu.getAttribute("aria-keyshortcuts"), "Alt+Shift+Y");
  await page.evaluate(() => document.activeElement.blur());
  await keyboard.press("Alt+Shift+KeyY");

  await shown(desk.state("Ready"));
});

test("under a banner nothing that has the focus is hidden", async () => {
  await killServer();
  await desk.shows(/Not live since/, 20_000);
  for (let i = 0; i < 12; i += 1) {
    await keyboard.press("Tab");
    const now = await focused();
    assert.ok(now.tag === "BODY" || now.seen, `out of sight: ${now.tag} ${now.name}`);
  }
  await startServer();
  await desk.whenLive();
});

test("in all that the page made no error, opened no dialog and asked no other host", () => {
  assert.deepEqual(problemsOf(context), []);
});

// Names of callers that look like code, turn the reading direction, or are too long: no page takes
// them for an element, asks a host for them, opens a dialog or falls apart.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk, shown, signIn } from "./desk.mjs";
import { Switch, site, until } from "./site.mjs";

const NAMES = JSON.parse(readFileSync(new URL("hostile_names.json", import.meta.url), "utf8"));
// What the page itself never makes while it is open.
const ELEMENTS = "script,img,iframe,object,embed,video,audio,base,form,style,math,template,meta";
const browser = await launch();
after(() => browser.close());
const context = await profile(browser);
const supervision = await profile(browser);
const desk = await Desk.open(context, "fay");
const board = await supervision.newPage();
await board.goto(`${site.web}/supervisor`);
await signIn(board, "sue");
const phone = new Switch("", "PJSIP/1006");

const elementsOf = (page) =>
  page.evaluate((wanted) => {
    const all = [...document.querySelectorAll("*")];
    const handlers = all.filter((one) => [...one.attributes].some(({ name }) => /^on/.test(name)));
    return document.querySelectorAll(wanted).length + handlers.length * 1_000;
  }, ELEMENTS);

// The part of the page that must hold text only, and what is wrong with the whole.
function wrongs() {
  const found = [];
  if ("pwned" in globalThis) found.push("code ran");
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(document.title)) {
    found.push("a control character in the title");
  }
  const text = document.body.textContent;
  if (/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)) {
    found.push("a control character in the text");
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`wider than the window: ${scrollWidth}`);
  return found;
}

test("the corpus holds 200 names and more", () => {
  assert.ok(NAMES.length >= 200, String(NAMES.length));
});

test("no name of who rings makes an element, a request or a dialog at the desk", async () => {
  const before = await elementsOf(desk.page);
  for (const [index, name] of NAMES.entries()) {
    const call = await phone.ring(`+49302314${1000 + index}`, { name });
    await shown(desk.focus.getByText("Direct call"));
    const found = await desk.page.evaluate(wrongs);
    assert.deepEqual(found, [], JSON.stringify(name));
    assert.equal(await elementsOf(desk.page), before, JSON.stringify(name));
    await phone.publish({ callCleared: { call } });
    await until(async () => (await desk.page.title()) === "Jackfield", "the end of the ring");
  }
});

test("no name of who waits makes one at the supervisor's board", async () => {
  await shown(board.getByText("Fay Vidal"));
  const before = await elementsOf(board);
  const calls = [];
  const support = new Switch("support", "PJSIP/1006");
  for (const [index, name] of NAMES.entries()) {
    calls.push(await support.arrive(`+49302315${1000 + index}`, { name }));
  }
  await shown(board.getByText("O'Brien-Smith"));

  assert.deepEqual(await board.evaluate(wrongs), []);
  assert.equal(await elementsOf(board), before);
  for (const call of calls) await support.publish({ callCleared: { call } });
});

test("no page made an error, opened a dialog or asked another host", () => {
  assert.deepEqual([...problemsOf(context), ...problemsOf(supervision)], []);
});

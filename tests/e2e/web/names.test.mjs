// Names of callers that look like code, turn the reading direction, or are too long: no page takes
// them for an element, asks a host for them, opens a dialog or falls apart.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { Desk, shown, signIn } from "./desk.mjs";
import { Switch, hangUp, site, until } from "./site.mjs";

const NAMES = JSON.parse(
  readFileSync(new URL("hostile_names.json", import.meta.url), "utf8"),
);
// What the page itself never makes while it is open.
const ELEMENTS =
  "script,img,iframe,object,embed,video,audio,base,form,style,math,template,meta";
const TOGETHER = 12; // A desk shows up to 16 at a time.
const browser = await launch();
after(() => browser.close());
// In the page: how many elements and handlers of the kinds there are, and what is wrong.
function look(wanted) {
  const wrong = [];
  if ("pwned" in globalThis) wrong.push("code ran");
  const text = document.title + document.body.textContent;
  const signs =
    /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(
      text,
    );
  if (signs) wrong.push(`a control character, ${signs[0].codePointAt(0)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth)
    wrong.push(`wider than the window: ${scrollWidth}`);
  const all = [...document.querySelectorAll("*")];
  const handlers = all.filter((one) =>
    [...one.attributes].some(({ name }) => /^on/.test(name)),
  );
  return {
    wrong,
    elements: document.querySelectorAll(wanted).length,
    handlers: handlers.length,
  };
}

// In the page: looks at the card of each row of the column of calls.
async function lookAtCards(wanted) {
  const looks = [];
  for (const row of document.querySelectorAll(
    "nav section:first-child li button",
  )) {
    row.click();
    await new Promise((painted) =>
      requestAnimationFrame(() => setTimeout(painted)),
    );
    looks.push(globalThis.look(wanted));
  }
  return looks;
}

async function profileOf() {
  const context = await profile(browser);
  await context.addInitScript(`globalThis.look = ${look}`);
  return context;
}

const lookAt = (page) =>
  page.evaluate((wanted) => globalThis.look(wanted), ELEMENTS);
const context = await profileOf();
const supervision = await profileOf();
const desk = await Desk.open(context, "fay");
const board = await supervision.newPage();
await board.goto(`${site.web}/supervisor`);
await signIn(board, "sue");

test("the corpus holds 200 names and more", () => {
  assert.ok(NAMES.length >= 200, String(NAMES.length));
});

test("no name of who rings makes an element, a request or a dialog at the desk", async () => {
  const phone = new Switch("", "PJSIP/1006");
  const expected = { ...(await lookAt(desk.page)), wrong: [] };
  for (let first = 0; first < NAMES.length; first += TOGETHER) {
    const names = NAMES.slice(first, first + TOGETHER);
    await Promise.all(
      names.map((name, i) =>
        phone.ring(`+4930231${10_000 + first + i}`, { name }),
      ),
    );
    await until(
      async () => (await desk.row("").count()) === names.length,
      "a row for each call",
    );
    const looks = await desk.page.evaluate(lookAtCards, ELEMENTS);
    assert.equal(looks.length, names.length);
    for (const one of looks)
      assert.deepEqual(one, expected, JSON.stringify(names));
    await hangUp();
    await until(
      async () => (await desk.row("").count()) === 0,
      "the end of the rings",
    );
  }
});

test("no name of who waits makes one at the supervisor's board", async () => {
  await shown(board.getByText("Fay Vidal"));
  const expected = { ...(await lookAt(board)), wrong: [] };
  const phone = new Switch("support");
  for (let first = 0; first < NAMES.length; first += TOGETHER) {
    const names = NAMES.slice(first, first + TOGETHER);
    await Promise.all(
      names.map((name, i) =>
        phone.arrive(`+4930232${10_000 + first + i}`, { name }),
      ),
    );
  }
  await shown(board.getByText(`Waiting calls ${NAMES.length}`));

  assert.deepEqual(await lookAt(board), expected);
  await hangUp();
});

test("no page made an error, opened a dialog or asked another host", () => {
  assert.deepEqual([...problemsOf(context), ...problemsOf(supervision)], []);
});

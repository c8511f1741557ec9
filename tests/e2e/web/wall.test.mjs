// The board on the wall: opened by its link, without a word of any caller, and never silently old.

import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { launch, problemsOf, profile } from "./browser.mjs";
import { gone, shown } from "./desk.mjs";
import { Switch, cli, hangUp, killServer, site, startServer } from "./site.mjs";

const browser = await launch();
after(() => browser.close());
afterEach(hangUp);
const context = await profile(browser, {
  viewport: { width: 1920, height: 1080 },
});
const page = await context.newPage();
const phone = new Switch("sales", "PJSIP/1004");

test("the link opens the board, and its secret leaves the address at once", async () => {
  await page.goto(`${site.web}/wall#k=${site.kiosk}`);
  await shown(page.getByRole("row", { name: /Sales/ }));

  assert.equal(new URL(page.url()).hash, "");
  assert.deepEqual(await context.cookies(), []);
});

test("figures move with the calls, and nothing tells who calls", async () => {
  await phone.arrive("+493023125003");
  await phone.arrive("+8613800138001");

  await shown(page.getByRole("row", { name: /Sales 2/ }));
  const text = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(text, /Noel|陈小华|23125003|8001|Vidal/);
});

test("big figures can be read from far away", async () => {
  const size = await page.evaluate(() => {
    const sizes = [...document.querySelectorAll("p, span, li")]
      .filter((one) => /^\d+$/.test(one.textContent.trim()))
      .map((one) => parseFloat(getComputedStyle(one).fontSize));
    return Math.max(...sizes);
  });

  assert.ok(size >= 120, `${size} px`);
});

test("it is loud when nothing comes: age, then a cover; and it comes back by itself", async () => {
  await killServer();
  await shown(page.getByText(/^\d+ s old$/), 12_000);
  await shown(
    page.getByRole("alert").getByText(/^No live data since \d\d:\d\d:\d\d$/),
    25_000,
  );
  await startServer();

  await gone(page.getByText(/No live data/), 25_000);
  await shown(page.getByText(/^live, \d s ago$/));
  assert.equal(await page.getByText(/s old$/).count(), 0);
});

test("it comes back after a reload without the secret in the address", async () => {
  await page.goto(`${site.web}/wall`);

  await shown(page.getByRole("row", { name: /Sales/ }));
});

test("a link that is revoked shows no figures any more", async () => {
  const list = JSON.parse((await cli("--json", "tokens", "list")).out);
  const token = list.tokens.find((one) => JSON.stringify(one).includes("wall"));
  const revoked = await cli("tokens", "revoke", token.name, "--yes");
  assert.equal(revoked.status, 0, revoked.err);
  await page.reload();

  await shown(page.getByText("This board may not read"));
});

test("in all that the page made no error, opened no dialog and asked no other host", () => {
  assert.deepEqual(problemsOf(context), []);
});

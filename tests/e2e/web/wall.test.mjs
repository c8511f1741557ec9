// The board on the wall: opened by its link, without a word of any caller, and never silently old.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, afterEach, test } from "node:test";
import { join } from "node:path";
import { launch, problemsOf, profile } from "./browser.mjs";
import { gone, shown } from "./desk.mjs";
import { Switch, callAs, cli, hangUp, killServer, site, startServer, until } from "./site.mjs";

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

// The sizes of what is shown, in pixels, by what `wanted` says of an element.
const sizesOf = (wanted) =>
  page.evaluate((selector) => {
    const texts = [...document.querySelectorAll(selector)].filter(
      (one) => one.checkVisibility() && one.textContent.trim() !== "",
    );
    return texts.map((one) => parseFloat(getComputedStyle(one).fontSize));
  }, wanted);

test("digits and words can be read from nine metres", async () => {
  const [digits, words] = [
    await sizesOf(".tile .value"),
    await sizesOf("header p, .tile p, th, td"),
  ];

  assert.equal(digits.length, 3);
  assert.ok(Math.min(...digits) >= 160, `digits of ${Math.min(...digits)} px`);
  assert.ok(Math.min(...words) >= 48, `words of ${Math.min(...words)} px`);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll(".tile, .tile p, .tile li, thead th")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent.trim()),
  );
  assert.deepEqual(cut, []);
});

test("a share of calls says of which time it is", async () => {
  const now = new Date();
  await shown(page.getByText(/^SL since \d\d:\d\d$/));
  const [, hours, minutes] = /since (\d\d):(\d\d)/.exec(
    await page.getByText(/^SL since/).textContent(),
  );
  const ago = (now.getUTCHours() - hours) * 60 + now.getUTCMinutes() - minutes;
  assert.ok((ago + 1440) % 1440 <= 15, `${ago} minutes`);
});

// A configuration with seven queues more, so that they are ten. Sales is over its limit by what
// waits there and by nothing else, so that what the tests before lost there does not show.
function moreQueues() {
  const before = readFileSync(join(site.folder, "site.toml"), "utf8").replace(
    "service_level_target_ratio = 0.8\n",
    "",
  );
  const queues = [..."abcdefg"].map(
    (letter) => `
[[queues]]
queue_id = "more-${letter}"
display_name = "${letter.toUpperCase()} line"
source_queues = [{ source_id = "cloud", queue = "more-${letter}" }]
alert_rules = [{ figure = "waiting_count", limit = 0, raise_after_duration = "0s" }]
`,
  );
  const path = join(site.folder, "more.toml");
  writeFileSync(path, before + queues.join(""), { mode: 0o600 });
  return path;
}

test("ten queues take turns, and the one over its limit is first on each page", async () => {
  const applied = await cli("apply", moreQueues());
  assert.equal(applied.status, 0, applied.err);
  for (let waiting = 0; waiting < 3; waiting++) await phone.arrive("+493023125003");
  await shown(page.locator("tr.over th").filter({ hasText: "Sales" }), 15_000);

  const seen = new Set();
  const pages = new Set();
  await until(
    async () => {
      const rows = await page.locator("tbody th").allTextContents();
      const names = rows.map((text) => text.replace(/^[✖!✓]?\s*/u, "").trim());
      assert.equal(names[0], "Sales");
      assert.ok(names.length <= 8, `${names.length} rows`);
      names.forEach((name) => seen.add(name));
      pages.add(await page.locator("header .page").textContent());
      return seen.size === 10 && pages.size === 2;
    },
    "all queues in turns",
    40_000,
  );
  assert.deepEqual([...pages].sort(), ["1 / 2", "2 / 2"]);
});

test("one chime rings when a queue turns red, and none while it stays so", async () => {
  const own = await profile(browser, { viewport: { width: 1920, height: 1080 } });
  const board = await own.newPage(); // The tests' browser lets it sound without a click.
  await board.addInitScript(() => {
    globalThis.tones = 0;
    const create = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function counted() {
      globalThis.tones++;
      return create.call(this);
    };
  });
  await board.goto(`${site.web}/wall?chime=1#k=${site.kiosk}`);
  await shown(board.locator("tbody tr"));
  const clock = board.locator("header .clock");
  const opened = await clock.textContent();
  // What was red when it was opened does not ring: it has looked once.
  await until(async () => (await clock.textContent()) !== opened, "a second");
  await phone.arrive("+493023125003", { queue: "more-a" });
  const tones = () => board.evaluate(() => globalThis.tones);

  await until(async () => (await tones()) > 0, "a chime");
  await board.waitForTimeout(12_000); // Beyond the ten seconds of the board's own mark.
  assert.equal(await tones(), 2); // Of two notes.
  await own.close();
});

test("it is loud when nothing comes: age, then a cover; and it comes back by itself", async () => {
  await killServer();
  await shown(page.getByText(/^\d+ s old$/), 12_000);
  await shown(page.getByRole("alert").getByText(/^No live data since \d\d:\d\d:\d\d$/), 25_000);
  const clock = page.locator("header .clock");
  const stopped = await clock.textContent();
  await page.waitForTimeout(2_500);
  assert.equal(await clock.textContent(), stopped);
  await startServer();

  await gone(page.getByText(/No live data/), 25_000);
  await shown(page.getByText(/^live, \d s ago$/));
  assert.equal(await page.getByText(/s old$/).count(), 0);
});

test("it loads itself anew when the server that comes back is of another version", async () => {
  const { serverVersion } = await callAs(site.kiosk, "SessionService/WhoAmI", {});
  const other = serverVersion.replace(/.$/, (last) => (last === "x" ? "y" : "x"));
  await page.route("**/jackfield.v1.SessionService/WhoAmI", async (route) => {
    const answer = await route.fetch().catch(() => null); // The server may be away.
    if (answer === null) return route.abort();
    const body = (await answer.body()).toString("latin1").replace(serverVersion, other);
    return route.fulfill({ response: answer, body: Buffer.from(body, "latin1") });
  });
  const loaded = page.waitForEvent("load", { timeout: 60_000 });
  await killServer();
  await shown(page.getByText(/^\d+ s old$/), 12_000);
  await startServer();

  await loaded;
  await shown(page.getByRole("row", { name: /Sales/ }), 20_000);
  await page.unroute("**/jackfield.v1.SessionService/WhoAmI");
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

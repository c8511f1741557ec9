// Pictures of every state of the pages: screenshots.mjs FOLDER.

import { join } from "node:path";
import { launch, profile } from "./browser.mjs";
import { Desk, shown, signIn } from "./desk.mjs";
import { Switch, callAs, killServer, signIn as secretOf, site, startServer } from "./site.mjs";

const folder = process.argv[2];
const browser = await launch();
const phone = new Switch("sales", "PJSIP/1001");
const ana = await secretOf("ana");

async function take(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png`);
}

// With a theme and a size for one picture.
async function takeAs(page, name, { width = 1366, height = 768, colorScheme = "light" }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await take(page, name);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: "light" });
}

async function takeLooks(page, state) {
  await take(page, `desk-${state}`);
  await takeAs(page, `desk-${state}-console`, { width: 320, height: 700 });
  await takeAs(page, `desk-${state}-dark`, { colorScheme: "dark" });
  await takeAs(page, `desk-${state}-wide`, { width: 1920, height: 1080 });
}

// A call that is over, so that there is something to be remembered of the customer.
async function talked(number, disposition, note) {
  const call = await phone.ring(number);
  await phone.answer(call);
  await phone.end(call);
  const { desk: shows } = await callAs(ana, "DeskService/GetDesk", {});
  const [{ call: name }] = shows.wrapUps;
  await callAs(ana, "DeskService/CompleteWrapUp", { call: name, disposition, note });
}

async function desk() {
  const context = await profile(browser);
  const page = await context.newPage();
  await page.goto(site.web);
  await shown(page.getByRole("button", { name: "Sign in", exact: true }));
  await take(page, "desk-signed-out");
  await signIn(page, "ana");
  const screen = await new Desk(page).whenLive();
  await callAs(ana, "DeskService/SetAgentState", { state: "STATE_READY" });
  await shown(screen.state("Ready"));
  await takeLooks(page, "ready");
  await phone.abandon(await phone.ring("+493023125777"));
  await shown(screen.missed());
  await takeLooks(page, "missed");
  const several = await phone.ring("+493023125002");
  await shown(page.getByRole("radio"));
  await takeLooks(page, "candidates");
  await phone.abandon(several);
  await talked("+8613800138001", "solved", "Parcel 4711 came late, shipping refunded.");
  await talked("+8613800138001", "solved", "Asked for the new catalogue.");
  await talked("+8613800138001", "call_back", "Wants an offer for three boxes, before Friday.");
  const call = await phone.ring("+8613800138001", {
    attached: { menu: "2 Delivery" },
  });
  await shown(screen.card("陈小华"));
  await takeLooks(page, "ringing");
  await phone.answer(call);
  await shown(screen.card("陈小华").getByText("Talking"));
  await screen.note.fill("wants three boxes");
  await screen.shows(/^Saved$/);
  await takeLooks(page, "talking");
  await phone.end(call);
  await shown(screen.card("陈小华").getByText("Wrap-up"));
  await takeLooks(page, "wrap-up");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("Berg");
  await shown(page.getByRole("option", { name: "Anna Berg" }));
  await take(page, "desk-search");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Settings" }).click();
  await shown(page.getByRole("dialog"));
  await takeAs(page, "desk-settings-dark", { colorScheme: "dark" });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Change your state/ }).click();
  await takeAs(page, "desk-states-dark", { colorScheme: "dark" });
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await shown(page.getByRole("dialog"));
  await take(page, "desk-keys");
  await context.close();
}

async function deskInChinese() {
  const context = await profile(browser, { locale: "zh-CN" });
  const screen = await Desk.open(context, "ana", "zh");
  const second = new Switch("sales", "PJSIP/2001");
  const call = await second.ring("+493023125003");
  await shown(screen.row("Lea Noel"));
  await takeLooks(screen.page, "chinese");
  await second.answer(call);
  await shown(screen.page.getByText("prefers mornings"));
  await takeLooks(screen.page, "chinese-talking");
  await second.end(call);
  await shown(screen.page.getByRole("button", { name: /完成/ }));
  await screen.page.locator("#note").fill("要三箱");
  await takeLooks(screen.page, "chinese-wrap-up");
  await context.close();
}

async function boards() {
  const context = await profile(browser);
  const page = await context.newPage();
  await page.goto(`${site.web}/supervisor`);
  await signIn(page, "sue");
  for (const number of ["+493023125003", "+8613800138001", "+493023125777"]) {
    await phone.arrive(number);
  }
  await shown(page.getByRole("button", { name: "Lea Noel", exact: true }));
  await page.getByRole("button", { name: "Ben Vidal", exact: true }).click();
  await shown(page.getByRole("button", { name: "Set state…" }));
  await take(page, "supervisor");
  await takeAs(page, "supervisor-dark", {
    colorScheme: "dark",
    width: 1920,
    height: 1080,
  });
  for (const view of ["alerts", "tickets", "reports", "staffing"]) {
    await page.goto(`${site.web}/supervisor?page=${view}`);
    await shown(page.getByRole("main").getByRole("heading"));
    await take(page, `supervisor-${view}`);
  }
  const wide = await profile(browser, {
    viewport: { width: 1920, height: 1080 },
  });
  const wall = await wide.newPage();
  await wall.goto(`${site.web}/wall#k=${site.kiosk}`);
  await shown(wall.getByRole("row", { name: /Sales/ }));
  await take(wall, "wall");
  return wall;
}

async function withoutServer(wall) {
  const context = await profile(browser);
  const screen = await Desk.open(context, "ben");
  await killServer();
  await screen.shows(/^Reconnecting\. /, 20_000);
  await take(screen.page, "desk-reconnecting");
  await screen.shows(/Not live since/, 20_000);
  await take(screen.page, "desk-offline");
  await shown(wall.getByText(/^\d+ s old$/), 20_000);
  await take(wall, "wall-old");
  await shown(wall.getByText(/No live data since/), 25_000);
  await take(wall, "wall-stale");
  await startServer();
  await screen.shows(/^Live again/, 20_000);
  await take(screen.page, "desk-back");
}

await desk();
await deskInChinese();
await withoutServer(await boards());
await browser.close();

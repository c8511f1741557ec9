// The desk with texts that are a third longer and accented, see agent-client/web/tools/pseudo.mjs:
// nothing is cut off or too wide, and every word of ours comes from the messages.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { checkFits, checkTexts } from "./checks.mjs";
import { launch, profile } from "./browser.mjs";
import { shown } from "./desk.mjs";
import { Switch, callAs, hangUp, signIn as secretOf, site } from "./site.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};
const SIZES = { console: [320, 700], office: [1366, 768] };
// What comes from the site's configuration, from customers and from keyboards.
const OF_OTHERS =
  /^(Jackfield|Sales|Support|Shop|Solved|Call back|menu|Lunch|CRM|English|中文|en-XA|[\d\s:.·×–/?✓▶+-]*|.*(Vidal|Berg|Noel|陈小华|华信).*)$/;

const browser = await launch();
after(() => browser.close());
const context = await profile(browser, { serviceWorkers: "block" });
await context.addInitScript(() => localStorage.setItem("PARAGLIDE_LOCALE", "en-XA"));
// The pages of the pseudo-locale in the place of the server's; calls go to the server.
await context.route(
  (url) => url.origin === site.web && !url.pathname.startsWith("/jackfield.v1."),
  (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(site.pseudo, pathname === "/" ? "index.html" : pathname);
    if (!existsSync(file)) return route.continue();
    return route.fulfill({ contentType: TYPES[extname(file)], body: readFileSync(file) });
  },
);
const page = await context.newPage();
const phone = new Switch("sales", "PJSIP/1006");
const secret = await secretOf("fay");
let call;

// The words of buttons, headings and labels that are in no message.
function foreignWords() {
  return page.evaluate(() => {
    const ours = "button, h1, h2, h3, label, legend, dt, [role=menuitem], option";
    return [...document.querySelectorAll(ours)]
      .filter((one) => one.checkVisibility())
      .flatMap((one) => [...one.childNodes])
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.data.trim())
      .filter((words) => words !== "" && !/\[.*\]/s.test(words));
  });
}

async function check(state) {
  const wrong = (await foreignWords())
    .filter((words) => !OF_OTHERS.test(words))
    .map((words) => `${state}: not translated: ${words}`);
  for (const [name, [width, height]] of Object.entries(SIZES)) {
    await page.setViewportSize({ width, height });
    for (const one of [checkFits, checkTexts]) {
      await one(page, `${state}, ${name}`).catch((error) => wrong.push(error.message));
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  assert.ok(wrong.length === 0, wrong.join("\n"));
}

const looks = (state, reach) =>
  test(state, async () => {
    await reach();
    await check(state);
  });
const button = (name) => page.getByRole("button", { name });
// Letters are commands where no text has the keys.
const command = async (key) => {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(key);
};

looks("signed out", async () => {
  await page.goto(site.web);
  await shown(button(/^\[.*\]$/));
});

looks("ready, with a missed call", async () => {
  await page.locator("input[name=username]").fill("fay");
  await page.locator("input[name=password]").fill(site.password);
  await page.keyboard.press("Enter");
  await shown(button("Fay Vidal"));
  await callAs(secret, "DeskService/SetAgentState", { state: "STATE_READY" });
  await phone.abandon(await phone.ring("+493023125777"));
  await shown(page.getByText("+49 30 23125777"));
});

looks("rings, several may be the caller", async () => {
  call = await phone.ring("+493023125002", { attached: { menu: "2 Delivery" } });
  await shown(page.getByRole("radio"));
});

looks("talks to a customer", async () => {
  await phone.abandon(call);
  call = await phone.ring("+8613800138001");
  await phone.answer(call);
  await shown(page.getByText("speaks Cantonese"));
  await shown(page.getByRole("complementary").getByRole("heading"));
});

looks("wraps up", async () => {
  await phone.end(call);
  await shown(page.locator("#outcomes"));
});

looks("writes a new ticket", async () => {
  await command("w");
  await shown(page.locator("main form select"));
});

for (const [state, key] of Object.entries({ searches: "Control+k", keys: "?" })) {
  looks(state, async () => {
    await command(key);
    await shown(page.getByRole("dialog"));
  });
  test(`${state}: closed`, async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });
}

looks("settings", async () => {
  await button(/Séttíñgš/).click();
  await shown(page.getByRole("dialog"));
});

test("the desk is left", async () => {
  const { desk } = await callAs(secret, "DeskService/GetDesk", {});
  for (const { call: name } of desk.wrapUps ?? []) {
    await callAs(secret, "DeskService/CompleteWrapUp", { call: name });
  }
  await hangUp();
  await context.close();
});

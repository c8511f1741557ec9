// Every state of the pages in both themes, both languages and three widths: nothing that axe takes
// for serious, and nothing wider than the window. At the desk also: no text cut, also with wide
// spacing, nothing too small to be hit, and no state that is told by its colour alone.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  LANGUAGES,
  checkAccessible,
  checkLooks,
  checkSpacing,
  checkTargets,
  checkTexts,
} from "./checks.mjs";
import { launch, profile } from "./browser.mjs";
import { Desk, shown, signIn } from "./desk.mjs";
import { Switch, callAs, hangUp, signIn as secretOf, site } from "./site.mjs";

const browser = await launch();
after(() => browser.close());
const phone = new Switch("sales", "PJSIP/1004");
const secret = await secretOf("dora");

for (const [language, locale] of Object.entries(LANGUAGES)) {
  const context = await profile(browser, { locale });
  const page = await context.newPage();
  const desk = new Desk(page, language);
  let call;
  const looks = (state, reach) =>
    test(`the desk in ${locale}: ${state}`, async () => {
      await reach();
      const also = [checkTargets, checkTexts, checkSpacing];
      await checkLooks(page, state, { half: language !== "en", also });
    });

  looks("signed out", async () => {
    await page.goto(site.web);
    await shown(page.getByRole("button", { name: /^(Sign in|登录)$/ }));
  });
  looks("ready, with a missed call", async () => {
    await signIn(page, "dora", language);
    await desk.whenLive();
    await callAs(secret, "DeskService/SetAgentState", { state: "STATE_READY" });
    await phone.abandon(await phone.ring("+493023125777"));
    await shown(page.getByText("+49 30 23125777"));
  });
  looks("rings, several may be the caller", async () => {
    call = await phone.ring("+493023125002", {
      attached: { menu: "2 Delivery" },
    });
    await shown(page.getByRole("radio"));
  });
  looks("talks to a customer with a note and a flag", async () => {
    await phone.abandon(call);
    call = await phone.ring("+8613800138001");
    await phone.answer(call);
    await shown(page.getByText("speaks Cantonese"));
    await shown(desk.customer.getByRole("heading"));
  });
  looks("wraps up", async () => {
    await phone.end(call);
    await shown(page.getByRole("button", { name: /Finish|完成/ }));
  });
  test(`the desk in ${locale}: the theme changes at once, buttons too`, async () => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "no-preference" });
    const grounds = await page.evaluate(() => {
      const button = document.querySelector("main .button:not(.primary, .plain, [aria-pressed])");
      const header = document.querySelector("header");
      return [button, header].map((one) => getComputedStyle(one).backgroundColor);
    });
    await page.emulateMedia({ colorScheme: "light" });

    assert.equal(grounds[0], grounds[1]);
  });
  looks("writes a new ticket", async () => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("w");
    await shown(desk.focus.locator("form select"));
  });
  looks("looks at a ticket", async () => {
    await desk.focus.locator("form input").first().fill("Delivery late");
    await desk.focus.locator("form button[type=submit]").click();
    await shown(desk.focus.locator("ol li"));
  });
  looks("looks for tickets", async () => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("l");
    await shown(desk.focus.getByRole("listitem"));
  });
  looks("searches", async () => {
    await page.keyboard.press("Control+k");
    await shown(page.getByRole("dialog"));
  });
  test(`the desk in ${locale} is left`, async () => {
    const { desk: now } = await callAs(secret, "DeskService/GetDesk", {});
    for (const { call: name } of now.wrapUps ?? []) {
      await callAs(secret, "DeskService/CompleteWrapUp", { call: name });
    }
    await callAs(secret, "DeskService/AcknowledgeMissed", {});
    await hangUp();
    await context.close();
  });
}

for (const locale of Object.values(LANGUAGES)) {
  const context = await profile(browser, { locale });
  const page = await context.newPage();
  for (const view of ["board", "alerts", "tickets", "reports", "staffing"]) {
    test(`the supervisor's page in ${locale}: ${view}`, async () => {
      await page.goto(`${site.web}/supervisor?page=${view}`);
      if (view === "board") {
        await page.locator("input[name=username]").fill("sue");
        await page.locator("input[name=password]").fill(site.password);
        await page.keyboard.press("Enter");
        await shown(page.getByText("Fay Vidal"));
      }
      await shown(page.getByRole("main").getByRole("heading"));
      await checkLooks(page, view, { half: locale !== LANGUAGES.en });
    });
  }
}

// In forced colours all that is written or drawn has the same one, so that equal shapes are equal.
test("without any colour every state of the agent has a sign and a word of its own", async () => {
  const context = await profile(browser, { forcedColors: "active", reducedMotion: "reduce" });
  const desk = await Desk.open(context, "dora");
  const signs = new Map();
  const see = async (word) => {
    await shown(desk.state(word));
    const sign = await desk.state(word).locator("svg").first().screenshot();
    const [same] = [...signs].find(([, other]) => other.equals(sign)) ?? [];
    assert.equal(same, undefined, `${word} has the sign of ${same}`);
    signs.set(word, sign);
  };
  const reach = async (word, act) => {
    await act();
    await see(word);
  };
  const set = (state) => callAs(secret, "DeskService/SetAgentState", { state });

  await reach("Not ready", () => set("STATE_NOT_READY"));
  await reach("Ready", () => set("STATE_READY"));
  let call;
  await reach("Ringing", async () => (call = await phone.ring("+493023125777")));
  await reach("Talking", () => phone.answer(call));
  const { connection } = phone.part(call);
  await reach("On hold", () => phone.publish({ held: { call, connection } }));
  await reach("Wrap-up", () => phone.end(call));
  assert.equal(signs.size, 6);
  await context.close();
});

test("the board on the wall", async () => {
  const context = await profile(browser, {
    viewport: { width: 1920, height: 1080 },
  });
  const page = await context.newPage();
  for (const theme of ["dark", "light"]) {
    await page.goto(`${site.web}/wall?theme=${theme}#k=${site.kiosk}`);
    await shown(page.getByRole("row", { name: /Sales/ }));
    await checkAccessible(page, theme);
  }
});

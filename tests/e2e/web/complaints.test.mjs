// What users of such systems complain about: each test fails when its complaint comes true. The
// table in tests/README.md names them.

import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { launch, problemsOf, profile, setFrozen } from "./browser.mjs";
import { Desk, gone, shown } from "./desk.mjs";
import {
  Switch,
  callAs,
  hangUp,
  killServer,
  pauseServer,
  resumeServer,
  signIn as secretOf,
  site,
  startServer,
  until,
} from "./site.mjs";

const NOEL = "+493023125003";
const AWAY_MS = 20_000; // Until the desk says that it is not live, and a bit.
const browser = await launch();
after(() => browser.close());
const profiles = [];

// Counts what a page plays and the notifications that it shows and closes.
function listen() {
  globalThis.heard = { tones: 0, notified: [], closed: [] };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    globalThis.heard.tones += 1;
    return start.apply(this, when);
  };
  globalThis.Notification = class {
    static permission = "granted";
    static requestPermission = () => Promise.resolve("granted");
    constructor(title, options) {
      this.tag = options.tag;
      globalThis.heard.notified.push({ title, ...options });
    }
    close() {
      globalThis.heard.closed.push(this.tag);
    }
  };
}

async function profileOf() {
  const context = await profile(browser);
  await context.addInitScript(listen);
  profiles.push(context);
  return context;
}
const deskOf = async (login) => Desk.open(await profileOf(), login);

const heard = (desk) => desk.page.evaluate(() => globalThis.heard);
const ana = await deskOf("ana");
const ben = await deskOf("ben");
const anas = new Switch("sales", "PJSIP/1001");
const bens = new Switch("sales", "PJSIP/1002");
// Calls without a wrap-up, so that the next test finds the agent free.
const support = new Switch("support", "PJSIP/1001");

const secrets = new Map();
for (const login of ["ana", "ben", "sue"]) secrets.set(login, await secretOf(login));
const callBy = (login, method, request) => callAs(secrets.get(login), method, request);

// Each test finds agents without calls and without missed ones.
afterEach(async () => {
  await hangUp();
  for (const login of ["ana", "ben"]) {
    const { desk } = await callBy(login, "DeskService/GetDesk", {});
    for (const { call } of desk.wrapUps ?? []) {
      await callBy(login, "DeskService/CompleteWrapUp", { call });
    }
    await callBy(login, "DeskService/AcknowledgeMissed", {});
    await callBy(login, "DeskService/SetPopMode", { popMode: "POP_MODE_ON" });
  }
});

test("not everybody gets every pop: only who is rung sees it", async () => {
  const call = await anas.ring(NOEL);
  await shown(ana.card("Lea Noel"));
  const other = await bens.ring("+8613800138001");
  await shown(ben.card("陈小华")); // What came before has reached this desk as well.

  assert.equal(await ben.row("Lea Noel").count(), 0);
  assert.equal(await ana.row("陈小华").count(), 0);
  await anas.abandon(call);
  await bens.abandon(other);
});

test("the pop of those who lose goes within a second, and says who answered", async () => {
  const call = await support.ring(NOEL);
  await support.deliver(call, "PJSIP/1002");
  await Promise.all([shown(ana.card("Lea Noel")), shown(ben.card("Lea Noel"))]);
  await support.answer(call, "PJSIP/1002");
  await support.ringEnds(call, "CAUSE_ANSWERED_ELSEWHERE");

  await gone(ana.card("Lea Noel"), 1_000);
  await ana.shows("Answered by Ben Vidal");
  await shown(ben.card("Lea Noel").getByText("Talking"));
  await support.end(call, "PJSIP/1002");
});

test("a number finds its customer however it is written, and the card says by what", async () => {
  const forms = [
    "030 23125003",
    "030/23125003",
    "0049 30 23125003",
    "+49 (0)30 23125003",
    "(030) 2312-5003",
    "sip:+493023125003@pbx.example.com",
  ];
  for (const form of forms) {
    const call = await anas.ring(form);
    await shown(ana.card("Lea Noel"));
    await shown(ana.card("Lea Noel").getByText(/exact number|same number, other format/));
    await anas.abandon(call);
    await gone(ana.card("Lea Noel"));
  }
});

test("the agent's own hang-up opens nothing", async () => {
  const call = await support.ring(NOEL);
  await shown(ana.card("Lea Noel"));
  await support.answer(call);
  await shown(ana.card("Lea Noel").getByText("Talking"));
  await support.end(call);

  await gone(ana.row("Lea Noel"));
  await ana.shows("No call in focus");
  assert.equal(await ana.focus.getByRole("region").count(), 0);
});

test("a call that goes on to the next agent is gone here and there at the next", async () => {
  const call = await anas.ring(NOEL);
  await shown(ana.card("Lea Noel"));
  await anas.ringEnds(call, "CAUSE_NO_ANSWER");
  await anas.deliver(call, "PJSIP/1002");

  await gone(ana.card("Lea Noel"), 1_000);
  await shown(ben.card("Lea Noel"));
  await bens.abandon(call);
  await gone(ben.card("Lea Noel"), 1_000);
});

test("two phones of one agent make one pop, which stays when one of them is answered", async () => {
  const call = await support.ring(NOEL);
  await support.deliver(call, "PJSIP/2001");
  await shown(ana.card("Lea Noel"));
  assert.equal(await ana.row("Lea Noel").count(), 1);
  await support.answer(call, "PJSIP/2001");
  await support.ringEnds(call, "CAUSE_ANSWERED_ELSEWHERE", "PJSIP/1001");

  await shown(ana.card("Lea Noel").getByText("Talking"));
  assert.equal(await ana.row("Lea Noel").count(), 1);
  await support.end(call, "PJSIP/2001");
  await gone(ana.row("Lea Noel"), 1_000);
});

test("pops are pushed: painted at once, while the page asks for nothing", async () => {
  const asked = [];
  const listener = (request) => asked.push(request.url());
  const times = [];
  for (let i = 0; i < 7; i += 1) {
    const call = await anas.arrive(NOEL);
    const painted = shown(ana.card("Lea Noel")).then(() => performance.now());
    ana.page.context().on("request", listener);
    const began = performance.now();
    await anas.deliver(call);
    times.push((await painted) - began);
    ana.page.context().off("request", listener);
    await anas.abandon(call);
    await gone(ana.card("Lea Noel"));
  }

  const median = times.sort((one, other) => one - other)[3];
  assert.ok(median < 1_000, `${times.map(Math.round)} ms`);
  const rpcs = asked.filter((url) => url.includes("/jackfield.v1.") && !url.includes("ReportPop"));
  assert.deepEqual(rpcs, []);
});

test("a page that slept shows what is true, without a reload", async () => {
  const before = await anas.ring(NOEL);
  await shown(ana.card("Lea Noel"));
  await setFrozen(ana.page, true);
  await anas.abandon(before);
  const during = await anas.ring("+8613800138001");
  await setFrozen(ana.page, false);

  await shown(ana.card("陈小华"));
  assert.equal(await ana.card("Lea Noel").count(), 0);
  await shown(ana.missed("Lea Noel").getByText(/hung up after/));
  await anas.abandon(during);
});

test("a silent server is not shown as live, and nothing is offered that needs it", async () => {
  await anas.abandon(await anas.ring(NOEL));
  await shown(ana.missed("Lea Noel"));
  await pauseServer();
  try {
    await ana.shows(/^Reconnecting/, AWAY_MS);
    await ana.shows(/Not live since \d\d:\d\d:\d\d\. Calls still reach your phone\./, AWAY_MS);
    assert.ok(await ana.button("Seen all").isDisabled());
  } finally {
    await resumeServer();
  }

  await ana.whenLive();
  assert.ok(await ana.button("Seen all").isEnabled());
});

test("a desk is live again by itself after a restart of the server, and rings", async () => {
  await killServer();
  await ana.shows(/Not live since/, AWAY_MS);
  await startServer();
  await ana.shows(/^Live again/, AWAY_MS);
  const call = await anas.ring(NOEL);

  await shown(ana.card("Lea Noel"));
  await anas.abandon(call);
});

test("title, icon, sound and notification tell a ring, and all of them end with it", async () => {
  await ana.button("Turn on call alerts").click();
  const icon = () => ana.page.locator("link[rel=icon]").getAttribute("href");
  const calm = await icon();
  assert.match(calm, /^data:/); // One with an address would be fetched at every change.
  const before = (await heard(ana)).tones;
  const call = await anas.ring(NOEL);
  await until(async () => (await heard(ana)).notified.length > 0, "a notification");
  const { notified } = await heard(ana);
  assert.equal(notified[0].title, "Lea Noel");
  assert.equal(notified[0].requireInteraction, true);
  assert.equal(await ana.page.title(), "(1) ☎ Lea Noel");
  assert.notEqual(await icon(), calm);
  await until(async () => (await heard(ana)).tones > before, "a tone");
  await shown(ana.button("Stop ring"));
  await anas.abandon(call);

  await until(async () => (await heard(ana)).closed.includes(notified[0].tag), "its end");
  await until(async () => (await ana.page.title()) === "Jackfield", "the title of a quiet page");
  assert.equal(await icon(), calm);
});

test("of several tabs one rings, and none rings on", async () => {
  const other = await Desk.another(ana.page.context());
  await other.page.mouse.click(700, 600); // A page is heard only after a click.
  const tones = async () => [(await heard(ana)).tones, (await heard(other)).tones];
  const before = await tones();
  const call = await anas.ring(NOEL);
  await Promise.all([shown(ana.card("Lea Noel")), shown(other.card("Lea Noel"))]);
  await until(async () => String(await tones()) !== String(before), "a tone");
  const during = await tones();
  await anas.abandon(call);
  await Promise.all([gone(ana.card("Lea Noel"), 1_000), gone(other.card("Lea Noel"), 1_000)]);

  const grown = during.filter((count, tab) => count > before[tab]);
  assert.equal(grown.length, 1, `${before} -> ${during}`);
  await other.page.close();
});

test("when the tab that rings crashed, another one rings", async () => {
  const other = await Desk.another(ana.page.context());
  const crashed = other.page.waitForEvent("crash");
  const session = await ana.page.context().newCDPSession(other.page);
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  const before = (await heard(ana)).tones;
  const call = await anas.ring(NOEL);

  await until(async () => (await heard(ana)).tones > before, "a tone");
  await anas.abandon(call);
  await other.page.close();
});

test("when the tab that began the worker of all tabs crashed, the others begin anew", async () => {
  const first = await deskOf("fay");
  const other = await Desk.another(first.page.context());
  const begins = other.page.waitForEvent("load");
  const session = await first.page.context().newCDPSession(first.page);
  void session.send("Page.crash").catch(() => undefined);
  await begins;
  await other.whenLive();
  const fays = new Switch("sales", "PJSIP/1006");
  const call = await fays.ring(NOEL);

  await shown(other.card("Lea Noel"));
  await fays.abandon(call);
  await other.page.context().close();
});

test("a desk that was opened at another computer says so at the first one", async () => {
  const elsewhere = await deskOf("ana");
  await ana.shows("Your desk was opened elsewhere. This one shows nothing new.");
  const call = await anas.ring(NOEL);
  await shown(elsewhere.card("Lea Noel"));
  assert.equal(await ana.card("Lea Noel").count(), 0);
  await anas.abandon(call);

  await ana.button("Use it here").click();
  await ana.whenLive();
  await elsewhere.shows("Your desk was opened elsewhere. This one shows nothing new.");
  await elsewhere.page.context().close();
});

test("a lost link changes no state, and a supervisor's change shows its reason", async () => {
  await ana.setState("Ready R");
  await shown(ana.state("Ready"));
  await killServer();
  await startServer();
  await ana.whenLive();
  await shown(ana.state("Ready"));
  await callBy("sue", "SupervisionService/ChangeAgentState", {
    agent: "agents/ana",
    state: "STATE_NOT_READY",
    reason: "lunch",
  });

  await shown(ana.state("Not ready: Lunch"));
});

test("agents are members queue by queue: a pause in one leaves the other", async () => {
  await anas.publish({
    memberPaused: {
      queue: "support",
      device: "PJSIP/1001",
      paused: true,
      reason: "training",
    },
  });
  const agent = await until(async () => {
    const { board } = await callBy("sue", "SupervisionService/GetBoard", {});
    const found = board.agents.find((one) => one.agent === "agents/ana");
    return found.memberships.some((one) => one.paused) && found;
  }, "a pause on the board");

  const paused = agent.memberships.filter((one) => one.paused).map((one) => one.queue);
  assert.deepEqual(paused, ["queues/support"]);
  await anas.publish({
    memberPaused: { queue: "support", device: "PJSIP/1001", paused: false },
  });
});

test("pops that are switched off do not come, and the header says so", async () => {
  await ana.setOption("Pops: Off");
  await ana.shows("Pops are off");
  const call = await anas.ring(NOEL);
  await until(async () => {
    const desk = await callBy("ana", "DeskService/GetDesk", {});
    return desk.desk.agent.status.state === "STATE_ALERTING";
  }, "the ring at the server");
  await shown(ana.state("Ringing"));
  assert.equal(await ana.card("Lea Noel").count(), 0);
  await anas.abandon(call);

  await ana.setOption("Pops: On");
  await gone(ana.text("Pops are off"));
});

test("a customer who is known is opened, not an empty form", async () => {
  const call = await anas.ring(NOEL);
  await shown(ana.card("Lea Noel").getByText("Noel SARL"));

  assert.equal(await ana.button("Create customer").count(), 0);
  assert.equal(await ana.page.getByRole("dialog").count(), 0);
  await anas.abandon(call);
});

test("a text that is typed is left alone by a ring", async () => {
  const first = await support.ring("+8613800138001");
  await support.answer(first);
  await shown(ana.card("陈小华").getByText("Talking"));
  await ana.note.click();
  await ana.page.keyboard.type("wants ");
  const second = await anas.ring(NOEL, { device: "PJSIP/2001" });
  await ana.shows("Lea Noel rings");
  await ana.page.keyboard.type("o boxes and ready");

  assert.equal(await ana.note.inputValue(), "wants o boxes and ready");
  assert.equal(await ana.card("Lea Noel").count(), 0);
  await anas.ringEnds(second, "CAUSE_CALLER_GONE", "PJSIP/2001");
  await support.end(first);
});

test("all missed calls are listed, and seen with one click", async () => {
  const count = 40; // The server lists 100 of an agent.
  for (let i = 0; i < count; i += 1) {
    const call = await bens.ring(`+49302312${6000 + i}`);
    await bens.abandon(call);
  }
  await until(async () => (await ben.missed().count()) >= count, `${count} missed calls`);
  await ben.button("Seen all").click();

  await gone(ben.missed());
});

test("customers are in no list of agents, and agents in none of customers", async () => {
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("Control+k");
  const dialog = ana.page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("Ben Vidal");
  await shown(dialog.getByText("Nobody found"));
  await ana.page.keyboard.press("Escape");

  const { board } = await callBy("sue", "SupervisionService/GetBoard", {});
  assert.ok(board.agents.every((one) => one.displayName.endsWith(" Vidal")));
});

test("a call that popped nowhere is explained, with the device that is no agent's", async () => {
  const call = await anas.arrive(NOEL);
  await anas.deliver(call, "PJSIP/9999");
  const { board } = await callBy("sue", "SupervisionService/GetBoard", {});
  const told = await callBy("sue", "SupervisionService/ExplainCall", {
    name: `sources/cloud/calls/${call}`,
  });
  await anas.abandon(call);

  assert.ok(board.unmappedDevices.some((one) => one.device === "PJSIP/9999"));
  assert.match(JSON.stringify(told), /PJSIP\/9999/);
});

test("in all that no page made an error, opened a dialog or asked another host", () => {
  assert.deepEqual(profiles.flatMap(problemsOf), []);
});

// The browser's part of bench_agent_table.py: publishes calls at a fixed rate, looks at the page of
// a supervisor, and prints what tasks of more than 50 ms the page had, as JSON.

import { createRequire } from "node:module";

const facts = JSON.parse(process.env.JACKFIELD_BENCH);
const { chromium } = createRequire(`${facts.modules}/`)("playwright-core");

const ORDERS = ["since", "state", "name"]; // Columns of the table.
const CALL_STEPS = 3; // An agent rings, talks, and is free again.
const CALL_MS = 4_000;
const WARM_MS = 2_000;

async function publish(event) {
  const answer = await fetch(`${facts.web}/jackfield.v1.TelephonyService/PublishCallEvent`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${facts.token}` },
    body: JSON.stringify({ event }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Calls at agents one after another, each of which changes an agent three times.
class Load {
  updates = 0;
  #going = new Set();
  #failed;
  #timer;
  #begun = 0;

  start() {
    const everyMs = (1_000 * CALL_STEPS) / facts.rate;
    const startMs = performance.now();
    // In an open loop: how many calls have begun is fixed by the time.
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startMs) / everyMs);
      while (this.#begun < due) this.#begin(this.#begun++);
    }, 5);
  }

  async stop() {
    clearInterval(this.#timer);
    await Promise.all(this.#going);
    if (this.#failed) throw this.#failed;
  }

  #begin(number) {
    const going = this.#call(number)
      .catch((error) => (this.#failed ??= error))
      .finally(() => this.#going.delete(going));
    this.#going.add(going);
  }

  async #call(number) {
    // Neighbours in the table are not neighbours in time.
    const agent = (number * 7) % facts.agents;
    const call = `bench-${number}`;
    const queue = `q${agent % facts.queues}`;
    const leg = `${call}-in`;
    const device = `PJSIP/${facts.firstDevice + agent}`;
    const part = { call, connection: `${call}-agent`, device, queue, leg };
    const caller = { number: `+49151${String(number).padStart(8, "0")}` };
    await publish({
      originated: { call, direction: "DIRECTION_INBOUND", caller, connection: leg },
    });
    await publish({ queued: { call, leg, queue } });
    await publish({ delivered: part });
    this.updates++;
    await wait(CALL_MS / 4);
    await publish({ established: part });
    this.updates++;
    await wait(CALL_MS);
    await publish({ legCompleted: { call, leg, queue, device } });
    this.updates++;
    await publish({ callCleared: { call } });
  }
}

// The browser keeps the list; what it cannot attribute is a task of the page too.
function observe() {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      globalThis.longTasks.push([Math.round(startTime), Math.round(duration)]);
    }
  }).observe({ type: "longtask", buffered: true });
}

async function tasksOf(page) {
  return page.evaluate(() => globalThis.longTasks.splice(0));
}

function summary(tasks) {
  const lengths = tasks.map(([, length]) => length);
  return { long_tasks: lengths.length, longest_ms: Math.max(0, ...lengths) };
}

// How many rows of the table were written anew meanwhile, by what the reader sees.
async function seenOf(page) {
  return page.evaluate(() => {
    const rows = document.querySelectorAll("tbody button[data-row]");
    return [...rows].map((row) => row.closest("tr").innerText).join("\n");
  });
}

async function measureOrder(page, load, name) {
  await page.locator(`table[aria-rowcount] th.${name} button.sort`).click();
  await wait(WARM_MS);
  await tasksOf(page);
  const [before, updates, sinceMs] = [await seenOf(page), load.updates, performance.now()];
  await wait(facts.seconds * 1_000);
  const seconds = (performance.now() - sinceMs) / 1_000;
  const tasks = await tasksOf(page);
  if ((await seenOf(page)) === before) throw new Error(`${name}: the table does not move`);
  return { ...summary(tasks), updates_per_s: Math.round((load.updates - updates) / seconds) };
}

async function openPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  await page.goto(`${facts.web}/supervisor`);
  await page.locator("input[name=username]").fill("sue");
  await page.locator("input[name=password]").fill(facts.password);
  await page.keyboard.press("Enter");
  await page.locator("tbody button[data-row]").first().waitFor();
  const rows = await page.locator("table[aria-rowcount]").last().getAttribute("aria-rowcount");
  if (Number(rows) !== facts.agents + 1) throw new Error(`${rows} rows`);
  await wait(WARM_MS);
  return page;
}

const browser = await chromium.launch({
  executablePath: facts.chromium,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const load = new Load();
const page = await openPage(browser);
const loading = summary(await tasksOf(page));
load.start();
await wait(WARM_MS + CALL_MS);
const orders = {};
for (const name of ORDERS) {
  orders[name] = await measureOrder(page, load, name);
}
await load.stop();
await browser.close();
console.log(JSON.stringify({ loading, orders }));

// The site that web_site.py runs: where it is, its contract, calls, and the telephone system.

import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

export const site = JSON.parse(process.env.JACKFIELD_WEB_SITE);
const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(site.descriptors)),
);

export const serviceOf = (name) => registry.getService(`jackfield.v1.${name}`);
export const messageOf = (name) => registry.getMessage(name);
export const bearer = (secret) => ({ authorization: `Bearer ${secret}` });

// A call in the JSON form. Returns the status of HTTP, the body, and its object.
export async function post(method, request, headers = {}) {
  const answer = await fetch(`${site.web}/jackfield.v1.${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    json: JSON.parse(text || "{}"),
    headers: answer.headers,
  };
}

async function must(method, request, headers) {
  const answer = await post(method, request, headers);
  if (answer.status !== 200) throw new Error(`${method}: ${answer.text}`);
  return answer.json;
}

export async function signIn(login) {
  const answer = await must("SessionService/SignIn", {
    login,
    password: site.password,
  });
  return answer.secret;
}

export const callAs = (secret, method, request) => must(method, request, bearer(secret));

// The sum of the figures `name` of /metrics that have the label.
export async function figure(name, label = "") {
  const text = await (await fetch(`${site.ops}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(name) && line.includes(label));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

// What only the other process can do: kill, start, and the command line.
async function ask(act, body = {}) {
  const init = { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${site.listed}/${act}`, init);
  if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`);
  return answer.json();
}
export const killServer = () => ask("kill");
export const startServer = () => ask("start");
export const pauseServer = () => ask("pause"); // It is there, and says nothing.
export const resumeServer = () => ask("resume");
export const cli = (...words) => ask("cli", words);

// Waits until `condition` gives something true, and returns it.
export async function until(condition, what, limitMs = 15_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// The events of calls, by the JSON form: each is acknowledged before the next one is sent.
let calls = 0;
const open = new Set();

// Ends what a test left, many calls at a time.
export async function hangUp() {
  const phone = new Switch();
  const left = [...open];
  open.clear();
  while (left.length > 0) {
    const calls = left.splice(0, 32);
    await Promise.all(calls.map((call) => phone.publish({ callCleared: { call } })));
  }
}

export class Switch {
  constructor(queue = "sales", device = "PJSIP/1001") {
    this.queue = queue;
    this.device = device;
  }

  async publish(...events) {
    for (const event of events) {
      await must("TelephonyService/PublishCallEvent", { event }, bearer(site.token));
    }
  }

  // A caller begins to wait. Without a number it is withheld. Returns the name of their call.
  async arrive(number, { name = "", attached = {}, queue = this.queue } = {}) {
    const call = `${process.pid}-${++calls}`;
    open.add(call);
    const caller = number ? { number, name } : { presentation: "PRESENTATION_WITHHELD" };
    await this.publish({
      originated: {
        call,
        direction: "DIRECTION_INBOUND",
        caller,
        dialled: "+493023125100",
        connection: `${call}-in`,
      },
    });
    const values = Object.entries(attached).map(([key, value]) => ({
      name: key,
      value,
    }));
    if (values.length > 0) await this.publish({ callInformation: { call, attached: values } });
    if (queue) await this.publish({ queued: { call, leg: `${call}-in`, queue } });
    return call;
  }

  part(call, device = this.device, queue = this.queue) {
    const inQueue = queue ? { queue, leg: `${call}-in` } : {};
    return { call, connection: `${call}-${device}`, device, ...inQueue };
  }

  // A caller rings at the agent. Returns the call.
  async ring(number, options = {}) {
    const call = await this.arrive(number, options);
    await this.deliver(call, options.device, options.queue);
    return call;
  }

  deliver(call, device, queue) {
    return this.publish({ delivered: this.part(call, device, queue) });
  }

  answer(call, device, queue) {
    return this.publish({ established: this.part(call, device, queue) });
  }

  ringEnds(call, cause, device = this.device) {
    return this.publish({
      ringEnded: { call, connection: `${call}-${device}`, cause },
    });
  }

  async abandon(call) {
    open.delete(call);
    const leg = `${call}-in`;
    await this.publish(
      { dequeued: { call, leg, queue: this.queue, cause: "CAUSE_ABANDONED" } },
      {
        ringEnded: {
          call,
          connection: `${call}-${this.device}`,
          cause: "CAUSE_CALLER_GONE",
        },
      },
      { connectionCleared: { call, connection: leg } },
      { callCleared: { call } },
    );
  }

  async end(call, device = this.device) {
    open.delete(call);
    const leg = `${call}-in`;
    await this.publish(
      { legCompleted: { call, leg, queue: this.queue, device } },
      { connectionCleared: { call, connection: `${call}-${device}` } },
      { connectionCleared: { call, connection: leg } },
      { callCleared: { call } },
    );
  }
}

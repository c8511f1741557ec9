// Connect's own clients for Node against the web port: gRPC-Web, and Connect unary in both forms.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Code, ConnectError, createClient, encodeBinaryHeader } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import {
  Switch,
  bearer,
  figure,
  messageOf,
  post,
  serviceOf,
  signIn,
  site,
  until,
} from "./site.mjs";

const forStreams = { baseUrl: site.web, httpVersion: "1.1" };
const forCalls = { ...forStreams, defaultTimeoutMs: 10_000 };
const TRANSPORTS = {
  "gRPC-Web": createGrpcWebTransport(forCalls),
  "Connect with JSON": createConnectTransport({
    ...forCalls,
    useBinaryFormat: false,
  }),
  "Connect in binary form": createConnectTransport({
    ...forCalls,
    useBinaryFormat: true,
  }),
};
const switchboard = new Switch();
const headers = bearer(await signIn("ana"));
const client = (service, transport) => createClient(serviceOf(service), transport);
const desk = client("DeskService", createGrpcWebTransport(forStreams));

async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    return ConnectError.from(error);
  }
  throw new assert.AssertionError({ message: "there was no error" });
}

function reasonOf(error) {
  return error.findDetails(messageOf("google.rpc.ErrorInfo")).map((info) => info.reason)[0];
}

function fieldsAtFault(error) {
  return error
    .findDetails(messageOf("google.rpc.BadRequest"))
    .flatMap((request) => request.fieldViolations.map((violation) => violation.field));
}

async function drain(stream, onMessage = () => undefined) {
  for await (const message of stream) onMessage(message);
}

const isHeartbeat = (message) => message.update.case === "heartbeat";

// Reads the stream of the desk until `isLast` says so, and gives it up: leaving the loop alone does
// not end the request. Returns the messages.
async function watch(isLast, request = {}) {
  const abort = new AbortController();
  const messages = [];
  for await (const message of desk.watchDesk(request, {
    headers,
    signal: abort.signal,
  })) {
    messages.push(message);
    if (await isLast(message, messages)) break;
  }
  abort.abort();
  return messages;
}

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  test(`${name}: a unary call is answered`, async () => {
    const answer = await client("SessionService", transport).whoAmI({}, { headers });

    assert.equal(answer.principal.name, "users/ana");
    assert.equal(answer.principal.agent, "agents/ana");
  });

  test(`${name}: Chinese names and numbers of 64 bits arrive as they were sent`, async () => {
    const found = await client("CustomerService", transport).searchCustomers(
      { query: "陈小华" },
      { headers },
    );
    const desk = await client("DeskService", transport).getDesk({}, { headers });

    assert.equal(found.customers[0].displayName, "陈小华");
    assert.equal(typeof desk.cursor, "bigint");
  });

  test(`${name}: an error tells its reason and the fields at fault`, async () => {
    const query = "x".repeat(5_000);
    const refused = await errorOf(
      client("CustomerService", transport).searchCustomers({ query }, { headers }),
    );
    const nobody = await errorOf(client("SessionService", transport).whoAmI({}));

    assert.equal(refused.code, Code.InvalidArgument);
    assert.equal(reasonOf(refused), "FIELD_INVALID");
    assert.deepEqual(fieldsAtFault(refused), ["query"]);
    assert.equal(nobody.code, Code.Unauthenticated);
    assert.equal(reasonOf(nobody), "CREDENTIALS_MISSING");
  });

  test(`${name}: metadata goes both ways, and a binary one too`, async () => {
    const seen = {};
    const request = { login: "ana", password: site.password };
    await client("SessionService", transport).signIn(request, {
      headers: {
        "jackfield-session": "cookie",
        "x-note": "kept",
        "x-note-bin": encodeBinaryHeader(new Uint8Array([0, 1, 254, 255])),
      },
      onHeader: (head) => (seen.cookie = head.get("set-cookie")),
      onTrailer: (trailer) => (seen.trailer = trailer),
    });

    assert.match(seen.cookie, /^__Host-jackfield=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    assert.ok(seen.trailer instanceof Headers);
  });

  test(`${name}: a time-out of more than 30 s is refused`, async () => {
    const error = await errorOf(
      client("SessionService", transport).whoAmI({}, { headers, timeoutMs: 60_000 }),
    );

    assert.equal(error.code, Code.InvalidArgument);
    assert.equal(reasonOf(error), "DEADLINE_REQUIRED");
  });
}

test("a stream begins with a snapshot and a heartbeat, then tells each change", async () => {
  const call = await switchboard.arrive("+493023125002", { name: "Berg" });
  const messages = await watch(async (message, before) => {
    if (before.length === 2) await switchboard.deliver(call);
    return message.update.case === "popOpened";
  });
  await switchboard.abandon(call);

  const kinds = messages.map((message) => message.update.case);
  assert.deepEqual(kinds.slice(0, 2), ["snapshot", "heartbeat"]);
  const pop = messages.at(-1).update.value;
  assert.equal(pop.caller.number.e164, "+493023125002");
  assert.equal(pop.caller.candidates.length, 2);
});

test("a stream that is resumed tells what changed, and does not begin anew", async () => {
  const call = await switchboard.arrive("+493023125003");
  const before = await watch(isHeartbeat);
  await switchboard.deliver(call);
  const after = await watch(isHeartbeat, {
    resumeCursor: before.at(-1).cursor,
  });
  await switchboard.abandon(call);

  const pops = after.flatMap(({ update }) =>
    update.case === "snapshot"
      ? update.value.pops
      : update.case === "popOpened"
        ? [update.value]
        : [],
  );
  assert.notEqual(after[0].update.case, "snapshot");
  assert.ok(pops.some((pop) => pop.caller.displayName === "Lea Noel"));
});

test("heartbeats come each two seconds", async () => {
  const times = [];
  await watch((message) => isHeartbeat(message) && times.push(performance.now()) === 3);

  const last = times[2] - times[1];
  assert.ok(last > 1_000 && last < 4_000, `${last} ms`);
});

test("a stream with a time-out ends when it is over", async () => {
  const error = await errorOf(drain(desk.watchDesk({}, { headers, timeoutMs: 500 })));

  assert.equal(error.code, Code.DeadlineExceeded);
});

test("the server itself ends a call at its time-out, and says so in the trailers", async () => {
  const answer = await fetch(`${site.web}/jackfield.v1.DeskService/WatchDesk`, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/grpc-web+proto",
      "grpc-timeout": "400m",
    },
    body: new Uint8Array(5),
  });
  const body = Buffer.from(await answer.arrayBuffer()).toString("latin1");

  assert.match(body, /grpc-status: ?4\r\n/);
});

test("a stream that the client gives up is given up at the server", async () => {
  const before = await figure("jackfield_web_streams_ended_total", 'by="client"');
  const abort = new AbortController();
  const stream = desk.watchDesk({}, { headers, signal: abort.signal });
  const error = await errorOf(drain(stream, () => abort.abort()));

  assert.equal(error.code, Code.Canceled);
  await until(
    async () => (await figure("jackfield_web_streams_ended_total", 'by="client"')) > before,
    "the server counts a stream that was ended by its client",
  );
});

test("a unary call that is given up before it began does nothing", async () => {
  const signal = AbortSignal.abort();
  const error = await errorOf(desk.getDesk({}, { headers, signal }));

  assert.equal(error.code, Code.Canceled);
});

test("a stream ends with the reason when a newer desk of the agent takes over", async () => {
  let replace;
  const begun = new Promise((resolve) => (replace = resolve));
  const refused = errorOf(drain(desk.watchDesk({}, { headers }), replace));
  await begun;
  await watch(isHeartbeat);
  const error = await refused;

  assert.equal(error.code, Code.Aborted);
  assert.equal(reasonOf(error), "DESK_REPLACED");
});

test("what there is not is unimplemented, and what nobody can read is refused", async () => {
  const streams = await post("DeskService/WatchDesk", {}, headers);
  const nothing = await post("NoService/Nothing", {}, headers);
  const form = await post("SessionService/WhoAmI", {}, { "content-type": "text/plain" });

  assert.deepEqual([streams.status, streams.json.code], [501, "unimplemented"]);
  assert.deepEqual([nothing.status, nothing.json.code], [501, "unimplemented"]);
  assert.equal(form.status, 415);
});

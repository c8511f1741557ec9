// Connect's client for browsers in a real browser: pages of the server, of a listed and of another
// origin, and the session that is kept in a cookie.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch, profile } from "./browser.mjs";
import { Switch, bearer, signIn, site } from "./site.mjs";

const bundle = await build({
  entryPoints: [fileURLToPath(new URL("client_in_page.mjs", import.meta.url))],
  bundle: true,
  write: false,
  format: "iife",
  globalName: "foreign",
  logLevel: "error",
});
const script = `${bundle.outputFiles[0].text}; globalThis.foreign = foreign; 1`;
const common = {
  descriptors: readFileSync(site.descriptors, "base64"),
  baseUrl: site.web,
};
const login = { login: "ben", password: site.password };
const browser = await launch();
after(() => browser.close());

// A page of `origin` that has the client.
async function pageOf(origin) {
  const page = await (await profile(browser)).newPage();
  await page.goto(origin);
  await page.evaluate(script);
  return page;
}

const call = (page, options) => page.evaluate((o) => foreign.call(o), { ...common, ...options });
const updates = (page, options) =>
  page.evaluate((o) => foreign.updates(o), { ...common, ...options });
const kinds = async (page, options) => (await updates(page, options)).map(({ kind }) => kind);
const session = (method, more = {}) => ({
  service: "SessionService",
  method,
  ...more,
});

for (const form of ["grpcWeb", "connect"]) {
  test(`${form}: the session is in a cookie that no script reads, up to the sign-out`, async () => {
    const page = await pageOf(site.web);
    const headers = { "jackfield-session": "cookie" };

    const before = await call(page, session("whoAmI", { form }));
    const signedIn = await call(page, session("signIn", { form, headers, request: login }));
    const during = await call(page, session("whoAmI", { form }));
    const [cookie] = await page.context().cookies();
    const visible = await page.evaluate(() => document.cookie);
    await call(page, session("signOut", { form }));
    const after = await call(page, session("whoAmI", { form }));

    assert.equal(before.code, "Unauthenticated");
    assert.equal(signedIn.secret, "");
    assert.equal(during.principal.name, "users/ben");
    assert.equal(cookie.name, "__Host-jackfield");
    assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite], [true, true, "Lax"]);
    assert.equal(visible, "");
    assert.equal(after.code, "Unauthenticated");
    assert.deepEqual(await page.context().cookies(), []);
  });
}

test("a stream reaches the page of the server, with a pop in it", async () => {
  const page = await pageOf(site.web);
  const headers = { "jackfield-session": "cookie" };
  await call(page, session("signIn", { form: "grpcWeb", headers, request: login }));
  const switchboard = new Switch("sales", "PJSIP/1002");
  const ringing = await switchboard.ring("+493023125003");

  const [whole, beat] = await updates(page, {
    form: "grpcWeb",
    service: "DeskService",
    method: "watchDesk",
    count: 2,
  });
  await switchboard.abandon(ringing);

  assert.deepEqual(whole, { kind: "snapshot", pops: 1 });
  assert.equal(beat.kind, "heartbeat");
});

test("a page of a listed origin may call, with a secret of its own", async () => {
  const page = await pageOf(site.listed);
  const headers = bearer(await signIn("ben"));

  for (const form of ["grpcWeb", "connect"]) {
    const answer = await call(page, session("whoAmI", { form, headers, credentials: "omit" }));
    assert.equal(answer.principal?.name, "users/ben", JSON.stringify(answer));
  }
  const stream = {
    form: "grpcWeb",
    service: "DeskService",
    method: "watchDesk",
  };
  const seen = await kinds(page, {
    ...stream,
    headers,
    credentials: "omit",
    count: 2,
  });
  assert.deepEqual(seen, ["snapshot", "heartbeat"]);
});

test("a page of another origin is refused, whatever it sends", async () => {
  const page = await pageOf(site.unlisted);
  const headers = bearer(await signIn("ben"));

  for (const form of ["grpcWeb", "connect"]) {
    const answer = await call(page, session("whoAmI", { form, headers, credentials: "omit" }));
    assert.equal(answer.principal, undefined);
    assert.match(answer.message, /fetch/i);
  }
});

test("a page of another origin cannot act with the cookie, even without a question", async () => {
  const page = await pageOf(site.web);
  const headers = { "jackfield-session": "cookie" };
  await call(page, session("signIn", { form: "connect", headers, request: login }));
  const other = await page.context().newPage();
  await other.goto(site.unlisted);

  // text/plain asks no permission first; the server must not take it for JSON. That it was refused is
  // not shown to the page either (Cross-Origin-Resource-Policy).
  const seen = await other.evaluate(async (url) => {
    const init = {
      method: "POST",
      mode: "no-cors",
      credentials: "include",
      body: "{}",
    };
    return fetch(url, init).then(
      () => "an answer",
      () => "nothing",
    );
  }, `${site.web}/jackfield.v1.SessionService/SignOut`);
  const still = await call(page, session("whoAmI", { form: "connect" }));

  assert.equal(seen, "nothing");
  assert.equal(still.principal.name, "users/ben");
});

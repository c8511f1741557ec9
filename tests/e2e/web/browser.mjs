// Chromium, and a record of all that a page must not do.

import { chromium } from "playwright-core";
import { site } from "./site.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--autoplay-policy=user-gesture-required",
  // A page that asked another host would find none.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
// What a browser writes itself when the server is away or refuses a session.
const WITHOUT_SERVER = /net::ERR_|status of 401|status of 50[234]/;

export function launch() {
  return chromium.launch({ executablePath: site.chromium, args: ARGUMENTS });
}

// A browser profile with what its pages did wrong, see problemsOf().
export async function profile(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "en-GB",
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const record = { errors: [], dialogs: [], foreign: [] };
  context.record = record;
  await context.exposeBinding("jackfieldViolation", (_, text) => record.errors.push(text));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      globalThis.jackfieldViolation(
        `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      ),
    );
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === new URL(site.web).origin || url.protocol === "blob:";
    if (!own && url.protocol !== "data:") record.foreign.push(request.url());
  });
  context.on("page", (page) => watch(page, record));
  return context;
}

function watch(page, record) {
  page.on("console", (message) => {
    if (message.type() === "error" && !WITHOUT_SERVER.test(message.text())) {
      record.errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => record.errors.push(String(error.stack ?? error)));
  page.on("dialog", (dialog) => {
    record.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
}

// Everything that no page may do: an error, a breach of the content policy, a dialog, a request to
// another host.
export function problemsOf(context) {
  const { errors, dialogs, foreign } = context.record;
  return [...errors, ...dialogs.map((text) => `dialog: ${text}`), ...foreign];
}

// Stops a page as Chromium does with tabs in the background, or lets it go on.
export async function setFrozen(page, frozen) {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setWebLifecycleState", {
    state: frozen ? "frozen" : "active",
  });
  await session.detach();
}

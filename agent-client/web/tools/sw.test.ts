// The service worker of the desk, which is a script and no module.

import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { beforeEach, expect, test, vi } from "vitest";

const SCRIPT = readFileSync(new URL("../public/sw.js", import.meta.url), "utf8");
const KEPT = new Response("kept");

interface FetchEvent {
  readonly request: { readonly method: string; readonly url: string; readonly mode: string };
  readonly respondWith: (answer: Promise<Response>) => void;
}

const fetched = vi.fn<() => Promise<Response>>();
let kept: Response | undefined;
let onFetch: (event: FetchEvent) => void;

beforeEach(() => {
  kept = KEPT;
  const self = {
    location: { origin: "https://desk.example" },
    addEventListener: (kind: string, listener: typeof onFetch) => {
      if (kind === "fetch") onFetch = listener;
    },
  };
  const caches = { match: () => Promise.resolve(kept) };
  runInNewContext(SCRIPT, { self, caches, fetch: fetched, URL, Response });
});

function page(): Promise<Response> {
  return new Promise((resolve) => {
    const request = { method: "GET", url: "https://desk.example/", mode: "navigate" };
    onFetch({ request, respondWith: resolve });
  });
}

test("the page is the newest one while the server answers", async () => {
  const fresh = new Response("fresh");
  fetched.mockResolvedValue(fresh);

  expect(await page()).toBe(fresh);
});

test("the page is the one that was kept while the server is away", async () => {
  fetched.mockRejectedValue(new TypeError("no network"));

  expect(await page()).toBe(KEPT);
});

test("what a proxy says of a server that restarts is not the page", async () => {
  fetched.mockResolvedValue(new Response("bad gateway", { status: 502 }));

  expect(await page()).toBe(KEPT);
});

test("without a kept page the answer is shown as it is", async () => {
  kept = undefined;
  const gateway = new Response("bad gateway", { status: 502 });
  fetched.mockResolvedValue(gateway);
  expect(await page()).toBe(gateway);

  fetched.mockRejectedValue(new TypeError("no network"));
  expect((await page()).type).toBe("error");
});

// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { throughWorker } from "./sharedWorker";
import { serveTabs } from "./tabs";

class FakePort extends EventTarget {
  readonly got: unknown[] = [];

  postMessage(message: unknown): void {
    this.got.push(message);
  }

  start(): void {
    // Heard at once.
  }
}

// Locks as browsers have them: the next who asks waits until the one before lets go, or is gone.
class FakeLocks {
  private readonly waiting = new Map<string, () => unknown>();
  private readonly held = new Set<string>();

  readonly request = (name: string, use: () => unknown): Promise<void> => {
    if (this.held.has(name)) this.waiting.set(name, use);
    else {
      this.held.add(name);
      use();
    }
    return Promise.resolve();
  };

  holderCrashes(): void {
    for (const use of this.waiting.values()) use();
  }
}

test("a tab is told and heard, and for one that crashed goodbye is said", () => {
  const locks = new FakeLocks();
  vi.stubGlobal("navigator", { locks });
  const said: unknown[] = [];
  serveTabs<string, { readonly kind: string }>(
    (send) => {
      send("welcome");
      return (message) => said.push(message.kind);
    },
    { kind: "bye" },
  );
  const worker = new FakePort();
  const page = { port: new FakePort() };
  vi.stubGlobal("SharedWorker", function SharedWorker() {
    return page;
  });
  self.dispatchEvent(Object.assign(new Event("connect"), { ports: [worker] }));
  const hear = (data: unknown) => worker.dispatchEvent(new MessageEvent("message", { data }));

  const send = throughWorker<string, { readonly kind: string }>("/assets/x.js", "x", () => null);
  send({ kind: "hello" });
  page.port.got.forEach(hear);
  expect(said).toEqual(["hello"]);
  locks.holderCrashes();

  expect(worker.got).toEqual(["welcome"]);
  expect(said).toEqual(["hello", "bye"]);
});

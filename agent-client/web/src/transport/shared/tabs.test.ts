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

interface Said {
  readonly kind: string;
}
type Told = Said;

// A tab and the worker, with ports that carry what is sent when they are told to.
function tabAndWorker() {
  const locks = new FakeLocks();
  const scope = new EventTarget(); // Of the worker.
  vi.stubGlobal("navigator", { locks });
  vi.stubGlobal("self", scope);
  const said: string[] = [];
  const told: string[] = [];
  serveTabs<Told, Said>(
    (send) => {
      send({ kind: "welcome" });
      return ({ kind }) => said.push(kind);
    },
    { kind: "bye" },
  );
  const worker = new FakePort();
  const page = { port: new FakePort() };
  vi.stubGlobal("SharedWorker", function SharedWorker() {
    return page;
  });
  scope.dispatchEvent(Object.assign(new Event("connect"), { ports: [worker] }));
  const send = throughWorker<Told, Said>("/assets/x.js", "x", ({ kind }) => told.push(kind));
  const carry = async (from: FakePort, to: FakePort) => {
    await Promise.resolve(); // The worker's lock is told once it is held.
    for (const data of from.got.splice(0)) to.dispatchEvent(new MessageEvent("message", { data }));
  };
  return {
    locks,
    said,
    told,
    send,
    toWorker: () => carry(page.port, worker),
    toPage: () => carry(worker, page.port),
  };
}

test("a tab is told and heard, and for one that crashed goodbye is said", async () => {
  const { locks, said, told, send, toWorker, toPage } = tabAndWorker();
  send({ kind: "hello" });
  await toWorker();
  await toPage();
  expect(said).toEqual(["hello"]);
  locks.holderCrashes();

  expect(told).toEqual(["welcome"]);
  expect(said).toEqual(["hello", "bye"]);
});

test("a tab whose worker crashed begins anew", async () => {
  const { locks, toPage } = tabAndWorker();
  const reload = vi.fn();
  vi.stubGlobal("location", { reload });
  await toPage();
  expect(reload).not.toHaveBeenCalled();
  locks.holderCrashes();

  expect(reload).toHaveBeenCalledOnce();
});

// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { serveTabs } from "./tabs";

class FakePort extends EventTarget {
  readonly got: unknown[] = [];
  started = false;

  postMessage(message: unknown): void {
    this.got.push(message);
  }

  start(): void {
    this.started = true;
  }
}

test("a tab is told and heard, and one that crashed says goodbye by its port", () => {
  const said: string[] = [];
  serveTabs<string, string>((send) => {
    send("welcome");
    return (message) => said.push(message);
  }, "bye");
  const port = new FakePort();

  self.dispatchEvent(Object.assign(new Event("connect"), { ports: [port] }));
  port.dispatchEvent(new MessageEvent("message", { data: "hello" }));
  port.dispatchEvent(new Event("close"));

  expect(port.started).toBe(true);
  expect(port.got).toEqual(["welcome"]);
  expect(said).toEqual(["hello", "bye"]);
});

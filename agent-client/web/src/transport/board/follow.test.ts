import { Code, ConnectError } from "@connectrpc/connect";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Follower } from "./follow";

// A stream whose messages and end the test decides.
class Stream {
  readonly #waiting: ((result: IteratorResult<string>) => void)[] = [];
  readonly #failing: ((error: unknown) => void)[] = [];
  constructor(readonly signal: AbortSignal) {}

  say(text: string) {
    this.#failing.shift();
    this.#waiting.shift()?.({ done: false, value: text });
  }
  fail(code: Code) {
    this.#waiting.shift();
    this.#failing.shift()?.(new ConnectError("over", code));
  }
  [Symbol.asyncIterator]() {
    return {
      next: () =>
        new Promise<IteratorResult<string>>((resolve, reject) => {
          this.#waiting.push(resolve);
          this.#failing.push(reject);
        }),
    };
  }
}

const streams: Stream[] = [];
const heard: string[] = [];

function follower() {
  return new Follower<string>({
    open: (signal) => {
      const stream = new Stream(signal);
      streams.push(stream);
      return stream;
    },
    onConnecting: () => heard.push("connecting"),
    onMessage: (text) => heard.push(text),
    onLost: () => heard.push("lost"),
    onEnded: (why) => heard.push(why),
    now: () => Date.now(),
    chance: () => 0.5,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  streams.length = 0;
  heard.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test("messages are told in order", async () => {
  const following = follower();
  following.start();

  streams[0]?.say("one");
  await vi.advanceTimersByTimeAsync(0);
  streams[0]?.say("two");
  await vi.advanceTimersByTimeAsync(0);

  expect(heard).toEqual(["connecting", "one", "two"]);
  following.stop();
});

test("a stream that is silent for five seconds is cut, and opened anew", async () => {
  const following = follower();
  following.start();

  await vi.advanceTimersByTimeAsync(5_001);

  expect(heard).toEqual(["connecting", "lost", "connecting"]);
  expect(streams[0]?.signal.aborted).toBe(true);
  following.stop();
});

test("what a cut stream still says is not told", async () => {
  const following = follower();
  following.start();
  await vi.advanceTimersByTimeAsync(5_001);

  streams[0]?.say("late");
  await vi.advanceTimersByTimeAsync(0);

  expect(heard).not.toContain("late");
  following.stop();
});

test("pauses grow while the server does not answer, and begin anew once it does", async () => {
  const following = follower();
  following.start();
  streams[0]?.fail(Code.Unavailable);
  await vi.advanceTimersByTimeAsync(1);
  streams[1]?.fail(Code.Unavailable);
  await vi.advanceTimersByTimeAsync(499);
  expect(streams).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(2);
  expect(streams).toHaveLength(3);

  streams[2]?.say("here");
  await vi.advanceTimersByTimeAsync(0);
  streams[2]?.fail(Code.Unavailable);
  await vi.advanceTimersByTimeAsync(1);

  expect(streams).toHaveLength(4);
  following.stop();
});

test("it comes back at once when it is told to hurry", async () => {
  const following = follower();
  following.start();
  streams[0]?.fail(Code.Unavailable);
  await vi.advanceTimersByTimeAsync(1);
  streams[1]?.fail(Code.Unavailable);
  await vi.advanceTimersByTimeAsync(1);

  following.hurry();

  expect(streams).toHaveLength(3);
  following.stop();
});

test("a stream that works is left alone when it is told to hurry", async () => {
  const following = follower();
  following.start();
  streams[0]?.say("one");
  await vi.advanceTimersByTimeAsync(0);

  following.hurry();

  expect(streams).toHaveLength(1);
  following.stop();
});

test.each([
  [Code.Unauthenticated, "signedOut"],
  [Code.PermissionDenied, "refused"],
])("after status %i it does not come back by itself", async (code, why) => {
  const following = follower();
  following.start();

  streams[0]?.fail(code);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(heard).toEqual(["connecting", why]);
  expect(streams).toHaveLength(1);
});

test("it may be started again after it ended", async () => {
  const following = follower();
  following.start();
  streams[0]?.fail(Code.Unauthenticated);
  await vi.advanceTimersByTimeAsync(1);

  following.start();

  expect(streams).toHaveLength(2);
  following.stop();
});

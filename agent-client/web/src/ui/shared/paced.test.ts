import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paced } from "./paced";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first is done at once, what comes within the time once at its end", () => {
  const work = vi.fn();
  const { ask } = paced(1_000, work);

  for (let i = 0; i < 50; i += 1) ask();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(999);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);

  expect(work).toHaveBeenCalledTimes(2);
});

test("a stream of changes is followed once in the time", () => {
  const work = vi.fn();
  const { ask } = paced(1_000, work);

  for (let ms = 0; ms < 10_000; ms += 10) {
    ask();
    vi.advanceTimersByTime(10);
  }

  expect(work).toHaveBeenCalledTimes(11);
});

test("after a quiet time the next is done at once", () => {
  const work = vi.fn();
  const { ask } = paced(1_000, work);
  ask();
  vi.advanceTimersByTime(1_000);

  ask();

  expect(work).toHaveBeenCalledTimes(2);
});

test("what waits is not done after the end", () => {
  const work = vi.fn();
  const { ask, stop } = paced(1_000, work);
  ask();
  ask();

  stop();
  vi.advanceTimersByTime(5_000);

  expect(work).toHaveBeenCalledTimes(1);
});

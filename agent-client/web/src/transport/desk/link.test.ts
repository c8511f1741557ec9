import { create, toBinary } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { beforeEach, describe, expect, test } from "vitest";
import type { WatchDeskResponse } from "$proto/desk_service_pb";
import { WatchDeskResponseSchema } from "$proto/desk_service_pb";
import { RetryInfoSchema } from "$proto/error_pb";
import { DeskLink } from "./link";

// A server that a test leads by hand, and a clock that stands until it is moved.
class World {
  nowMs = 0;
  readonly cursors: bigint[] = [];
  readonly told: string[] = [];
  readonly pauses: number[] = [];
  refreshes = 0;
  private due: (() => void)[] = [];
  private deliver: (message: WatchDeskResponse | Error | null) => void = () => undefined;

  readonly link = new DeskLink(
    {
      now: () => this.nowMs,
      chance: () => 0.5,
      watch: (cursor) => this.stream(cursor),
      refresh: async () => void (this.refreshes += 1),
      later: (act, ms) => {
        this.pauses.push(ms);
        this.due.push(act);
        return () => void (this.due = this.due.filter((one) => one !== act));
      },
    },
    {
      onLink: (to) => this.told.push(to),
      onUpdate: (update) => this.told.push(update.kind),
      onFailure: () => undefined,
    },
  );

  private async *stream(cursor: bigint): AsyncGenerator<WatchDeskResponse> {
    this.cursors.push(cursor);
    for (;;) {
      const next = await new Promise<WatchDeskResponse | Error | null>((resolve) => {
        this.deliver = resolve;
      });
      if (next === null) return;
      if (next instanceof Error) throw next;
      yield next;
    }
  }

  async send(what: WatchDeskResponse | Error | null): Promise<void> {
    this.deliver(what);
    await settle();
  }

  async passPause(): Promise<void> {
    const due = this.due;
    this.due = [];
    for (const act of due) act();
    await settle();
  }
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const heartbeat = (cursor: bigint, cursorComplete = true) =>
  create(WatchDeskResponseSchema, {
    cursor,
    cursorComplete,
    update: { case: "heartbeat", value: {} },
  });
const resync = (cursor: bigint, cursorComplete: boolean) =>
  create(WatchDeskResponseSchema, {
    cursor,
    cursorComplete,
    update: { case: "resync", value: {} },
  });

describe("the link", () => {
  let world: World;

  beforeEach(async () => {
    world = new World();
    world.link.start({ refresh: false, whole: true });
    await settle();
  });

  test("is live with the first heartbeat, not before", async () => {
    await world.send(resync(1n, true));
    expect(world.link.isLive).toBe(false);

    await world.send(heartbeat(1n));

    expect(world.told).toEqual(["connecting", "resync", "heartbeat", "live"]);
  });

  test("goes on after the last message that is complete", async () => {
    await world.send(resync(7n, true));
    await world.send(resync(8n, false));
    await world.send(null);
    await world.passPause();

    expect(world.cursors).toEqual([0n, 7n]);
  });

  test("comes back at once, then after growing pauses, anew after it was live", async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await world.send(new ConnectError("away", Code.Unavailable));
      await world.passPause();
    }
    expect(world.pauses).toEqual([0, 500, 1_000, 2_000]);

    await world.send(heartbeat(1n));
    await world.send(null);

    expect(world.pauses.at(-1)).toBe(0);
  });

  test("comes back when the server said, where it said when", async () => {
    const busy = new ConnectError("too many streams", Code.ResourceExhausted);
    const value = toBinary(
      RetryInfoSchema,
      create(RetryInfoSchema, { retryDelay: durationFromMs(7_000) }),
    );
    busy.details.push({ type: "google.rpc.RetryInfo", value });

    await world.send(busy);

    expect(world.pauses).toEqual([7_000]);
  });

  test("takes a stream that is silent for five seconds for dead", async () => {
    await world.send(heartbeat(1n));
    world.nowMs = 5_000;
    world.link.watchSilence();
    expect(world.told.at(-1)).toBe("live");

    world.nowMs = 5_001;
    world.link.watchSilence();

    expect(world.told.at(-1)).toBe("lost");
    await world.passPause();
    expect(world.cursors).toEqual([0n, 1n]);
  });

  test("refreshes the session before it opens the stream after a sleep", async () => {
    await world.send(heartbeat(1n));
    world.nowMs = 3_600_000;
    world.link.wake();
    await settle();

    expect(world.refreshes).toBe(1);
    expect(world.cursors).toEqual([0n, 1n]);
  });

  test("stays as it is when it is woken while it is live", async () => {
    await world.send(heartbeat(1n));
    world.link.wake();
    await settle();

    expect(world.cursors).toEqual([0n]);
  });

  test.each([
    ["signedOut", new ConnectError("expired", Code.Unauthenticated)],
    ["refused", new ConnectError("no agent", Code.PermissionDenied)],
  ])("stays away when it is %s", async (state, error) => {
    await world.send(heartbeat(1n));
    await world.send(error);

    expect(world.told.at(-1)).toBe(state);
    expect(world.pauses).toEqual([]);
    world.link.wake();
    await settle();
    expect(world.cursors).toEqual([0n]);
  });
});

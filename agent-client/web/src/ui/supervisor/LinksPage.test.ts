// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TokenSchema } from "$proto/token_pb";
import { Role } from "$proto/user_pb";
import LinksPage from "./LinksPage.svelte";
import { FakeDesk, button, mounted, press, settled } from "./fakeDesk.svelte";

const admin = vi.hoisted(() => ({ listTokens: vi.fn(), revokeToken: vi.fn() }));
vi.mock("../../transport/board/floor", () => ({ adminOf: () => admin }));

const lobby = create(TokenSchema, { name: "tokens/1", displayName: "Lobby", role: Role.KIOSK });
let desk: FakeDesk;
let leave: () => Promise<void>;

beforeEach(async () => {
  admin.listTokens.mockReset().mockResolvedValue({ tokens: [lobby] });
  admin.revokeToken.mockReset().mockResolvedValue({});
  desk = new FakeDesk({});
  leave = mounted(LinksPage, {}, desk);
  await settled();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await leave();
});

function pressAt(name: string, atMs: number): void {
  vi.spyOn(performance, "now").mockReturnValue(atMs);
  press(name);
}

test("a double click does not revoke a link", () => {
  pressAt("Revoke", 1_000);
  pressAt("Really revoke", 1_150);

  expect(admin.revokeToken).not.toHaveBeenCalled();
  expect(button("Really revoke").className).toContain("asked");
});

test("a press, and another one after the question was read, revoke it", async () => {
  pressAt("Revoke", 1_000);
  pressAt("Really revoke", 2_000);
  await settled();

  expect(admin.revokeToken).toHaveBeenCalledOnce();
  expect(desk.told).toEqual(["The link Lobby is revoked"]);
});

test("no link is revoked while the page is not live", async () => {
  desk.live.mayAct = false;
  await settled();

  expect(button("Revoke").disabled).toBe(true);
});

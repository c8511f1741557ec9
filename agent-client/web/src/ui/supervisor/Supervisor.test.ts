// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PrincipalSchema } from "$proto/session_pb";
import Supervisor from "./Supervisor.svelte";

const signOut = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
const assign = vi.spyOn(location, "assign").mockImplementation(() => undefined);

// Somebody who may not look at the board: all that they can do is to sign out.
vi.mock("../../transport/board/server", () => ({
  boardServer: () => ({ session: { signOut } }),
  whoAmI: () => Promise.resolve({ principal: create(PrincipalSchema), serverVersion: "1" }),
}));

let page: Record<string, unknown>;

async function press(name: string): Promise<void> {
  const find = () => [...document.querySelectorAll("button")].find((one) => one.innerText === name);
  await vi.waitFor(() => expect(find()).toBeDefined());
  find()?.click();
  await Promise.resolve();
  flushSync();
}

beforeEach(() => {
  assign.mockClear();
  page = mount(Supervisor, { target: document.body });
});
afterEach(() => unmount(page));

test("a sign-out leaves the page when the server says that the session ended", async () => {
  signOut.mockResolvedValue({});

  await press("Sign out");

  await vi.waitFor(() => expect(assign).toHaveBeenCalledOnce());
});

test("a sign-out that failed is told, and does not look like one that worked", async () => {
  signOut.mockRejectedValue(new ConnectError("away", Code.Unavailable));

  await press("Sign out");

  await vi.waitFor(() => expect(document.body.textContent).toContain("You are still signed in"));
  expect(assign).not.toHaveBeenCalled();
});

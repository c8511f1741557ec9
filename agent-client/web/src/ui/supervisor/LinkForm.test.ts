// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CreateTokenResponseSchema } from "$proto/admin_service_pb";
import LinkForm from "./LinkForm.svelte";
import { FakeDesk, mounted, press, settled } from "./fakeDesk.svelte";

const admin = vi.hoisted(() => ({ createToken: vi.fn() }));
vi.mock("../../transport/board/floor", () => ({ adminOf: () => admin }));

const onTried = vi.fn();
let leave: () => Promise<void>;

beforeEach(() => {
  admin.createToken.mockReset();
  onTried.mockReset();
  leave = mounted(LinkForm, { onTried }, new FakeDesk({}));
});
afterEach(() => leave());

const field = (index: number) => document.querySelectorAll<HTMLInputElement>("input")[index];

async function make(title: string): Promise<void> {
  const name = field(0);
  if (name) name.value = title;
  name?.dispatchEvent(new Event("input", { bubbles: true }));
  press("Make a link");
  await settled();
}

test("each attempt has an id of its own, so that none is refused for the one before", async () => {
  admin.createToken.mockRejectedValueOnce(new Error("too late"));
  admin.createToken.mockResolvedValue(create(CreateTokenResponseSchema, { secret: "s3cret" }));

  await make("Lobby");
  await make("Lobby, ground floor");

  const ids = admin.createToken.mock.calls.map(([request]) => request.requestId);
  expect(new Set(ids).size).toBe(2);
  expect(document.querySelector<HTMLInputElement>(".copy input")?.value).toContain("#k=s3cret");
});

test("the list is loaded anew after a failure too: the link may have been made", async () => {
  admin.createToken.mockRejectedValueOnce(new Error("too late"));

  await make("Lobby");

  expect(onTried).toHaveBeenCalledOnce();
});

// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import Palette from "./Palette.svelte";

afterEach(() => Mounted.closeAll());

function show(text: string, dials: boolean): FakeSession {
  const nobody = () => Promise.resolve({ ok: true, value: { customers: [], more: false } });
  const state = aDesk({ allowedCommands: dials ? ["dial"] : [] });
  const session = new FakeSession(state, nobody as unknown as FakeSession["ask"]);
  new Mounted(session, (where) => mount(Palette, { ...where, props: { onClose: vi.fn() } }));
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  if (field === null) throw new Error("no field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  return session;
}

const option = (text: string) =>
  [...document.querySelectorAll<HTMLElement>("[role=option]")].find((one) =>
    one.textContent.includes(text),
  );

test("a number that is typed can be dialled, where the switch can", () => {
  const session = show(" +49 30 901820 ", true);

  option("Dial +49 30 901820")?.click();

  expect(session.acts).toEqual([
    { act: "control", request: { method: "DialNumber", number: "+49 30 901820" } },
  ]);
});

test("nothing is dialled where the switch cannot, nor what is no number", () => {
  show("+49 30 901820", false);
  expect(option("Dial")).toBeUndefined();
});

test("a name is no number", () => {
  show("Anna 2", true);
  expect(option("Dial")).toBeUndefined();
});

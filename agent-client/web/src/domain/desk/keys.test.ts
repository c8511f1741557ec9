import { describe, expect, test } from "vitest";
import { DEFAULT_KEYS, commandOf, hintOf, isUsable, outcomeHint, remapped } from "./keys";

const SETTINGS = { keys: DEFAULT_KEYS, singleKeys: true };
const press = (change: Partial<Parameters<typeof commandOf>[0]>) => ({
  key: "",
  code: "",
  alt: false,
  shift: false,
  control: false,
  repeat: false,
  ...change,
});

describe("a letter alone", () => {
  test("is a command where nobody types", () => {
    const command = commandOf(press({ key: "o", code: "KeyO" }), false, SETTINGS);

    expect(command).toEqual({ kind: "action", action: "open" });
  });

  test("is text where somebody types", () => {
    expect(commandOf(press({ key: "o", code: "KeyO" }), true, SETTINGS)).toBeNull();
  });

  test("is nothing when single keys are switched off", () => {
    const off = { ...SETTINGS, singleKeys: false };

    expect(commandOf(press({ key: "o", code: "KeyO" }), false, off)).toBeNull();
  });

  test("does nothing again while it is held down", () => {
    expect(commandOf(press({ key: "r", repeat: true }), false, SETTINGS)).toBeNull();
  });
});

test("Alt+Shift with the letter is the command everywhere", () => {
  const alt = press({ key: "Ø", code: "KeyO", alt: true, shift: true });
  const digit = press({ key: "!", code: "Digit1", alt: true, shift: true });

  expect(commandOf(alt, true, { ...SETTINGS, singleKeys: false })).toEqual({
    kind: "action",
    action: "open",
  });
  expect(commandOf(digit, true, SETTINGS)).toEqual({ kind: "outcome", digit: 1 });
});

test("Ctrl+K opens the palette everywhere, Ctrl with other letters is the browser's", () => {
  expect(commandOf(press({ key: "k", control: true }), true, SETTINGS)).toEqual({
    kind: "palette",
  });
  expect(commandOf(press({ key: "n", control: true }), false, SETTINGS)).toBeNull();
});

test("a digit chooses an outcome", () => {
  expect(commandOf(press({ key: "3", code: "Digit3" }), false, SETTINGS)).toEqual({
    kind: "outcome",
    digit: 3,
  });
});

test("a key that is given to another action changes places", () => {
  const keys = remapped(DEFAULT_KEYS, "open", "N");

  expect(keys.open).toBe("n");
  expect(keys.note).toBe("o");
});

test("keys that the browser uses with Alt+Shift, and digits, are not given away", () => {
  for (const key of ["a", "b", "i", "t", "1", " ", "ab", ""]) expect(isUsable(key)).toBe(false);
  expect(remapped(DEFAULT_KEYS, "open", "t")).toBe(DEFAULT_KEYS);
});

describe("what stands on a button", () => {
  test("is the letter, and both forms are announced", () => {
    expect(hintOf("ready", SETTINGS)).toEqual({
      shown: "R",
      everywhere: "Alt ⇧ R",
      aria: "R Alt+Shift+R",
    });
  });

  test("is the form that works when single keys are switched off", () => {
    const off = { ...SETTINGS, singleKeys: false };

    expect(hintOf("ready", off)).toMatchObject({ shown: "Alt ⇧ R", aria: "Alt+Shift+R" });
    expect(hintOf("search", off)).toEqual({ shown: "", everywhere: "", aria: "" });
  });

  test("follows what was chosen for the action", () => {
    const keys = remapped(DEFAULT_KEYS, "ready", "y");

    expect(hintOf("ready", { keys, singleKeys: true }).shown).toBe("Y");
  });

  test("is the digit of an outcome, and nothing where it has none", () => {
    expect(outcomeHint(2, SETTINGS).aria).toBe("2 Alt+Shift+2");
    expect(outcomeHint(0, SETTINGS)).toEqual({ shown: "", everywhere: "", aria: "" });
  });
});

import { expect, test } from "vitest";
import { searchable } from "./search";

test("three signs are worth a search, two are not", () => {
  expect(searchable(" ab ")).toBeNull();
  expect(searchable("abc")).toBe("abc");
});

test("one sign of Chinese is enough", () => {
  expect(searchable("王")).toBe("王");
});

test("spaces at the ends and doubled ones do not count", () => {
  expect(searchable("  030   90 ")).toBe("030 90");
});

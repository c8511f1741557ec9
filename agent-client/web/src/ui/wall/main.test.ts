// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { getLocale } from "$locale";

vi.mock("./Wall.svelte", () => ({ default: () => ({}) }));
const navigatorLanguages = vi.spyOn(navigator, "languages", "get");

test("the page says the language that it is written in, which is looked up once", async () => {
  navigatorLanguages.mockReturnValue(["zh-CN"]);

  await import("./main");
  navigatorLanguages.mockReturnValue(["en"]);

  expect(document.documentElement.lang).toBe("zh-CN");
  expect(getLocale()).toBe("zh-CN");
});

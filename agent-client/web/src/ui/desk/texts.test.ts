// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { momentText, preciseTime } from "../shared/moments";
import { languageText, secondsText } from "./texts";

const at = (text: string) => new Date(text).getTime();
vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB", "en-US"]);

test("a British agent gets British dates on the English page", () => {
  const now = at("2026-11-28T14:31:52");

  expect(momentText(at("2026-11-28T09:05:00"), now)).toBe("09:05");
  expect(momentText(at("2026-11-20T09:12:00"), now)).toBe("20 Nov, 09:12");
  expect(momentText(at("2025-01-02T09:12:00"), now)).toBe("2 Jan 2025, 09:12");
  expect(preciseTime(at("2026-11-28T09:05:01"))).toBe("09:05:01");
  expect(secondsText(1_240)).toBe("1.2");
  expect(languageText("fr")).toBe("French");
});

test("the format of a hundred times is made once", () => {
  const made = vi.spyOn(Intl, "DateTimeFormat");
  const now = at("2026-11-28T14:31:52");
  const moments = Array.from({ length: 100 }, (_, index) => now - index * 1_000);

  moments.forEach((ms) => momentText(ms, now));

  expect(made.mock.calls.length).toBeLessThanOrEqual(1);
});

// Figures as they are written on boards. "–" stands for no data.

import { clockText } from "../shared/clock";

export const NO_DATA = "–";

export function waitText(ms: number | undefined): string {
  return ms === undefined ? NO_DATA : clockText(ms);
}

// A difference in whole seconds: +00:10 or −00:10.
export function differenceText(ms: number | undefined): string {
  if (ms === undefined) return NO_DATA;
  return (ms <= -1_000 ? "−" : "+") + clockText(Math.abs(ms));
}

// Making a format is slow, and a board has few of them.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${options.style ?? ""} ${options.maximumFractionDigits ?? ""}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, format);
  return format;
}

function shareText(ratio: number, digits: number, locale: string): string {
  return formatOf(locale, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(ratio);
}

export function percentText(ratio: number | undefined, digits: number, locale: string): string {
  return ratio === undefined ? NO_DATA : shareText(ratio, digits, locale);
}

// A service level is rounded down, so that 79.96 % never looks like a target of 80 that is reached.
export function levelText(ratio: number | undefined, digits: number, locale: string): string {
  if (ratio === undefined) return NO_DATA;
  const scale = 100 * 10 ** digits;
  // What is a whole number but for the last bit of a division must stay that number.
  return shareText(Math.floor(ratio * scale + 1e-9) / scale, digits, locale);
}

export function countText(count: number | undefined, locale: string): string {
  return count === undefined ? NO_DATA : formatOf(locale, {}).format(count);
}

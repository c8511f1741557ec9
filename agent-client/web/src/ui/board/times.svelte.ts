// Times and spans of the contract as texts of the page's language, in the time zone of the site.

import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";
import { formatLocale } from "../shared/language";
import { clockText, toMs } from "../../domain/shared/clock";
import { knownZone } from "../../domain/shared/zone";
import { NO_DATA } from "../../domain/board/figureText";

// Undefined until the server told it: the browser's own.
let zone = $state.raw<string | undefined>(undefined);

export const siteZone = (): string | undefined => zone;

export function setSiteZone(name: string | undefined): void {
  zone = knownZone(name);
}

export function timeFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const here = zone === undefined ? options : { ...options, timeZone: zone };
  return new Intl.DateTimeFormat(formatLocale(), { hourCycle: "h23", ...here });
}

export function spanText(span: Duration | undefined): string {
  return span === undefined ? NO_DATA : clockText(toMs(span));
}

export function timeText(ms: number): string {
  return timeFormat({ timeStyle: "medium" }).format(ms);
}

export function momentText(time: Timestamp | undefined): string {
  if (time === undefined) return NO_DATA;
  return timeFormat({ dateStyle: "short", timeStyle: "medium" }).format(toMs(time));
}

// Times and spans of the contract as texts of the page's language.

import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";
import { getLocale } from "$locale";
import { clockText, toMs } from "../../domain/shared/clock";
import { NO_DATA } from "../../domain/board/figureText";

export function spanText(span: Pick<Duration, "seconds" | "nanos"> | undefined): string {
  return span === undefined ? NO_DATA : clockText(toMs(span));
}

export function timeText(ms: number): string {
  return new Intl.DateTimeFormat(getLocale(), { timeStyle: "medium", hourCycle: "h23" }).format(ms);
}

export function momentText(time: Timestamp | undefined): string {
  if (time === undefined) return NO_DATA;
  return new Intl.DateTimeFormat(getLocale(), {
    dateStyle: "short",
    timeStyle: "medium",
    hourCycle: "h23",
  }).format(toMs(time));
}

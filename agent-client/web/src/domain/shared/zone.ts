// Days of a time zone, which need not be that of the browser. A zone is an IANA name; undefined is
// the browser's own.

type Zone = string | undefined;

const DAY_MS = 86_400_000;
const formats = new Map<Zone, Intl.DateTimeFormat>();

function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en", {
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  formats.set(zone, format);
  return format;
}

// What the clocks of the zone show at `ms`, as if it were UTC.
function shownMs(ms: number, zone: Zone): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  return Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
}

// The day on the calendar of the zone, YYYY-MM-DD.
export function dayOf(ms: number, zone: Zone): string {
  return new Date(shownMs(ms, zone)).toISOString().slice(0, 10);
}

// When `day` begins in the zone: at midnight, or where clocks are put forward at midnight, when
// they are. Where midnight comes twice, the first one.
export function beginOfDay(day: string, zone: Zone): number {
  const shown = Date.parse(`${day}T00:00:00Z`);
  const ahead = (ms: number) => shownMs(ms, zone) - ms;
  const [first, second] = [shown - ahead(shown - DAY_MS), shown - ahead(shown + DAY_MS)].sort(
    (one, other) => one - other,
  ) as [number, number];
  return dayOf(first, zone) === day ? first : second;
}

// The zone, when the browser knows it.
export function knownZone(name: string | undefined): Zone {
  if (name === undefined || name === "") return undefined;
  try {
    formatOf(name);
    return name;
  } catch {
    return undefined;
  }
}

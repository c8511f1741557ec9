// What a board keeps by queue and minute, as a text for the browser's storage and back, so that a
// reload does not empty it.

export const MINUTE_MS = 60_000;
const QUEUES_MAX = 1_000;

// Minutes since the epoch, by the server's clock.
export const minuteOf = (serverMs: number) => Math.floor(serverMs / MINUTE_MS);

interface OfMinute {
  readonly minute: number;
}

export type ByQueue<Entry extends OfMinute> = ReadonlyMap<string, readonly Entry[]>;

// `numbers` are what the entry holds beside its minute.
export function storedText<Entry extends OfMinute>(
  kept: ByQueue<Entry>,
  numbers: (entry: Entry) => readonly number[],
): string {
  return JSON.stringify(
    [...kept].map(([queue, entries]) => [
      queue,
      entries.map((entry) => [entry.minute, ...numbers(entry)]),
    ]),
  );
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function parsed(text: string | null): readonly unknown[] {
  try {
    return arrayOf(JSON.parse(text ?? "[]"));
  } catch {
    return [];
  }
}

// What `storedText` wrote; the last `entriesMax` of each queue, the oldest first. Whatever is
// anything else, e.g. of another version, is left out: `entryOf` gives null for numbers that are
// no entry.
export function parseStored<Entry extends OfMinute>(
  text: string | null,
  entriesMax: number,
  entryOf: (minute: number, numbers: readonly number[]) => Entry | null,
): ByQueue<Entry> {
  const entryFrom = (value: unknown): Entry | null => {
    const [minute, ...numbers] = arrayOf(value);
    const isCount = (one: unknown): one is number => Number.isSafeInteger(one) && Number(one) >= 0;
    return isCount(minute) && numbers.every(isCount) ? entryOf(minute, numbers) : null;
  };
  const kept = new Map<string, readonly Entry[]>();
  for (const stored of parsed(text).slice(0, QUEUES_MAX)) {
    const [queue, entries] = arrayOf(stored);
    if (typeof queue !== "string" || !Array.isArray(entries)) continue;
    const known = entries.slice(-entriesMax).map(entryFrom);
    const sound = known.filter((entry) => entry !== null);
    kept.set(
      queue,
      sound.sort((one, other) => one.minute - other.minute),
    );
  }
  return kept;
}

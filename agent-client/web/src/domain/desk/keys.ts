// Which key does what. A letter alone is a command only where nobody types, can be changed and can
// be switched off; Alt+Shift with the letter means the same everywhere.

export const KEY_ACTIONS = [
  "open",
  "note",
  "ready",
  "next",
  "previous",
  "seen",
  "search",
  "extend",
  "notThem",
  "finish",
  "stopRing",
  "callBack",
  "acceptWork",
  "declineWork",
  "newTicket",
  "tickets",
  "answer",
  "hold",
  "help",
] as const;
export type KeyAction = (typeof KEY_ACTIONS)[number];

export type KeyMap = Readonly<Record<KeyAction, string>>;

export const DEFAULT_KEYS: KeyMap = {
  open: "o",
  note: "n",
  ready: "r",
  next: "j",
  previous: "k",
  seen: "m",
  search: "/",
  extend: "e",
  notThem: "x",
  finish: "f",
  stopRing: "s",
  callBack: "c",
  acceptWork: "y",
  declineWork: "d",
  newTicket: "w",
  tickets: "l",
  answer: "p",
  hold: "h",
  help: "?",
};

// Alt+Shift with these belongs to Chrome.
const TAKEN_BY_BROWSER = ["a", "b", "i", "t"];

// Whether a key may stand for an action: one sign that is neither a digit nor a space.
export function isUsable(key: string): boolean {
  return [...key].length === 1 && !/[\s\d]/.test(key) && !TAKEN_BY_BROWSER.includes(key);
}

// Gives `key` to an action. Who had it gets the old one, so that none is without.
export function remapped(keys: KeyMap, action: KeyAction, key: string): KeyMap {
  const wanted = key.toLowerCase();
  if (!isUsable(wanted)) return keys;
  const owner = KEY_ACTIONS.find((one) => keys[one] === wanted);
  const changed = { ...keys, [action]: wanted };
  return owner === undefined || owner === action ? changed : { ...changed, [owner]: keys[action] };
}

export interface KeyPress {
  readonly key: string; // As `KeyboardEvent.key`,
  readonly code: string; // and `.code`, which the modifiers do not change.
  readonly alt: boolean;
  readonly shift: boolean;
  readonly control: boolean; // Ctrl, or ⌘ on a Mac.
  readonly repeat: boolean;
}

export interface KeySettings {
  readonly keys: KeyMap;
  readonly singleKeys: boolean;
}

export type KeyCommand =
  | { readonly kind: "action"; readonly action: KeyAction }
  | { readonly kind: "outcome"; readonly digit: number }
  | { readonly kind: "palette" };

function actionFor(keys: KeyMap, key: string): KeyCommand | null {
  const action = KEY_ACTIONS.find((one) => keys[one] === key.toLowerCase());
  return action === undefined ? null : { kind: "action", action };
}

function withAltShift(keys: KeyMap, code: string): KeyCommand | null {
  const digit = code.match(/^Digit([1-9])$/)?.[1];
  if (digit !== undefined) return { kind: "outcome", digit: Number(digit) };
  if (code === "Slash") return actionFor(keys, "?");
  return actionFor(keys, code.match(/^Key([A-Z])$/)?.[1] ?? "");
}

// null: the key is not for the desk. `inText`: the focus is where text is typed.
export function commandOf(
  press: KeyPress,
  inText: boolean,
  { keys, singleKeys }: KeySettings,
): KeyCommand | null {
  if (press.repeat) return null;
  if (press.control) {
    return press.key.toLowerCase() === "k" && !press.alt && !press.shift
      ? { kind: "palette" }
      : null;
  }
  if (press.alt) return press.shift ? withAltShift(keys, press.code) : null;
  if (inText || !singleKeys) return null;
  if (/^[1-9]$/.test(press.key)) return { kind: "outcome", digit: Number(press.key) };
  return actionFor(keys, press.key);
}

// How a shortcut is printed on its button and announced. Empty: there is none.
export interface KeyHint {
  readonly shown: string; // Where nobody types.
  readonly everywhere: string; // The form that works in a text too.
  readonly aria: string; // As `aria-keyshortcuts`: every form that works.
}

function hintFor(key: string, singleKeys: boolean): KeyHint {
  const upper = key.toUpperCase();
  const withModifiers = /^[A-Z1-9?]$/.test(upper);
  const everywhere = withModifiers ? `Alt ⇧ ${upper}` : "";
  const aria = [singleKeys ? upper : "", withModifiers ? `Alt+Shift+${upper}` : ""];
  return {
    shown: singleKeys ? upper : everywhere,
    everywhere,
    aria: aria.filter((one) => one !== "").join(" "),
  };
}

export function hintOf(action: KeyAction, { keys, singleKeys }: KeySettings): KeyHint {
  return hintFor(keys[action], singleKeys);
}

export function outcomeHint(digit: number, { singleKeys }: KeySettings): KeyHint {
  return hintFor(digit > 0 ? String(digit) : "", singleKeys && digit > 0);
}

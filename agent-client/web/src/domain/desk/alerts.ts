// What makes an agent look up: the title, the sound, the desktop's notifications. Decided by the
// state alone, so that all of them end with the offer, whatever ended it.

import type { DeskState, Entry } from "./state";
import { callerOf, entriesOf } from "./state";
import type { Caller, PhoneNumber } from "./values";

// How somebody is called on the screen. Only `name` and `number` carry a text of their own. Where
// several customers have the number, it is the number: none of them is preferred.
export type CallerTitle =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "withheld" }
  | { readonly kind: "unknown" };

interface Known {
  readonly withheld: boolean;
  readonly number: PhoneNumber | null;
}

function titled(name: string, { withheld, number }: Known): CallerTitle {
  if (name !== "") return { kind: "name", text: name };
  if (withheld) return { kind: "withheld" };
  return number === null ? { kind: "unknown" } : { kind: "number", text: number.formatted };
}

export function titleOf(caller: Caller | null): CallerTitle {
  return caller === null ? { kind: "unknown" } : titled(caller.displayName, caller);
}

// A wrap-up may outlive what was known of the call, but for the name.
export function entryTitle(entry: Entry): CallerTitle {
  const { missed, wrapUp } = entry;
  if (missed !== null) return titled(missed.callerDisplayName, missed);
  const title = titleOf(callerOf(entry));
  if (title.kind !== "unknown" || wrapUp === null) return title;
  return titled(wrapUp.callerDisplayName, { withheld: false, number: null });
}

export type Sound = "normal" | "priority" | "transfer" | "work";

const PRIORITY_FLAGS = ["vip", "priority"];

export function ringingOf(state: DeskState): Entry[] {
  return entriesOf(state).filter((entry) => entry.kind === "ringing");
}

// Those that are not in sight: not in focus, or behind what stands in the place of a call.
export function unseenRings(state: DeskState): Entry[] {
  const { aside, focus } = state;
  return ringingOf(state).filter(({ key }) => aside !== null || key.offer !== focus.offer);
}

function soundFor(entry: Entry): Sound {
  if (entry.pop?.transferred) return "transfer";
  const flags = entry.pop?.caller.flags ?? [];
  return flags.some(({ code }) => PRIORITY_FLAGS.includes(code)) ? "priority" : "normal";
}

// The sound to be heard now. null: silence. While the agent talks it does not ring into the ear:
// the column and the banner show it.
export function soundOf(state: DeskState): Sound | null {
  const audible = ringingOf(state).filter(({ key }) => !state.silenced.includes(key.offer));
  const talks = entriesOf(state).some((entry) => entry.kind === "talking");
  const first = audible[0];
  if (first === undefined || talks) return null;
  const sounds = audible.map(soundFor);
  return sounds.includes("priority") ? "priority" : soundFor(first);
}

// The rings of which the desktop tells. With pops as cards only it does not.
export function notifiedOf(state: DeskState): Entry[] {
  return state.agent.popMode === "on" ? ringingOf(state) : [];
}

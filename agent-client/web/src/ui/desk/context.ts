// What all parts of the desk share.

import { getContext, setContext } from "svelte";
import type { DeskSession } from "./session.svelte";
import type { Ringer } from "./sound";

// What the parts need of the session of this tab.
export type Session = Pick<
  DeskSession,
  | "state"
  | "signedIn"
  | "leader"
  | "kept"
  | "live"
  | "look"
  | "serverNow"
  | "act"
  | "ask"
  | "onRing"
  | "signOut"
>;

export type Layer = "palette" | "settings" | "keys" | "create";

export interface DeskContext {
  readonly session: Session;
  readonly ringer: Ringer;
  readonly open: (layer: Layer) => void;
  readonly openCustomer: () => void; // Brings the customer column to eye and keys.
}

// Of the one link that calls back; the keys press it.
export const CALL_BACK_ID = "call-back";

// Of the button that opens the states; the key that changes the state presses it.
export const STATE_MENU_ID = "state-menu";

// The key of Svelte's context; who mounts a part alone gives it the desk under this.
export const DESK = Symbol("desk");

export const provideDesk = (context: DeskContext) => setContext(DESK, context);
export const useDesk = () => getContext<DeskContext>(DESK);

// What all parts of the desk share.

import { getContext, setContext } from "svelte";
import type { DeskSession } from "./session.svelte";
import type { Ringer } from "./sound";

export type Layer = "palette" | "settings" | "keys" | "create";

export interface DeskContext {
  readonly session: DeskSession;
  readonly ringer: Ringer;
  readonly open: (layer: Layer) => void;
}

const KEY = Symbol("desk");

export const provideDesk = (context: DeskContext) => setContext(KEY, context);
export const useDesk = () => getContext<DeskContext>(KEY);

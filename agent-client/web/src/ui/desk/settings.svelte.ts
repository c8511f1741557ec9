// What this browser's user chose for the desk. Kept in localStorage; nothing of it is personal.

import type { KeyAction, KeyHint, KeyMap } from "../../domain/desk/keys";
import { DEFAULT_KEYS, KEY_ACTIONS, hintOf, isUsable, remapped } from "../../domain/desk/keys";

const KEY = "jackfield.desk";

interface Kept {
  readonly singleKeys: boolean;
  readonly keys: KeyMap;
  readonly soundOn: boolean;
  readonly volume: number; // 0–1.
  readonly outputDevice: string; // "": the computer's choice.
  readonly alertsOn: boolean;
}

const DEFAULTS: Kept = {
  singleKeys: true,
  keys: DEFAULT_KEYS,
  soundOn: true,
  volume: 0.6,
  outputDevice: "",
  alertsOn: false,
};

function keysOf(kept: unknown): KeyMap {
  const map = { ...DEFAULT_KEYS };
  for (const action of KEY_ACTIONS) {
    const key = (kept as Partial<KeyMap> | undefined)?.[action];
    if (typeof key === "string" && isUsable(key)) map[action] = key;
  }
  return map;
}

function read(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>;
    return { ...DEFAULTS, ...kept, keys: keysOf(kept.keys) };
  } catch {
    return DEFAULTS;
  }
}

class Settings {
  private kept = $state.raw(read());

  get now(): Kept {
    return this.kept;
  }

  change(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    localStorage.setItem(KEY, JSON.stringify(this.kept));
  }

  hint(action: KeyAction): KeyHint {
    return hintOf(action, this.kept);
  }

  remap(action: KeyAction, key: string): void {
    this.change({ keys: remapped(this.kept.keys, action, key) });
  }
}

export const settings = new Settings();

// The rings, made by the browser: no file is loaded, and each is told from the others.

import type { Sound } from "../../domain/desk/alerts";

interface Tone {
  readonly at: number; // Seconds from the beginning of the pattern.
  readonly lasts: number;
  readonly hertz: readonly number[];
}

const PATTERN_SECONDS = 3;
const PATTERNS: Readonly<Record<Sound, readonly Tone[]>> = {
  normal: [
    { at: 0, lasts: 0.4, hertz: [440, 480] },
    { at: 0.6, lasts: 0.4, hertz: [440, 480] },
  ],
  priority: [
    { at: 0, lasts: 0.16, hertz: [659] },
    { at: 0.2, lasts: 0.16, hertz: [784] },
    { at: 0.4, lasts: 0.3, hertz: [988] },
    { at: 1.2, lasts: 0.16, hertz: [659] },
    { at: 1.4, lasts: 0.16, hertz: [784] },
    { at: 1.6, lasts: 0.3, hertz: [988] },
  ],
  transfer: [
    { at: 0, lasts: 0.25, hertz: [587] },
    { at: 0.35, lasts: 0.45, hertz: [392] },
  ],
  work: [
    { at: 0, lasts: 0.18, hertz: [523] },
    { at: 0.22, lasts: 0.3, hertz: [659] },
  ],
};
const LEVEL = 0.25;
const EDGE_SECONDS = 0.02; // A tone that begins at once would click.

interface SinkContext extends AudioContext {
  setSinkId?(id: string): Promise<void>;
}

export class Ringer {
  private context: SinkContext | null = null;
  private gain: GainNode | null = null;
  private playing: Sound | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private volume = 0.6;
  private device = "";

  constructor(private readonly onBlocked: (blocked: boolean) => void) {}

  static get choosesDevice(): boolean {
    return "AudioContext" in globalThis && "setSinkId" in AudioContext.prototype;
  }

  // Called by a click: browsers let a page be heard only after one.
  async unlock(): Promise<void> {
    const context = this.ready();
    await context.resume();
    this.onBlocked(context.state !== "running");
  }

  set(volume: number, device: string): void {
    this.volume = volume;
    if (this.gain) this.gain.gain.value = volume;
    if (device === this.device) return;
    this.device = device;
    void this.context?.setSinkId?.(device).catch(() => undefined); // Unplugged: the usual one.
  }

  // null: silence.
  play(sound: Sound | null): void {
    if (sound === this.playing) return;
    this.stop();
    this.playing = sound;
    if (sound === null) return;
    const context = this.ready();
    void context.resume();
    // A refused start is not told: the state stays what it was.
    setTimeout(() => this.onBlocked(context.state !== "running"), 300);
    this.pattern(sound);
    this.timer = setInterval(() => this.pattern(sound), PATTERN_SECONDS * 1_000);
  }

  // Once, unless something rings.
  once(sound: Sound): void {
    if (this.playing !== null) return;
    const context = this.ready();
    void context.resume();
    setTimeout(() => this.onBlocked(context.state !== "running"), 300);
    this.pattern(sound);
  }

  // Once, to try it.
  async test(sound: Sound): Promise<void> {
    await this.unlock();
    this.pattern(sound);
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.gain?.disconnect(); // Also what was begun, at once.
    this.gain = null;
  }

  private ready(): SinkContext {
    if (this.context === null) {
      this.context = new AudioContext();
      if (this.device !== "") void this.context.setSinkId?.(this.device).catch(() => undefined);
    }
    return this.context;
  }

  private pattern(sound: Sound): void {
    const context = this.ready();
    if (this.gain === null) {
      this.gain = context.createGain();
      this.gain.gain.value = this.volume;
      this.gain.connect(context.destination);
    }
    for (const tone of PATTERNS[sound]) this.tone(context, this.gain, tone);
  }

  private tone(context: AudioContext, out: AudioNode, { at, lasts, hertz }: Tone): void {
    const start = context.currentTime + at;
    const envelope = context.createGain();
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(LEVEL, start + EDGE_SECONDS);
    envelope.gain.setValueAtTime(LEVEL, start + lasts - EDGE_SECONDS);
    envelope.gain.linearRampToValueAtTime(0, start + lasts);
    envelope.connect(out);
    for (const frequency of hertz) {
      const oscillator = context.createOscillator();
      oscillator.frequency.value = frequency;
      oscillator.connect(envelope);
      oscillator.start(start);
      oscillator.stop(start + lasts);
    }
  }
}

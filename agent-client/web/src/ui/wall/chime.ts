// One soft chime. Browsers play sound only after a click, or where a policy of the site allows it.

const NOTES_HZ = [880, 660];
const NOTE_SECONDS = 0.35;
const LOUDNESS = 0.2;

export class Chime {
  readonly #context = new AudioContext();

  get blocked(): boolean {
    return this.#context.state !== "running";
  }

  async unblock(): Promise<void> {
    await this.#context.resume();
  }

  ring(): void {
    if (this.blocked) return;
    NOTES_HZ.forEach((hertz, index) => {
      const begin = this.#context.currentTime + index * NOTE_SECONDS;
      const loudness = this.#context.createGain();
      loudness.gain.setValueAtTime(LOUDNESS, begin);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS);
      const tone = this.#context.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(loudness).connect(this.#context.destination);
      tone.start(begin);
      tone.stop(begin + NOTE_SECONDS);
    });
  }
}

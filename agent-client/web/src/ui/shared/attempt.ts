// The id of a request that may be repeated: the same as long as the same is sent, so that what is
// tried again is done once.
export class Attempt {
  private sent = "";
  private requestId = "";

  idFor(what: unknown): string {
    const text = JSON.stringify(what);
    if (this.sent !== text) {
      this.sent = text;
      this.requestId = crypto.randomUUID();
    }
    return this.requestId;
  }

  // It is done: the same once more is another act.
  done(): void {
    this.sent = "";
  }
}

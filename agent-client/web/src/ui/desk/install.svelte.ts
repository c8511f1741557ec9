// The desk as a program with a window of its own, which browsers put to sleep less than a tab. The
// browser says when it could be installed, and asks the person itself.

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

class Install {
  private offered = $state.raw<InstallEvent | null>(null);

  get possible(): boolean {
    return this.offered !== null;
  }

  // Called once, before the page is shown: the browser says it early.
  listen(): void {
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offered = event as InstallEvent;
    });
    window.addEventListener("appinstalled", () => (this.offered = null));
  }

  // By a click only; the browser takes it once.
  async ask(): Promise<void> {
    const offered = this.offered;
    this.offered = null;
    await offered?.prompt();
  }
}

export const install = new Install();

// The desktop's notifications: asked for by a click, shown as denied where the browser says so.

import { CALM_ICON } from "./icons";
import { settings } from "./settings.svelte";

class Alerts {
  permission = $state<NotificationPermission | "missing">(
    "Notification" in globalThis ? Notification.permission : "missing",
  );

  get on(): boolean {
    return settings.now.alertsOn && this.permission === "granted";
  }

  // By a click only: browsers refuse it otherwise, for good.
  async turnOn(): Promise<void> {
    settings.change({ alertsOn: true });
    if (this.permission === "missing") return;
    this.permission = await Notification.requestPermission();
  }

  turnOff(): void {
    settings.change({ alertsOn: false });
  }

  // The same tag shows the same call once, whatever shows it again.
  show(title: string, body: string, tag: string): Notification | null {
    if (this.permission !== "granted") return null;
    try {
      const options = {
        body,
        tag,
        requireInteraction: true,
        renotify: false,
        icon: CALM_ICON,
      };
      return new Notification(title, options);
    } catch {
      return null; // Some mobile browsers show them from a service worker only.
    }
  }
}

export const alerts = new Alerts();

import { mount } from "svelte";
import "../tokens.css";
import "../base.css";
import { getLocale, overwriteGetLocale } from "$locale";
import { DraftStore } from "../../transport/desk/draftStore";
import { trustedScript } from "../../transport/shared/trusted";
import { showAppearance } from "../shared/appearance";
import Desk from "./Desk.svelte";
import { install } from "./install.svelte";
import { DeskSession } from "./session.svelte";

// Another language loads the page anew, so that it need not be looked up for every text.
const locale = getLocale();
overwriteGetLocale(() => locale);
document.documentElement.lang = locale;
showAppearance();
install.listen();
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it the desk works as well; only the page itself then needs the server.
  void navigator.serviceWorker.register(trustedScript("/sw.js")).catch(() => undefined);
}

const session = new DeskSession(await DraftStore.open());
mount(Desk, { target: document.body, props: { session } });
await session.start();

import { mount } from "svelte";
import { getLocale, overwriteGetLocale } from "$locale";
import "../tokens.css";
import "../base.css";
import { parseWallOptions, secretOf } from "../../domain/board/wallOptions";
import Wall from "./Wall.svelte";

// What one browser keeps is kept for each board, by its address: two screens of one computer may
// show two boards.
const SECRET = `jackfield.wall.secret${location.search}`;

// The secret comes in the fragment once. It is kept, so that the board comes back by itself, and
// taken out of the address bar, where everybody who passes could read it.
function takeSecret(): string | undefined {
  const secret = secretOf(location.hash);
  if (secret !== null) {
    localStorage.setItem(SECRET, secret);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return localStorage.getItem(SECRET) ?? undefined;
}

const options = parseWallOptions(location.search);
// It does not change while the page is open, so that it need not be looked up for every text.
const locale = options.locale ?? getLocale();
overwriteGetLocale(() => locale);
document.documentElement.dataset["theme"] = options.theme;
document.documentElement.lang = locale;
mount(Wall, { target: document.body, props: { options, secret: takeSecret() } });

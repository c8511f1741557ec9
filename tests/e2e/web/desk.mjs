// The agent's desk as a person sees it: by roles, labels and words.

import { site } from "./site.mjs";

// What is said on the screen, in both languages (agent-client/web/messages).
const WORDS = {
  en: {
    login: "Login",
    password: "Password",
    signIn: "Sign in",
    calls: "Calls",
    note: "Note",
  },
  zh: {
    login: "登录名",
    password: "密码",
    signIn: "登录",
    calls: "通话",
    note: "记录",
  },
};

export const shown = (locator, timeout) => locator.first().waitFor({ state: "visible", timeout });
export const gone = (locator, timeout) => locator.first().waitFor({ state: "hidden", timeout });

export async function signIn(page, login, language = "en") {
  const words = WORDS[language];
  await page.getByLabel(words.login, { exact: true }).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(site.password);
  await page.getByRole("button", { name: words.signIn, exact: true }).click();
}

export class Desk {
  constructor(page, language = "en") {
    this.page = page;
    this.words = WORDS[language];
    this.calls = page.getByRole("navigation", { name: this.words.calls });
    this.focus = page.getByRole("main");
    this.note = page.getByRole("textbox", { name: this.words.note });
    this.customer = page.getByRole("complementary");
  }

  // A desk of somebody who signs in; `context` is one browser profile.
  static async open(context, login, language = "en") {
    const page = await context.newPage();
    await page.goto(site.web);
    await signIn(page, login, language);
    return new Desk(page, language).whenLive();
  }

  // A further tab of the same profile.
  static async another(context) {
    const page = await context.newPage();
    await page.goto(site.web);
    return new Desk(page).whenLive();
  }

  // Between two attempts to come back lie up to 10 s.
  async whenLive() {
    await shown(this.page.getByText(/^(Live|在线)( |$)/), 25_000);
    return this;
  }

  card(name) {
    return this.page.getByRole("region", { name: `Call with ${name}` });
  }

  // In the column of calls: one that goes on, or one that was missed.
  row(name) {
    const calls = this.calls.getByRole("region", {
      name: this.words.calls,
      exact: true,
    });
    return calls.getByRole("listitem").filter({ hasText: name });
  }

  missed(name = "") {
    const missed = this.calls.getByRole("region", { name: /^Missed/ });
    return missed.getByRole("listitem").filter({ hasText: name });
  }

  button(name, place = this.page) {
    return place.getByRole("button", { name });
  }

  // The state of the agent, from the menu's name.
  state(word) {
    return this.page.getByRole("button", {
      name: new RegExp(`^Change your state: ${word}( |$)`),
    });
  }

  async setState(item) {
    await this.page.getByRole("button", { name: /^Change your state/ }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  async setOption(item) {
    await this.page.getByRole("button", { name: /^Change your state/ }).click();
    await this.page.getByRole("menuitemradio", { name: item, exact: true }).click();
  }

  text(words) {
    return this.page.getByText(words);
  }

  shows(words, timeout) {
    return shown(this.text(words), timeout);
  }
}

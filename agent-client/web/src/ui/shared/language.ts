// The locale in which times and numbers are written: the reader's own kind of the page's language,
// so that a British reader gets 28/11 and not 11/28.

import { getLocale } from "$locale";

const known = new Map<string, string>();

export function formatLocale(): string {
  const language = getLocale();
  const kept = known.get(language);
  if (kept !== undefined) return kept;
  const own = navigator.languages.find((one) => one.split("-")[0] === language) ?? language;
  known.set(language, own);
  return own;
}

// "Sales, Support and Shop".
export function listText(items: readonly string[]): string {
  return new Intl.ListFormat(formatLocale()).format(items);
}

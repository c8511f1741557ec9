// The locale in which times and numbers are written: the reader's own kind of the page's language,
// so that a British reader gets 28/11 and not 11/28.

import { getLocale } from "$locale";

export function formatLocale(): string {
  const language = getLocale();
  const own = navigator.languages.find((one) => one.split("-")[0] === language);
  return own ?? language;
}

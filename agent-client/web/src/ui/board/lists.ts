import { formatLocale } from "./language";

// "Sales, Support and Shop", as the reader's language joins them.
export function listText(items: readonly string[]): string {
  return new Intl.ListFormat(formatLocale()).format(items);
}

// When a text is worth a search: the server takes 3 signs, or one of Chinese, Japanese or Korean,
// and 30 searches a minute, so it is asked when typing pauses.

export const SEARCH_AFTER_MS = 300;
const SIGNS_MIN = 3;
const SIGNS_MAX = 200;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export function searchable(text: string): string | null {
  const query = text.trim().replace(/\s+/g, " ").slice(0, SIGNS_MAX);
  const signs = [...query].length;
  return signs >= SIGNS_MIN || CJK.test(query) ? query : null;
}

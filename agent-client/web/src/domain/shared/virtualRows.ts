// Which rows of a long list are in the page. All rows have the same height, so that nothing has to
// be measured.

export interface RowWindow {
  // Index of the first row in the page, and of the one after the last.
  readonly first: number;
  readonly end: number;
  // Space that stands for the rows before and after, in pixels.
  readonly before: number;
  readonly after: number;
}

// Rows beyond the edges, so that a fast wheel shows no holes.
const SPARE = 8;

export function rowWindow(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): RowWindow {
  if (rowHeight <= 0) return { first: 0, end: 0, before: 0, after: 0 };
  // A list that became shorter than it was scrolled shows its end.
  const top = Math.max(0, Math.min(scrollTop, count * rowHeight - viewHeight));
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const end = Math.min(count, Math.ceil((top + viewHeight) / rowHeight) + SPARE);
  return { first, end, before: first * rowHeight, after: (count - end) * rowHeight };
}

// Where to scroll so that row `index` is in full view below a header that stays. Undefined: it is.
export function scrollFor(
  index: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): number | undefined {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return undefined;
}

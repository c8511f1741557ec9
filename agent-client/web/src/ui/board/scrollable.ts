// What scrolls is reached by Tab, so that its end is seen without a pointer (WCAG 2.2, 2.1.1).
export function scrollable(node: HTMLElement): void {
  node.tabIndex = 0;
}

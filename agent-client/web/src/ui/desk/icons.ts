// The icons of the page as data: one that has an address is fetched anew at every change, so that
// requests would leave in each call.

import calm from "../../../public/favicon.svg?raw";
import ringing from "./ringing.svg?raw";

const asData = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

export const CALM_ICON = asData(calm);
export const RINGING_ICON = asData(ringing);

// The page begins with one link of an icon: a second one would be fetched beside it.
export function showIcon(href: string): void {
  const link = document.querySelector("link[rel=icon]");
  if (link?.getAttribute("href") !== href) link?.setAttribute("href", href);
}

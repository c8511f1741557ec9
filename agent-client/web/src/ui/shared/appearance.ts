// Theme and density, as this browser's user chose them. "system" follows the computer.

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

const THEME = "jackfield.theme";
const DENSITY = "jackfield.density";

function stored<Value extends string>(key: string, known: readonly Value[], otherwise: Value) {
  const value = localStorage.getItem(key);
  return known.find((one) => one === value) ?? otherwise;
}

export const themeNow = (): Theme => stored(THEME, THEMES, "system");
export const densityNow = (): Density => stored(DENSITY, DENSITIES, "comfortable");

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(THEME, theme);
  showAppearance();
}

export function chooseDensity(density: Density): void {
  localStorage.setItem(DENSITY, density);
  showAppearance();
}

// Called once before a page is mounted, and after each choice.
export function showAppearance(): void {
  document.documentElement.dataset["theme"] = themeNow();
  document.documentElement.dataset["density"] = densityNow();
}

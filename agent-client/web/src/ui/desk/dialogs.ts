// What lies over the desk now and then, and what is heard and typed rather than seen, in a file of its
// own beside the first load.

export { default as BriefDialog } from "./BriefDialog.svelte";
export { default as CreateCustomer } from "./CreateCustomer.svelte";
export { default as Keyboard } from "./Keyboard.svelte";
export { default as KeysDialog } from "./KeysDialog.svelte";
export { default as Notifier } from "./Notifier.svelte";
export { default as Palette } from "./Palette.svelte";
export { default as RefusedPage } from "./RefusedPage.svelte";
export { default as SettingsDialog } from "./SettingsDialog.svelte";
export { default as SignedOutDialog } from "../shared/SignedOutDialog.svelte";
export { default as SignInPage } from "../shared/SignInPage.svelte";

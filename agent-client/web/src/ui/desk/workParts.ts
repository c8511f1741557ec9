// What the desk shows of work and of the telephone, and what it says to an act: in a file of its
// own beside the first load, read as soon as the page is painted.

export { default as CallControls } from "./CallControls.svelte";
export { default as MyTickets } from "./MyTickets.svelte";
export { default as OwnCallback } from "./OwnCallback.svelte";
export { default as Notices } from "./Notices.svelte";
export { default as Toast } from "./Toast.svelte";
export { default as WorkOffers } from "./WorkOffers.svelte";
export { default as WorkVoice } from "./WorkVoice.svelte";

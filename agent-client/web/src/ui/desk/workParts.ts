// What the desk shows of work, of the telephone and of calls that are over, and what it says to an
// act: in a file of its own beside the first load, read as soon as the page is painted.

export { default as CallControls } from "./CallControls.svelte";
export { default as Candidates } from "./Candidates.svelte";
export { default as KeyTips } from "./KeyTips.svelte";
export { default as MissedCard } from "./MissedCard.svelte";
export { default as MyTickets } from "./MyTickets.svelte";
export { default as OwnWork } from "./OwnWork.svelte";
export { default as Notices } from "./Notices.svelte";
export { default as PopActions } from "./PopActions.svelte";
export { default as PopTickets } from "./PopTickets.svelte";
export { default as Toast } from "./Toast.svelte";
export { default as WorkVoice } from "./WorkVoice.svelte";
export { default as WrapUpActions } from "./WrapUpActions.svelte";

// How long a link to the server may be silent or slow, for the desk and the board alike. The server
// tells every two seconds that it is there.

// A link is live up to this long after the last message, reconnecting beyond, then offline.
export const LIVE_FOR_MS = 5_000;
export const OFFLINE_AFTER_MS = 10_000;
// How long it is said that the link is back.
export const BACK_FOR_MS = 5_000;
// A round trip of more than this is slow; it is said once it was so for that long.
export const SLOW_ROUND_TRIP_MS = 500;
export const SLOW_FOR_MS = 10_000;
// How often a stream is looked at for silence.
export const WATCH_EVERY_MS = 1_000;

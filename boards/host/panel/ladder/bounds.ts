/** How much of the ladders is kept. */

/** Attempts of one dongle. */
export const MOST_ATTEMPTS = 20;
/** Rungs of one attempt; beyond them, those behind the first `KEPT_FIRST` go. */
export const MOST_RUNGS = 160;
export const KEPT_FIRST = 60;

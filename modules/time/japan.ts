/** Japan Standard Time ahead of UTC, minutes; there is no summer time. */
export const JST_OFFSET = 540;

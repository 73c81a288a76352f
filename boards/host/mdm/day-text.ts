const DAY = 86_400_000;

/** A day, counted from 1970-01-01, as databases write it. */
export const dateText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

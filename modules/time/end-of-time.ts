/** 10000-01-01, ms since 1970-01-01T00:00:00Z: what is recorded of the clock has 32 bits for the minute and 48 for the millisecond. */
export const END_OF_TIME = 253_402_300_800_000;

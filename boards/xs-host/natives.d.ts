/** What the device model offers to the programs it runs (natives.c). */

/** Writes one line to stdout. */
declare function print(text: string): void;
/** The next line of stdin without its end; undefined when there is none left. Waits for it: time stands still meanwhile. */
declare function readLine(): string | undefined;
/** Real time, ms with fractions, from an arbitrary start. */
declare function now(): number;
/** Collects garbage at once. */
declare function collect(): void;
/** Slots and chunk bytes that are alive after a collection, and the most stack slots that were ever used. */
declare function memory(): { slots: number; chunks: number; stack: number };

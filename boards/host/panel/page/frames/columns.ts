/** Columns of the list of frames. */
export const COLUMNS = Object.freeze(['id', 'time', 'medium', 'source', 'destination', 'protocol', 'length', 'info'] as const);
export type Column = (typeof COLUMNS)[number];

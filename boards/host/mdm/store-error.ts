/** What a store's servers said, or that they said nothing. */
export class StoreError extends Error {}

/** What `pg` says of a connection that is gone, without a code. */
export const BROKEN = /^Connection terminated|^Client (has encountered a connection error|was closed) and is not queryable/;

/** What a store's servers said, or that they said nothing. */
export class StoreError extends Error {}

/** Companion specifications, by their families: `japan` is IDIS with Japanese parameters, `dsmr` the Dutch DSMR 4.2.2 with SMR 5. */
export const COMPANIONS = Object.freeze(['japan', 'idis', 'dsmr'] as const);
export type Companion = (typeof COMPANIONS)[number];

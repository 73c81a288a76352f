/** A detached house; a large building of many dwellings; a place that neither the radio mesh nor a building's power line reaches. */
export type Site = 'detached' | 'block' | 'remote';

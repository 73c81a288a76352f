import type { LogicalName } from './axdr/obis.js';

/** The association that a client is in, whichever it is: an object of class 15, whose method 1 takes the client's proof in HLS. */
export const CURRENT_ASSOCIATION: LogicalName = 0x0000280000ff;
export const ASSOCIATION_CLASS = 15;
export const REPLY_TO_HLS = 1;

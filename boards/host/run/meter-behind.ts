import type { MbusMeterKindName } from '../../../src/world/mbus/meter-kinds.js';

/** A meter of gas, water or heat behind another one. */
export interface MeterBehind {
	/** Whose line it is on. */
	readonly node: string;
	readonly kind: MbusMeterKindName;
	/** `KEI12345678`: maker and identification number. */
	readonly device: string;
	/** Primary. */
	readonly address: number;
	/** That it came with, 32 hexadecimal digits. */
	readonly defaultKey: string;
}

/**
 * The modules that speak J11, as data: one command set, in a module (BP35C0-J11), on ROHM's board and on RATOC's USB stick.
 *
 * Unconfirmed is all in `J11_PROFILE`: no answer of a real module to 006B, no boot time and no log of a session's end is public.
 */
import { frozen } from '../../../bytes/frozen.js';

export interface J11Model {
	readonly dialect: 'j11';
	readonly name: J11ModelName;
	/** Answer to 006B. */
	readonly firmware: { readonly id: number; readonly major: number; readonly minor: number; readonly revision: number };
	/** From 00D9 or power on to 6019, ms. */
	readonly bootTime: number;
	/**
	 * A checksum of 0000 is wrong where it is not the sum, as the specification has it. Programs are about that send 0000 to real modules, so that those
	 * evidently take it.
	 */
	readonly strict: boolean;
	/** A session that is lost without a command, in an authentication of the module's own or at its end, is told: 6028, then 601A 04. */
	readonly tellsLostSession: boolean;
}

export type J11ModelName = 'bp35c0-j11' | 'bp35c2-j11' | 'rs-wsuha-j11';

/** Not confirmed by anybody who has one. */
const J11_PROFILE = frozen({
	dialect: 'j11',
	firmware: { id: 0x0400, major: 1, minor: 2, revision: 3 },
	bootTime: 500,
	strict: false,
	tellsLostSession: true,
} as const);

export const J11_MODELS: Readonly<Record<J11ModelName, J11Model>> = Object.freeze({
	'bp35c0-j11': Object.freeze({ ...J11_PROFILE, name: 'bp35c0-j11' }),
	'bp35c2-j11': Object.freeze({ ...J11_PROFILE, name: 'bp35c2-j11' }),
	'rs-wsuha-j11': Object.freeze({ ...J11_PROFILE, name: 'rs-wsuha-j11' }),
});

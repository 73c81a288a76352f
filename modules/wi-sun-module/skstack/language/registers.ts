/**
 * The virtual registers of SKSREG (BP35A1 command reference manual 4.1.1; SA2, SA9, S01, S0B and SF0 as their users describe them).
 *
 * A value is written and shown in hexadecimal digits, `width` of them when shown. SKSAVE keeps S02, S03, SFF and the listening ports.
 */
import { frozen } from '../../../bytes/frozen.js';
import { parseDigits, toDigits } from './digits.js';

export const REGISTER = Object.freeze({
	macAddress: 0x01,
	channel: 0x02,
	panId: 0x03,
	frameCounter: 0x07,
	pairingId: 0x0a,
	hanPairingId: 0x0b,
	/** 1: coordinator, answers beacon requests. */
	beacons: 0x15,
	/** Seconds that a PANA session lasts, as PAA. */
	lifetime: 0x16,
	/** 1: authenticate again (PaC) or end (PAA) by itself. */
	automatic: 0x17,
	/** 1: encrypt broadcasts. */
	broadcastSecurity: 0xa0,
	/** 1: accept echo requests and replies in the clear. */
	plainEcho: 0xa1,
	/** 1: ERXUDP carries the LQI in the side grammar. Single-stack modules take it as well, without effect: programs set it before they know the grammar. */
	lqi: 0xa2,
	/** 1: transceiver on. */
	transceiver: 0xa9,
	side: 0xf0,
	limited: 0xfb,
	transmitTime: 0xfd,
	echo: 0xfe,
	autoload: 0xff,
});

interface Form {
	readonly register: number;
	/** Digits when shown. */
	readonly width: number;
	readonly initial: number;
	readonly min: number;
	readonly max: number;
	/** Only in the side grammar. */
	readonly side?: true;
	/** The stack behind the UART works by it. */
	readonly network?: true;
}

const flag = (register: number, initial: 0 | 1) => ({ register, width: 1, initial, min: 0, max: 1 });

/** S1C to S1F are there; their meaning, width and initial values are unconfirmed: they hold what is written to them, without effect. */
const unexplained = (register: number) => ({ register, width: 8, initial: 0, min: 0, max: 0xffffffff });

/** What SKSREG may write as a number. */
const FORMS: readonly Form[] = frozen([
	{ register: REGISTER.channel, width: 2, initial: 0x21, min: 0x21, max: 0x3c, network: true },
	{ register: REGISTER.panId, width: 4, initial: 0xffff, min: 0, max: 0xffff, network: true },
	{ ...flag(REGISTER.beacons, 0), network: true },
	{ register: REGISTER.lifetime, width: 8, initial: 900, min: 0x3c, max: 0xffffffff, network: true },
	{ ...flag(REGISTER.automatic, 1), network: true },
	...[0x1c, 0x1d, 0x1e, 0x1f].map(unexplained),
	{ ...flag(REGISTER.broadcastSecurity, 1), network: true },
	{ ...flag(REGISTER.plainEcho, 1), network: true },
	flag(REGISTER.lqi, 0),
	{ ...flag(REGISTER.transceiver, 1), network: true },
	{ ...flag(REGISTER.side, 0), side: true },
	flag(REGISTER.echo, 1),
	flag(REGISTER.autoload, 0),
]);
/** By register: it is asked for with each byte of a command. */
const INDEX_OF: ReadonlyMap<number, number> = new Map(FORMS.map(({ register }, index) => [register, index]));

const PAIRING_ID_LENGTH = 8;
/** S0B: programs split its line at the blank, so that it never shows blanks; zeros until it is set, and behind a shorter one (both unconfirmed). */
const HAN_PAIRING_ID_LENGTH = 16;

/** The registers that hold what was written to them. */
export class Registers {
	readonly #side: boolean;
	readonly #values: number[] = [];
	#pairingId = '';
	#hanPairingId = '';

	constructor(side: boolean) {
		this.#side = side;
		this.reset();
	}

	reset(): void {
		for (let i = 0; i < FORMS.length; i++) this.#values[i] = FORMS[i]!.initial;
		this.#pairingId = 'CCDDEEFF';
		this.#hanPairingId = ''.padEnd(HAN_PAIRING_ID_LENGTH, '0');
	}

	get pairingId(): string {
		return this.#pairingId;
	}

	get(register: number): number {
		return this.#values[this.#indexOf(register)] ?? 0;
	}

	/** Sets what is known to be in range. */
	put(register: number, value: number): void {
		const index = this.#indexOf(register);
		if (index >= 0) this.#values[index] = value;
	}

	/** S0A, in capitals, filled up with spaces to 8 characters. */
	putPairingId(id: string): void {
		this.#pairingId = id.toUpperCase().padEnd(PAIRING_ID_LENGTH);
	}

	/** What ESREG shows; undefined for a register that this does not hold. */
	show(register: number): string | undefined {
		if (register === REGISTER.pairingId) return this.#pairingId;
		if (register === REGISTER.hanPairingId) return this.#side ? this.#hanPairingId : undefined;
		const index = this.#indexOf(register);
		return index < 0 ? undefined : toDigits(this.#values[index]!, FORMS[index]!.width);
	}

	/** A write by SKSREG; false where it may not, or not this. */
	write(register: number, text: string): boolean {
		if (register === REGISTER.pairingId) {
			if (text.length > PAIRING_ID_LENGTH) return false;
			this.putPairingId(text);
			return true;
		}
		if (register === REGISTER.hanPairingId && this.#side) {
			if (text.length > HAN_PAIRING_ID_LENGTH) return false;
			this.#hanPairingId = text.padEnd(HAN_PAIRING_ID_LENGTH, '0');
			return true;
		}
		const index = this.#indexOf(register);
		if (index < 0) return false;
		const { width, min, max } = FORMS[index]!;
		// A flag may be written as 01 as well: numbers of 8 bits take two digits.
		const value = parseDigits(text, Math.max(2, width));
		if (value === undefined || value < min || value > max) return false;
		this.#values[index] = value;
		return true;
	}

	/** Calls `set` for each register that the stack works by. */
	forEachOfNetwork(set: (register: number, value: number) => void): void {
		for (let i = 0; i < FORMS.length; i++) if (FORMS[i]!.network) set(FORMS[i]!.register, this.#values[i]!);
	}

	#indexOf(register: number): number {
		const index = INDEX_OF.get(register) ?? -1;
		return index >= 0 && FORMS[index]!.side && !this.#side ? -1 : index;
	}
}

/** The number in "S2", "S02" or "SFE"; undefined for anything else. */
export function parseRegister(text: string): number | undefined {
	return text.startsWith('S') ? parseDigits(text.slice(1), 2) : undefined;
}

/** Does the stack behind the UART work by this register? */
export function isOfNetwork(register: number): boolean {
	return FORMS.some((form) => form.register === register && form.network === true);
}

/**
 * The modules and dongles that speak SKSTACK-IP, as data.
 *
 * | model       | grammar | SKVER  | SKAPPVER | WOPT, ROPT, WUART, RUART | source                                             |
 * |-------------|---------|--------|----------|--------------------------|----------------------------------------------------|
 * | bp35a1      | single  | 1.2.10 | rev26e   | yes                      | BP35A1 command reference manual (SE) 1.3.0          |
 * | rl7023-ips  | single  | 1.2.10 | ER04     | ER04, payloads in digits | reports of its users; SKVER unconfirmed            |
 * | bp35c0      | side    | 1.5.2  | rev15    | yes                      | logs of its users                                  |
 * | bp35c2      | side    | 1.5.2  | rev15    | yes                      | logs of its users; it is a BP35C0 on USB           |
 * | rl7023-dss  | side    | 1.5.2  | ER04     | ER04, payloads in digits | reports of its users; SKVER unconfirmed            |
 *
 * The side grammar belongs to the dual stack (Route B and HAN): most lines carry one more field, the side, 0 for Route B and 1 for HAN.
 */
import { frozen } from '../../../bytes/frozen.js';

export interface Model {
	readonly dialect: 'skstack';
	readonly name: ModelName;
	/** Speaks the side grammar. */
	readonly side: boolean;
	/** What SKVER and SKAPPVER say; a model without the second does not know SKAPPVER. */
	readonly version: string;
	readonly applicationVersion: string | undefined;
	/**
	 * The product settings that the module starts with where none are stored: bit 0 of WOPT set means payloads in digits. Undefined: no product
	 * commands, payloads always in digits. The manual delivers the BP35A1 with 00 as well; programs written for it take 01 for granted, which
	 * their owners set once, so it starts as they know it; one fresh from the shop is `--dongle pty,bp35a1,binary`.
	 */
	readonly wopt: number | undefined;
	/** The greatest scan duration; the manual of the single stack says 0x0E, the dual stack was seen to refuse more than 0x0A. */
	readonly maxScanDuration: number;
	/** rev26e puts an empty line behind the line of EEDSCAN. */
	readonly emptyLineAfterEnergies: boolean;
	/**
	 * EVENT 29 comes when the module begins to authenticate its session again by itself (S17 1, at 80 % of the lifetime), before EVENT 25 or 24. A
	 * program's log of ten months shows it for a dual stack: what only 29 shuts there was shut every 19.2 h and opened by 25 after 2 to 42 s. No raw
	 * line is public, and nothing is known of the single stack.
	 */
	readonly tellsReauthentication: boolean;
	/**
	 * SKJOIN during an active scan ends the scan (EVENT 22) and joins; else it is FAIL ER10. A program written on a BP35C2 joins after the EPANDESC
	 * that it likes, before EVENT 22. Whether the module ends the scan or goes on with it is unconfirmed, and so is what a single stack does.
	 */
	readonly joinEndsScan: boolean;
}

export type ModelName = 'bp35a1' | 'bp35c0' | 'bp35c2' | 'rl7023-ips' | 'rl7023-dss';

const SINGLE = frozen({
	dialect: 'skstack',
	side: false,
	version: '1.2.10',
	maxScanDuration: 0x0e,
	tellsReauthentication: false,
	joinEndsScan: false,
});
const DUAL = frozen({
	dialect: 'skstack',
	side: true,
	version: '1.5.2',
	maxScanDuration: 0x0a,
	emptyLineAfterEnergies: false,
	tellsReauthentication: true,
	joinEndsScan: true,
});

export const MODELS: Readonly<Record<ModelName, Model>> = Object.freeze({
	bp35a1: Object.freeze({ ...SINGLE, name: 'bp35a1', applicationVersion: 'rev26e', wopt: 0x01, emptyLineAfterEnergies: true }),
	'rl7023-ips': Object.freeze({ ...SINGLE, name: 'rl7023-ips', applicationVersion: undefined, wopt: undefined, emptyLineAfterEnergies: false }),
	bp35c0: Object.freeze({ ...DUAL, name: 'bp35c0', applicationVersion: 'rev15', wopt: 0x00 }),
	bp35c2: Object.freeze({ ...DUAL, name: 'bp35c2', applicationVersion: 'rev15', wopt: 0x00 }),
	'rl7023-dss': Object.freeze({ ...DUAL, name: 'rl7023-dss', applicationVersion: undefined, wopt: undefined }),
});

/** A WOPT that shows payloads as raw bytes. */
export const BINARY = 0x00;
/** WOPT bit 0: payloads of ERXUDP as hexadecimal digits instead of raw bytes. */
export const WOPT_DIGITS = 0x01;

/** The sides of the dual stack: Route B, and the HAN, on which there is nobody here. */
export const SIDE = Object.freeze({ routeB: 0, han: 1 });

/**
 * Lines that answer a command (BP35A1 command reference manual 4 and 5).
 *
 * ```
 * OK                    done                    EINFO <address> <mac> <channel> <pan> <FFFE | side>     SKINFO
 * FAIL ER04             unknown command         EVER 1.2.10                                            SKVER
 * FAIL ER05             number of arguments     EAPPVER rev26e                                         SKAPPVER
 * FAIL ER06             form or range           ESREG <value>                                          SKSREG
 * FAIL ER09             UART input              EPONG <address>                                        an answer to SKPING
 * FAIL ER10             accepted, but failed    ETCP <status> <handle>                                 what came of a TCP command
 * ```
 */
import { toUpperHex } from '../../../bytes/hex.js';
import { formatFullAddress } from '../../../ipv6/address.js';
import { toDigits } from './digits.js';
import { Fields } from './fields.js';

export type ErrorCode = 'ER04' | 'ER05' | 'ER06' | 'ER09' | 'ER10';

export interface ModuleInfo {
	readonly address: Uint8Array;
	readonly mac: Uint8Array;
	readonly channel: number;
	readonly panId: number;
	/** 0 Route B, 1 HAN; undefined in the single grammar, which says FFFE in its place. */
	readonly side: number | undefined;
}

const NO_SIDE = 0xfffe;

export function encodeInfo({ address, mac, channel, panId, side }: ModuleInfo): string {
	const last = side === undefined ? toDigits(NO_SIDE, 4) : toDigits(side, 1);
	return `EINFO ${formatFullAddress(address)} ${toUpperHex(mac)} ${toDigits(channel, 2)} ${toDigits(panId, 4)} ${last}`;
}

/** Throws DecodeError. */
export function decodeInfo(line: string): ModuleInfo {
	const fields = new Fields('SKSTACK EINFO', line).expect('EINFO');
	const address = fields.address('address');
	const mac = fields.bytes(8, 'EUI-64');
	const channel = fields.number(2, 'channel');
	const panId = fields.number(4, 'PAN ID');
	const last = fields.number(4, 'FFFE or side');
	fields.end();
	return { address, mac, channel, panId, side: last === NO_SIDE ? undefined : last };
}

/** EVER, EAPPVER and ESREG: one word after the name. */
export function encodeWord(name: 'EVER' | 'EAPPVER' | 'ESREG', word: string): string {
	return `${name} ${word}`;
}

/** Throws DecodeError. */
export function decodeWord(name: 'EVER' | 'EAPPVER' | 'ESREG', line: string): string {
	const fields = new Fields(`SKSTACK ${name}`, line).expect(name);
	const word = fields.text('value');
	fields.end();
	return word;
}

export function encodePong(from: Uint8Array): string {
	return `EPONG ${formatFullAddress(from)}`;
}

/** Status 03 with handle 0: the connection could not be made. */
export const TCP_CLOSED = 0x03;

export function encodeTcp(status: number, handle: number): string {
	return `ETCP ${toDigits(status, 2)} ${toDigits(handle, 2)}`;
}

export function encodeFailure(code: ErrorCode): string {
	return `FAIL ${code}`;
}

/** "ER10" of "FAIL ER10"; empty where the line names none; undefined if it is no failure. */
export function decodeFailure(line: string): string | undefined {
	if (line !== 'FAIL' && !line.startsWith('FAIL ')) return undefined;
	return line.slice(5).trim();
}

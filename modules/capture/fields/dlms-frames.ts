/** What carries COSEM: the wrapper of TCP and UDP (IEC 62056-47 §5), and HDLC on a serial line (IEC 62056-46 §6.4) with its LLC (§5.2.1). */
import type { Row, Scope } from './row.js';
import { bit, bytes, choice, parts, payload, toTheEnd, u, x } from './row.js';

export const WRAPPER_CLAUSE = 'IEC 62056-47 §5';
export const HDLC_CLAUSE = 'IEC 62056-46 §6.4.1';

const CLIENTS = Object.freeze({ 1: 'management logical device, or client process', 16: 'public client' });

export const WRAPPER_ROWS: readonly Row[] = [
	x(2, 'Version', undefined, { wrong: (version) => (version === 1 ? undefined : 'version 0001') }),
	u(2, 'Source wPort', undefined, { key: 'from', names: CLIENTS }),
	u(2, 'Destination wPort', undefined, { key: 'to', names: CLIENTS }),
	u(2, 'Length', undefined, { key: 'length', wrong: (length) => (length === 0 ? 'a length of at least 1' : undefined) }),
	payload((s) => s.length!, 'APDU'),
];

/** 7 bits a byte from the top, the lowest bit 1 in the last one; 1, 2 or 4 bytes. */
function addressLength(place: { peek(ahead: number): number }): number {
	if ((place.peek(0) & 1) === 1) return 1;
	return (place.peek(1) & 1) === 1 ? 2 : 4;
}

const address = (name: string): Row =>
	bytes((_, place) => addressLength(place), name, undefined, {
		clause: 'IEC 62056-46 §6.4.2',
		means: (own) => own.reduce((sum, byte) => sum * 128 + (byte >> 1), 0),
		shown: (raw, s) => addressText(raw as number, s),
	});

function addressText(value: number, _s: Scope): string {
	return `${value}`;
}

const UNNUMBERED = Object.freeze({ 131: 'SNRM', 67: 'DISC', 99: 'UA', 15: 'DM', 135: 'FRMR', 3: 'UI' });

/** The kind of a frame by its control field: I, RR, RNR, or of the unnumbered ones its name. */
export function controlName(control: number): string {
	if ((control & 1) === 0) return 'I';
	if ((control & 3) === 1) return (control & 0x0c) === 0 ? 'RR' : (control & 0x0c) === 4 ? 'RNR' : 'S';
	return (UNNUMBERED as Record<number, string>)[control & ~0x10] ?? 'U';
}

const TYPES = Object.freeze({ 0: 'information', 1: 'supervisory', 3: 'unnumbered' });

const CONTROL: Row = choice((_, place) => {
	const control = place.peek(0);
	const poll = bit(0x10, 'Poll/final');
	const type = bit((control & 1) === 0 ? 0x01 : 0x03, 'Type', undefined, { names: TYPES });
	const numbered = [
		bit(0xe0, 'N(R)'),
		poll,
		...((control & 1) === 0 ? [bit(0x0e, 'N(S)')] : [bit(0x0c, 'Function', undefined, { reading: 'hex' })]),
		type,
	];
	const bits = (control & 3) === 3 ? [bit(0xec, 'Function', undefined, { reading: 'hex' }), poll, type] : numbered;
	return [
		x(1, 'Control', undefined, {
			key: 'control',
			shown: (raw) => `${controlName(raw as number)} (0x${(raw as number).toString(16).padStart(2, '0')})`,
			bits,
			clause: 'IEC 62056-46 §6.4.3',
		}),
	];
});

const FLAG: Row = x(1, 'Flag', undefined, { clause: 'IEC 62056-46 §6.4.1.1', wrong: (flag) => (flag === 0x7e ? undefined : 'a flag (7e)') });
const FCS_LENGTH = 2;
const FLAG_LENGTH = 1;

/** Behind the addresses, HCS and FCS, and the flag that closes; `whole` is 1 where an APDU begins here, and LLC stands before it. */
export const HDLC_ROWS: readonly Row[] = [
	FLAG,
	x(2, 'Frame format', undefined, {
		bits: [
			bit(0xf000, 'Format type', undefined, { key: 'format', reading: 'hex' }),
			bit(0x0800, 'Segmented', undefined, { key: 'segmented' }),
			bit(0x07ff, 'Length', undefined, { key: 'length' }),
		],
		wrong: (_, s) => (s.format === 0xa ? undefined : 'frame format type 3 (a)'),
	}),
	address('Destination address'),
	address('Source address'),
	CONTROL,
	choice((_, place) => {
		const information = place.left - 2 * FCS_LENGTH - FLAG_LENGTH;
		return information > 0 ? [x(2, 'HCS', undefined, { little: true, clause: 'IEC 62056-46 §6.4.4' }), payload(information, 'Information')] : [];
	}),
	x(2, 'FCS', undefined, { little: true, clause: 'IEC 62056-46 §6.4.5' }),
	FLAG,
];

export const LLC_CLAUSE = 'IEC 62056-46 §5.3.2';
export const LLC_ROWS: readonly Row[] = [
	x(1, 'Destination LSAP'),
	x(1, 'Source LSAP', undefined, { names: { 230: 'command', 231: 'response' } }),
	x(1, 'Quality'),
	payload('rest', 'APDU'),
];

const PARAMETERS = Object.freeze({
	5: 'maximum information field, transmit',
	6: 'maximum information field, receive',
	7: 'window size, transmit',
	8: 'window size, receive',
});

/** Information of SNRM and UA. */
export const NEGOTIATION_ROWS: readonly Row[] = [
	x(1, 'Format identifier'),
	x(1, 'Group identifier'),
	u(1, 'Group length', undefined, { key: 'group' }),
	parts(
		'Parameters',
		[
			parts(
				'Parameter',
				[
					u(1, 'Identifier', undefined, { key: 'parameter', names: PARAMETERS }),
					u(1, 'Length', undefined, { key: 'parameterLength' }),
					choice((s) => [s.parameterLength! <= 4 ? u(s.parameterLength!, 'Value') : bytes(s.parameterLength!, 'Value')]),
				],
				{
					again: toTheEnd,
					shown: (_, s) => (PARAMETERS as Record<number, string>)[s.parameter!] ?? '',
				},
			),
		],
		{ length: (s) => s.group! },
	),
];

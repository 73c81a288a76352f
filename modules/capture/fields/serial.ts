/** The line between a program and its dongle: lines of SKSTACK-IP (BP35A1 command reference manual), frames of J11 (J11 UART IF specification 1.1). */
import type { Raw } from './field.js';
import { printable } from './ieee802154.js';
import type { Row } from './row.js';
import { bytes, choice, payload, u, x } from './row.js';

export const SKSTACK_CLAUSE = 'BP35A1 command reference manual 4, 5';
export const J11_CLAUSE = 'J11 UART IF specification 1.1, 2.3';

const SPACE = 0x20;
/** The most words that a line is parted into. */
const MAX_WORDS = 40;

/** Names of the words behind the first, as the manual has them. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
	SKSREG: ['SREG', 'VAL'],
	SKPING: ['IPADDR'],
	SKSCAN: ['MODE', 'CHANNEL_MASK', 'DURATION'],
	SKSETPWD: ['LEN', 'PWD'],
	SKSETRBID: ['ID'],
	SKJOIN: ['IPADDR'],
	SKLL64: ['ADDR64'],
	SKADDNBR: ['IPADDR', 'MACADDR'],
	SKUDPPORT: ['HANDLE', 'PORT'],
	SKTABLE: ['MODE'],
	SKSENDTO: ['HANDLE', 'IPADDR', 'PORT', 'SEC', 'DATALEN', 'DATA'],
	EVENT: ['NUM', 'SENDER', 'PARAM'],
	ERXUDP: ['SENDER', 'DEST', 'RPORT', 'LPORT', 'SENDERLLA', 'SECURED', 'DATALEN', 'DATA'],
	ESREG: ['VAL'],
	EVER: ['VERSION'],
	EINFO: ['IPADDR', 'ADDR64', 'CHANNEL', 'PANID', 'ADDR16'],
	EPONG: ['SENDER'],
	FAIL: ['ERROR'],
	OK: ['VALUE'],
});
/** With a word SIDE in front of the length (dual stack), and with LQI, by how many words stand there. */
const LONGER: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = Object.freeze({
	SKSENDTO: { 7: ['HANDLE', 'IPADDR', 'PORT', 'SEC', 'SIDE', 'DATALEN', 'DATA'] },
	ERXUDP: {
		9: ['SENDER', 'DEST', 'RPORT', 'LPORT', 'SENDERLLA', 'SECURED', 'SIDE', 'DATALEN', 'DATA'],
		10: ['SENDER', 'DEST', 'RPORT', 'LPORT', 'SENDERLLA', 'LQI', 'SECURED', 'SIDE', 'DATALEN', 'DATA'],
	},
	EVENT: { 4: ['NUM', 'SENDER', 'SIDE', 'PARAM'] },
});
export const EVENTS: Readonly<Record<string, string>> = Object.freeze({
	'01': 'neighbor solicitation received',
	'02': 'neighbor advertisement received',
	'05': 'echo request received',
	'1F': 'energy scan done',
	'20': 'beacon received',
	'21': 'UDP datagram sent',
	'22': 'scan done',
	'24': 'PANA failed',
	'25': 'PANA done',
	'26': 'session end requested',
	'27': 'session ended',
	'28': 'session end not answered',
	'29': 'session expired',
	'32': 'transmit time used up',
	'33': 'transmit time free again',
	C0: 'awake',
});

/** How long the word at the place is. */
function wordLength(place: { readonly left: number; peek(ahead: number): number }): number {
	let length = 0;
	while (length < place.left && place.peek(length) !== SPACE) length++;
	return length;
}

/**
 * The rows of one line without its end: words and the blanks between. `data` bytes at its end are the payload of SKSENDTO, or of an ERXUDP that
 * carries bytes as they are.
 */
export function lineRows(line: Uint8Array, data: number): readonly Row[] {
	const text = printable(line.subarray(0, line.length - data));
	const words = text.split(' ').filter((word) => word !== '');
	const first = words[0] ?? '';
	const count = words.length - 1 + (data > 0 ? 1 : 0);
	const names = LONGER[first]?.[count] ?? COMMANDS[first] ?? [];
	let at = -1;
	const word: Row = bytes((_, place) => wordLength(place), 'Word', undefined, { reading: 'ascii' });
	const rows: Row[] = [];
	for (let i = 0; i < Math.min(words.length, MAX_WORDS); i++) {
		rows.push(blanks());
		const name = at < 0 ? (line[0] === 0x53 ? 'Command' : 'Response') : (names[at] ?? 'Argument');
		rows.push({ ...word, name, shown: (raw: Raw) => (first === 'EVENT' && name === 'NUM' ? `${raw} ${EVENTS[`${raw}`] ?? ''}` : `${raw}`) });
		at++;
	}
	rows.push(blanks());
	rows.push(choice((_, place) => (place.left > data ? [bytes(place.left - data, 'More')] : [])));
	if (data > 0) rows.push(payload(data));
	return rows;
}

function blanks(): Row {
	const length = (place: { readonly left: number; peek(ahead: number): number }) => {
		let run = 0;
		while (run < place.left && place.peek(run) === SPACE) run++;
		return run;
	};
	return bytes((_, place) => length(place), 'Blank', undefined, { when: (_, place) => length(place) > 0, shown: () => '' });
}

const UNIQUE_CODES = Object.freeze({ 3505030140: 'request', 3506040413: 'response or notification' });
const J11_CODES = Object.freeze({
	1: 'get status',
	5: 'open UDP port',
	6: 'close UDP port',
	7: 'get UDP ports',
	8: 'send data',
	9: 'get IP address',
	14: 'get MAC address',
	17: 'get connections',
	81: 'active scan',
	83: 'start Route B',
	84: 'set Route B PANA credentials',
	86: 'start Route B PANA',
	87: 'end Route B PANA',
	88: 'end Route B',
	89: 'get Route B key',
	94: 'get Route B PAN ID',
	95: 'initial setup',
	107: 'get version',
	209: 'ping',
	210: 're-authenticate',
	217: 'hardware reset',
	219: 'energy detection scan',
	16465: 'active scan result',
	24600: 'data received',
	24601: 'booted',
	24602: 'connection changed',
	24616: 'PANA ended',
	24632: 'reception failed',
	24785: 'ping result',
});
const RESPONSE = 0x2000;

export function j11Name(code: number): string {
	const names = J11_CODES as Readonly<Record<number, string>>;
	return names[code] ?? (names[code & ~RESPONSE] === undefined ? `0x${code.toString(16).padStart(4, '0')}` : `${names[code & ~RESPONSE]}: response`);
}

const MIN_MESSAGE = 4;

export const J11_ROWS: readonly Row[] = [
	x(4, 'Unique code', undefined, { key: 'unique', names: UNIQUE_CODES, wrong: (code) => (code in UNIQUE_CODES ? undefined : 'a unique code') }),
	x(2, 'Command code', undefined, { key: 'code', shown: (raw) => `${j11Name(raw as number)} (0x${(raw as number).toString(16).padStart(4, '0')})` }),
	u(2, 'Message length', undefined, { key: 'length', wrong: (length) => (length < MIN_MESSAGE ? 'a length of at least 4' : undefined) }),
	x(2, 'Header checksum'),
	x(2, 'Data checksum'),
	bytes((s) => s.length! - MIN_MESSAGE, 'Data', undefined, { when: (s) => s.length! > MIN_MESSAGE }),
];

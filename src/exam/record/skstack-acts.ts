/**
 * Acts out of the lines of SKSTACK-IP, of whichever grammar: the single one and that of the dual stack tell themselves apart line by line, so that a dongle may
 * change its own (`other-grammar`), and a program may speak the wrong one.
 *
 * | line                                            | act                                                                          |
 * |-------------------------------------------------|------------------------------------------------------------------------------|
 * | SKSCAN, SKJOIN, SKSENDTO with its bytes …        | `scans`, `joins`, `sends` …                                                  |
 * | SKSREG with a value                             | `sets`, and `setsChannel` or `setsPan`                                        |
 * | SKREG, SKVER, SKINFO, SKTABLE, ROPT, SKLL64 …     | `asks`                                                                        |
 * | EVENT, OK, FAIL                                 | `event`, `ok`, `refused`; the latter two with the command that they answer    |
 * | EPANDESC and the lines under it                  | one `found`, with the place of its last line                                 |
 * | ERXUDP                                          | `receives`, whether its payload comes in digits or as it is                  |
 * | the echo of a command                           | none                                                                         |
 * | all others                                      | `other` of a program, `says` of a module                                     |
 *
 * An ERXUDP that noise or a lost byte has spoilt is no more than `says`: what the program was told there, nobody can say but the meter's own events.
 */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { ECHONET_LITE_PORT, PANA_PORT } from '../../../modules/datagram/ports.js';
import { formatFullAddress } from '../../../modules/ipv6/address.js';
import { splitLine } from '../../../modules/wi-sun-module/skstack/language/command.js';
import { fromText, parseDigits, toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { decodeErxudp, type ErxudpForm, type ReceivedDatagram } from '../../../modules/wi-sun-module/skstack/language/erxudp.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { parseFullAddress } from '../../../modules/wi-sun-module/skstack/language/fields.js';
import { parseRegister, REGISTER } from '../../../modules/wi-sun-module/skstack/language/registers.js';
import { decodeFailure } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import { decodePan } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { ActPlace, Asked } from './act.js';
import { datagramAct } from './datagram.js';
import type { Dialect, Read } from './dialect.js';

/** A command that is not answered after so long will never be, ms: all but SKSENDTO are answered at once, and that one within 2 s. */
const PATIENCE = 3_000;
/** Commands that wait for their answer: a module's UART holds no more of them. */
const MOST_WAITING = 64;
/** Lines under an EPANDESC that are kept. */
const MOST_PAN_LINES = 12;
/** UDP handles 1 and 2 after a reset; the others are not open. */
const FIRST_PORTS: readonly number[] = Object.freeze([ECHONET_LITE_PORT, PANA_PORT, 0, 0, 0, 0]);
const HIDDEN = ' …';

const FORMS: readonly ErxudpForm[] = Object.freeze(
	[true, false].flatMap((digits) => [
		{ side: true, lqi: true, digits },
		{ side: true, lqi: false, digits },
		{ side: false, lqi: false, digits },
	]),
);

/** What a module echoes begins so, and nothing that it says itself. */
const COMMAND_START = /^(SK[A-Z]|[WR]OPT|[WR]UART)/;

interface Waiting {
	readonly name: string;
	readonly at: number;
}

export class SkstackActs implements Dialect {
	#waiting: Waiting[] = [];
	#lastCommand = '';
	#ports: number[] = [...FIRST_PORTS];
	/** Lines under the EPANDESC that is not complete yet, and where its last one stands. */
	#pan: { readonly lines: string[]; place: ActPlace } | undefined;

	read(place: ActPlace, event: WorldEvent<'serial'>): Read[] {
		return event.direction === 'toModule' ? this.#asked(place, event) : this.#told(place, event);
	}

	#asked({ at }: ActPlace, { text, hex, data, length }: WorldEvent<'serial'>): Read[] {
		if (text === null) return [{ kind: 'other', text: hex ?? '' }];
		const words = splitLine(text);
		const name = words[0] ?? '';
		this.#lastCommand = text;
		this.#waiting = this.#waiting.filter((command) => at - command.at < PATIENCE);
		if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ name, at });
		if (name === 'SKSETPWD' && text.endsWith(HIDDEN)) return [{ kind: 'setsPassword', length: length - (text.length - 1) }];
		if (name === 'SKSENDTO' && data !== null) return [this.#sends(words, data) ?? { kind: 'other', text }];
		this.#followPorts(words);
		return ROWS.get(name)?.(words) ?? [{ kind: 'other', text }];
	}

	/** With or without the side before the length. */
	#sends(words: readonly string[], data: string): Asked | undefined {
		const [, handle = '', address = '', port = '', security = ''] = words;
		const peer = parseFullAddress(address);
		const remotePort = parseDigits(port, 4);
		if (peer === undefined || remotePort === undefined) return undefined;
		const ownPort = this.#ports[(parseDigits(handle, 2) ?? 0) - 1] || null;
		const secured = parseDigits(security, 1) !== 0;
		return { kind: 'sends', ...datagramAct({ peer: formatFullAddress(peer), port: remotePort, ownPort, secured, bytes: fromHex(data) }) };
	}

	#followPorts(words: readonly string[]): void {
		if (words[0] === 'SKRESET') this.#ports = [...FIRST_PORTS];
		if (words[0] !== 'SKUDPPORT' || words.length !== 3) return;
		const handle = parseDigits(words[1]!, 2) ?? 0;
		const port = parseDigits(words[2]!, 4);
		if (handle >= 1 && handle <= FIRST_PORTS.length && port !== undefined) this.#ports[handle - 1] = port;
	}

	#told(place: ActPlace, { text, hex }: WorldEvent<'serial'>): Read[] {
		if (text?.startsWith('  ') && this.#pan !== undefined) return this.#takePanLine(place, text);
		const found = this.#endPan();
		if (text === 'EPANDESC') {
			this.#pan = { lines: [], place };
			return found;
		}
		return [...found, ...this.#line(text, hex)];
	}

	#line(text: string | null, hex: string | null): Read[] {
		const received = receivedIn(text, hex);
		if (received !== undefined) return [received];
		if (text === null) return [{ kind: 'says', text: hex ?? '' }];
		if (COMMAND_START.test(text) || text.trimEnd() === this.#lastCommand.trimEnd()) return this.#echoed(text);
		if (text === 'OK' || text.startsWith('OK ')) return this.#answered(text);
		const code = decodeFailure(text);
		if (code !== undefined) return [{ kind: 'refused', code, name: this.#takeName() }];
		// The only command that is not followed by OK.
		if (this.#waiting[0]?.name === 'SKLL64' && parseFullAddress(text) !== undefined) this.#takeName();
		return [eventIn(text) ?? { kind: 'says', text }];
	}

	/** The module is at this command: none before it is answered any more. */
	#echoed(text: string): Read[] {
		const name = splitLine(text)[0];
		const index = this.#waiting.findIndex((command) => command.name === name);
		if (index > 0) this.#waiting.splice(0, index);
		return [];
	}

	#answered(text: string): Read[] {
		const ok: Read = { kind: 'ok', name: this.#takeName() };
		return text === 'OK' ? [ok] : [{ kind: 'says', text }, ok];
	}

	#takeName(): string | null {
		return this.#waiting.shift()?.name ?? null;
	}

	#takePanLine(place: ActPlace, text: string): Read[] {
		const pan = this.#pan!;
		if (pan.lines.length < MOST_PAN_LINES) pan.lines.push(text);
		pan.place = place;
		return text.startsWith('  PairID:') ? this.#endPan() : [];
	}

	#endPan(): Read[] {
		const pan = this.#pan;
		this.#pan = undefined;
		if (pan === undefined) return [];
		try {
			const { channel, panId, mac, pairingId } = decodePan(pan.lines);
			return [{ kind: 'found', channel, panId: toDigits(panId, 4), macAddress: toUpperHex(mac), pairId: pairingId ?? null, from: pan.place }];
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return [{ kind: 'says', text: `EPANDESC ${pan.lines.join('')}`, from: pan.place }];
		}
	}
}

const asks = (words: readonly string[]): Asked[] => [{ kind: 'asks', name: words[0]!, words: words.slice(1) }];
const sets = (words: readonly string[]): Asked[] => [{ kind: 'sets', name: words[0]!, value: words.slice(1).join(' ') }];
const writesFlash = (words: readonly string[]): Asked[] => [{ kind: 'writesFlash', name: words[0]!, words: words.slice(1) }];

/** What a program asks for, by the first word; undefined: it is not of the form of the command. */
const ROWS: ReadonlyMap<string, (words: readonly string[]) => Asked[] | undefined> = new Map<
	string,
	(words: readonly string[]) => Asked[] | undefined
>([
	['SKVER', asks],
	['SKAPPVER', asks],
	['SKINFO', asks],
	['SKTABLE', asks],
	['SKLL64', asks],
	['ROPT', asks],
	['RUART', asks],
	['WOPT', writesFlash],
	['WUART', writesFlash],
	['SKSAVE', writesFlash],
	['SKERASE', writesFlash],
	['SKUDPPORT', sets],
	['SKSREG', (words) => (words.length === 2 ? asks(words) : writesRegister(words))],
	['SKSETRBID', ([, id]) => (id === undefined ? undefined : [{ kind: 'setsId', id }])],
	['SKSCAN', scans],
	['SKJOIN', ([, address = '']) => joins(address)],
	['SKREJOIN', () => [{ kind: 'rejoins' }]],
	['SKTERM', () => [{ kind: 'terminates' }]],
	['SKRESET', () => [{ kind: 'resets' }]],
]);

function writesRegister([, register = '', value]: readonly string[]): Asked[] | undefined {
	const number = parseRegister(register);
	if (number === undefined || value === undefined) return undefined;
	const written: Asked = { kind: 'sets', name: `S${toDigits(number, 2)}`, value };
	const digits = parseDigits(value, 4);
	if (number === REGISTER.channel && digits !== undefined) return [written, { kind: 'setsChannel', channel: digits }];
	if (number === REGISTER.panId && digits !== undefined) return [written, { kind: 'setsPan', panId: toDigits(digits, 4) }];
	return [written];
}

const SCAN_MODES: Readonly<Record<number, 'energy' | 'paired' | 'open'>> = Object.freeze({ 0: 'energy', 2: 'paired', 3: 'open' });

/** With or without the side behind the duration. */
function scans([, mode = '', mask = '', duration = '']: readonly string[]): Asked[] | undefined {
	const name = SCAN_MODES[parseDigits(mode, 2) ?? -1];
	const number = parseDigits(duration, 2);
	const channels = parseDigits(mask, 8);
	if (name === undefined || number === undefined || channels === undefined) return undefined;
	return [{ kind: 'scans', mode: name, duration: number, mask: toDigits(channels, 8) }];
}

function joins(address: string): Asked[] | undefined {
	const peer = parseFullAddress(address);
	return peer && [{ kind: 'joins', peer: formatFullAddress(peer) }];
}

/** `EVENT 21 <address> <parameter>`, or with the side before it; others have no parameter, and the side alone. */
function eventIn(text: string): Read | undefined {
	const [word, number = '', address, first, second, ...rest] = splitLine(text);
	const event = parseDigits(number, 2);
	if (word !== 'EVENT' || event === undefined || rest.length > 0) return undefined;
	if (address === undefined) return { kind: 'event', number: event, parameter: null, peer: null };
	const peer = parseFullAddress(address);
	if (peer === undefined) return undefined;
	const parameter = second ?? (event === EVENT.transmitted ? first : undefined);
	const value = parameter === undefined ? null : parseDigits(parameter, 2);
	return value === undefined ? undefined : { kind: 'event', number: event, parameter: value, peer: formatFullAddress(peer) };
}

function receivedIn(text: string | null, hex: string | null): Read | undefined {
	const line = text === null ? fromHex(hex ?? '') : text.startsWith('ERXUDP ') ? fromText(text) : undefined;
	if (line === undefined) return undefined;
	for (const form of FORMS) {
		const datagram = decoded(line, form);
		if (datagram === undefined) continue;
		const { from, remotePort, localPort, secured, payload } = datagram;
		return { kind: 'receives', ...datagramAct({ peer: formatFullAddress(from), port: remotePort, ownPort: localPort, secured, bytes: payload }) };
	}
	return undefined;
}

function decoded(line: Uint8Array, form: ErxudpForm): ReceivedDatagram | undefined {
	try {
		return decodeErxudp(line, form);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

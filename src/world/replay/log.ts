/**
 * A log of a serial line between a program (the host) and a Wi-SUN module, in one of three forms, which its first line tells:
 *
 * | form    | a line                                                                                                                   |
 * |---------|--------------------------------------------------------------------------------------------------------------------------|
 * | text    | `> SKVER`, `host: SKVER`, `TX: SKVER`: the program wrote it; `< OK`, `module: OK`, `RX: OK`: the module did             |
 * | frames  | `D0EA83FC…`, `> D0 EA 83 FC …`: frames of J11 in digits, whose unique code tells who wrote them                          |
 * | events  | JSON of Keiki's `serial` events, of the dongle that is told of first; other events are passed over                      |
 *
 * Before a line of text or frames a time may stand: ISO, `HH:MM:SS.mmm` or seconds, in brackets or without. In text `\xNN` is a byte, and what SKSENDTO
 * sends stands behind its length, as twice as many hexadecimal digits or as so many bytes. Blank lines, and those that begin with #, are passed over.
 */
import { latin1Text } from '../../../modules/bytes/ascii.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { UNREADABLE } from '../dongle/serial-line.js';
import { beginsFrame, framesIn } from './log-frames.js';
import { type Log, LogError, type LogStep } from './log-step.js';

const TIME = String.raw`\[?(\d{4}-\d\d-\d\d[T ][\d:]{8}(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:\.\d+)?|\d+\.\d+)\]?,?\s+`;
const LINE = new RegExp(String.raw`^(?:${TIME})?(?:([<>])\s?|(host|module|TX|RX)(?:\s*[:|]\s?|\t))(.*)$`, 'i');
/** The same, where the line need not tell whose it is. */
const FRAMES = new RegExp(String.raw`^(?:${TIME})?(?:([<>])\s?|(host|module|TX|RX)(?:\s*[:|]\s?|\t))?(.*)$`, 'i');
const HOST: readonly string[] = ['>', 'host', 'tx'];
/** SKSENDTO up to the length, with a side or without. */
const SENDTO = /^SKSENDTO(?: \S+){4}(?: [01])? ([0-9A-F]{4})$/i;
const SENDTO_DATA = /^(SKSENDTO(?: \S+){4}(?: [01])? [0-9A-F]{4}) (.*)$/is;
const DAY = 86_400_000;

/** How many bytes follow this beginning of a command; undefined: none. */
export function dataLength(command: string): number | undefined {
	const digits = SENDTO.exec(command.trimEnd())?.[1];
	return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** Throws LogError. */
export function parseLog(text: string): Log {
	const lines = text.split(/\r?\n/);
	const log = logOf(lines);
	const { steps } = log;
	if (!steps.some(({ by }) => by === 'host') || !steps.some(({ by }) => by === 'module')) throw new LogError(lines.length, { kind: 'noSteps' });
	return log;
}

function logOf(lines: readonly string[]): Log {
	const first = lines.find((line) => line.trim() !== '' && !isComment(line))?.trimStart() ?? '';
	if (first.startsWith('{')) return eventLog(lines);
	if (beginsFrame(FRAMES.exec(first)?.[4] ?? '')) return { dialect: 'j11', steps: frameSteps(lines) };
	return { dialect: 'skstack', steps: textSteps(lines) };
}

function isComment(line: string): boolean {
	return line.trimStart().startsWith('#');
}

function sideOf(mark: string): LogStep['by'] {
	return HOST.includes(mark.toLowerCase()) ? 'host' : 'module';
}

function frameSteps(lines: readonly string[]): LogStep[] {
	const steps: LogStep[] = [];
	for (const [i, each] of lines.entries()) {
		if (each.trim() === '' || isComment(each)) continue;
		const line = i + 1;
		const [, time, arrow, name, rest = ''] = FRAMES.exec(each.trim())!;
		const mark = arrow ?? name;
		const at = timeOf(time, steps.at(-1)?.at, line);
		for (const frame of framesIn(rest, line)) {
			if (mark !== undefined && sideOf(mark) !== frame.by) throw new LogError(line, { kind: 'side' });
			steps.push({ ...frame, line, at });
		}
	}
	return steps;
}

function textSteps(lines: readonly string[]): LogStep[] {
	const steps: LogStep[] = [];
	for (const [i, each] of lines.entries()) {
		if (each.trim() === '' || isComment(each)) continue;
		const line = i + 1;
		const match = LINE.exec(each.trimStart());
		if (match === null) throw new LogError(line, { kind: 'noLine' });
		const by = sideOf(match[2] ?? match[3]!);
		const said = unescaped(match[4]!);
		if (said === '') continue;
		steps.push({ by, line, at: timeOf(match[1], steps.at(-1)?.at, line), ...parted(by, said, line) });
	}
	return steps;
}

function eventLog(lines: readonly string[]): Log {
	const steps: LogStep[] = [];
	let dongle: unknown;
	let dialect: Log['dialect'] | undefined;
	for (const [i, each] of lines.entries()) {
		if (each.trim() === '') continue;
		const line = i + 1;
		const event = eventOf(each, line);
		if (event.event !== 'serial' || (dongle !== undefined && event.node !== dongle)) continue;
		dongle = event.node;
		const own = typeof event.frame === 'string' ? 'j11' : 'skstack';
		dialect ??= own;
		// A module of the other dialect was put in its place.
		if (own !== dialect) throw new LogError(line, { kind: 'noLine' });
		const at = typeof event.elapsedMs === 'number' ? event.elapsedMs : undefined;
		const said = own === 'j11' ? saidInFrames(event, line) : [saidInText(event, line)];
		for (const step of said) steps.push({ ...step, line, at });
	}
	return { dialect: dialect ?? 'skstack', steps };
}

function saidInText(event: SerialEvent, line: number): Pick<LogStep, 'by' | 'text' | 'data'> {
	const said = typeof event.text === 'string' ? event.text : typeof event.hex === 'string' ? latin1Text(bytesOf(event.hex, line)) : undefined;
	if (said === undefined) throw new LogError(line, { kind: 'noLine' });
	// A secret that is hidden has another length than what was written.
	if (event.text === null && event.length !== said.length) throw new LogError(line, { kind: 'cut' });
	const data = typeof event.data === 'string' ? bytesOf(event.data, line) : undefined;
	return { by: sideOfEvent(event), text: said.trimEnd(), data };
}

/** What was no frame has no digits: of the program's, a module did not look at it either. */
function saidInFrames(event: SerialEvent, line: number): Pick<LogStep, 'by' | 'text' | 'data'>[] {
	if (event.frame === UNREADABLE && sideOfEvent(event) === 'host') return [];
	if (typeof event.hex !== 'string') throw new LogError(line, { kind: 'cut' });
	const frames = framesIn(event.hex, line);
	if (frames.some(({ by }) => by !== sideOfEvent(event))) throw new LogError(line, { kind: 'side' });
	return frames;
}

function sideOfEvent({ direction }: SerialEvent): LogStep['by'] {
	return direction === 'toModule' ? 'host' : 'module';
}

type SerialEvent = Readonly<Record<string, unknown>>;

function eventOf(text: string, line: number): SerialEvent {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null) return value as SerialEvent;
	} catch {
		// Told below.
	}
	throw new LogError(line, { kind: 'noLine' });
}

function bytesOf(digits: string, line: number): Uint8Array {
	if (/^(?:[0-9a-f]{2})*$/i.test(digits)) return fromHex(digits);
	throw new LogError(line, { kind: 'noLine' });
}

function parted(by: LogStep['by'], said: string, line: number): Pick<LogStep, 'text' | 'data'> {
	const match = by === 'host' ? SENDTO_DATA.exec(said) : null;
	if (match === null) {
		const missing = by === 'host' ? dataLength(said) : undefined;
		if (missing !== undefined && missing > 0) throw new LogError(line, { kind: 'data', length: missing, got: 0 });
		return { text: by === 'host' ? said.trimEnd() : said, data: missing === undefined ? undefined : new Uint8Array(0) };
	}
	const [, command = '', rest = ''] = match;
	const length = dataLength(command)!;
	const digits = rest.replace(/ /g, '');
	if (digits.length === 2 * length && /^[0-9a-f]*$/i.test(digits)) return { text: command, data: fromHex(digits) };
	if (rest.length !== length) throw new LogError(line, { kind: 'data', length, got: rest.length });
	return { text: command, data: Uint8Array.from(rest, (character) => character.charCodeAt(0)) };
}

/** Without the end of the line, which may be written out as escapes. */
function unescaped(text: string): string {
	return text
		.replace(/(?:\\r|\\n|<CR>|<LF>)+$/i, '')
		.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** A time of day that is earlier than the one before is of the next day. */
function timeOf(text: string | undefined, before: number | undefined, line: number): number | undefined {
	if (text === undefined) return undefined;
	const clock = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
	if (clock === null) return text.includes('-') ? dateOf(text, line) : Number(text) * 1000;
	const time = ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000;
	return before === undefined ? time : time + Math.ceil(Math.max(0, before - time) / DAY) * DAY;
}

function dateOf(text: string, line: number): number {
	const time = Date.parse(text.replace(' ', 'T'));
	if (Number.isNaN(time)) throw new LogError(line, { kind: 'noLine' });
	return time;
}

/** What is typed behind `keiki hes mbus`. */
import { fromHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { manufacturerCode } from '../../../modules/mbus/header.js';
import { decodeRecords } from '../../../modules/mbus/record.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { MBUS_ATTRIBUTES, MBUS_CHANNELS } from '../../../src/head-end/mbus.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { MBUS_WORDS, type MbusWords } from './mbus-words.js';

export interface MbusInstallWords {
	readonly address?: string;
	readonly identification?: string;
	readonly manufacturer?: string;
	readonly kind?: string;
	readonly patience?: string;
}

export interface MbusKeyWords {
	readonly key?: string;
	readonly defaultKey?: string;
	readonly clear?: boolean;
}

/** Device types by the words of `--kind`. */
const MBUS_KINDS = Object.freeze({ electricity: 2, gas: 3, heat: 4, water: 7 });
/** A search by secondary addresses at 2,400 baud, ms. */
const PATIENCE = 10 * MINUTE;
const LONGEST_PATIENCE = 60 * MINUTE;
const LAST_ADDRESS = 250;
const NO_IDENTIFICATION = '00000000';

export function channelOf(text: string): number {
	return wholeNumber('channel', text, 1, MBUS_CHANNELS);
}

/** 0: that of the channel. Throws UsageError. */
export function addressOf(text: string | undefined): number {
	return text === undefined ? 0 : wholeNumber('--address', text, 1, LAST_ADDRESS);
}

/** Attributes, and what they are set to, of whom to install: what is not told is any, 0. */
export type MbusWanted = ReadonlyMap<number, { readonly value: number; readonly data: () => DataWriter }>;

/** Throws UsageError. */
export function wantedOf({ identification, manufacturer, kind }: MbusInstallWords): MbusWanted {
	// All zeros would be none.
	if (identification !== undefined && (!/^\d{8}$/.test(identification) || identification === NO_IDENTIFICATION))
		throw wrong((texts) => texts.identification(identification));
	if (manufacturer !== undefined && !/^[A-Z]{3}$/.test(manufacturer)) throw wrong((texts) => texts.manufacturer(manufacturer));
	const type = kind === undefined ? 0 : (MBUS_KINDS as Readonly<Record<string, number>>)[kind];
	if (type === undefined) throw wrong((texts) => texts.kind(Object.keys(MBUS_KINDS), kind!));
	const number = Number.parseInt(identification ?? NO_IDENTIFICATION, 16);
	const maker = manufacturer === undefined ? 0 : manufacturerCode(manufacturer);
	return new Map([
		[MBUS_ATTRIBUTES.identification, { value: number, data: () => new DataWriter().doubleLongUnsigned(number) }],
		[MBUS_ATTRIBUTES.manufacturer, { value: maker, data: () => new DataWriter().longUnsigned(maker) }],
		[MBUS_ATTRIBUTES.version, { value: 0, data: () => new DataWriter().unsigned(0) }],
		[MBUS_ATTRIBUTES.deviceType, { value: type, data: () => new DataWriter().unsigned(type) }],
	]);
}

export function patienceOf(text: string | undefined): number {
	const patience = text === undefined ? PATIENCE : parseDuration(text);
	if (patience !== undefined && patience > 0 && patience <= LONGEST_PATIENCE) return patience;
	throw wrong((texts) => texts.patience(text!));
}

export function keyOf(option: string, text: string): Uint8Array {
	if (/^[0-9a-fA-F]{32}$/.test(text)) return fromHex(text);
	throw wrong((texts) => texts.hex(option));
}

export function recordsOf(text: string): DataWriter {
	const digits = text.replaceAll(' ', '');
	try {
		const { records, manufacturerData } = decodeRecords(/^([0-9a-fA-F]{2})+$/.test(digits) ? fromHex(digits) : new Uint8Array(0));
		if (records.length > 0 && manufacturerData.length === 0) {
			const w = new DataWriter().array(records.length);
			for (const { dib, vib, data } of records) w.structure(3).octetString(dib).octetString(vib).octetString(data);
			return w;
		}
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
	}
	throw wrong((texts) => texts.records(text));
}

/** 0D FD 19 E0: no key any more. */
export function noKey(): DataWriter {
	return new DataWriter()
		.array(1)
		.structure(3)
		.octetString(Uint8Array.of(0x0d))
		.octetString(Uint8Array.of(0xfd, 0x19))
		.octetString(Uint8Array.of(0xe0));
}

export function wrong(text: (words: MbusWords) => string): UsageError {
	return new UsageError(inEach(MBUS_WORDS, text));
}

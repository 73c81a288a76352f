/** `keiki hes image make`: a firmware image as a file. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { asciiText } from '../../../modules/bytes/ascii.js';
import { putDays, putSeasons, putWeeks } from '../../../modules/cosem/activity-calendar.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { putSpecialDays } from '../../../modules/cosem/special-days.js';
import { isPrivateKey } from '../../../modules/crypto/key-halves.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { dataBytes } from '../../../src/head-end/data-notation.js';
import { JAPAN } from '../../../src/head-end/date-time-text.js';
import type { ImageUnit } from '../../../src/head-end/image-transfer.js';
import { UNIT_KIND } from '../../../src/route-a/facts.js';
import { encodeImage, type ImageSetting, isVersion, MOST_SETTINGS } from '../../../src/route-a/image/image-format.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import type { Language } from '../../../src/world/schema/language.js';
import { createWhole } from '../shared/durable-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { readKeysFile } from '../shared/keys-file.js';
import { wholeNumber } from '../shared/option-values.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { parsePairs } from './hes-data.js';
import { hostCipher } from './hes-options.js';
import { IMAGE_USAGE, IMAGE_WORDS } from './image-words.js';
import { readTariffFile } from './tariff-file.js';
import { HES_USAGE } from './usage-words.js';

export interface ImageMakeWords {
	readonly unit: string;
	readonly firmware: string;
	readonly keys?: string;
	readonly maker?: string;
	readonly load?: readonly string[];
	readonly code?: string;
	readonly size?: string;
	readonly lang?: Language;
	readonly quiet?: boolean;
}

/** In the order in which images name them. */
const UNITS: readonly ImageUnit[] = Object.freeze(['metering', 'communication'] as const);
const CALENDAR = 20;
const SPECIAL_DAYS = 11;
/** Of the passive calendar, from its name on. */
const PASSIVE = 6;
const ACTIVATION = 10;
const ENTRIES = 2;
const MAKER_LENGTH = 3;
const MOST_BYTES = 1 << 20;

/** Throws UsageError, where there is a file already as well. */
export function makeImage(file: string, words: ImageMakeWords): ExitCode {
	const { unit, firmware: version, lang = 'en' } = words;
	const kind = UNITS.find((each) => each === unit);
	if (kind === undefined) throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('--unit', UNITS, unit)));
	if (!isVersion(version)) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.firmware(version)));
	const keys = words.keys === undefined ? DEMO_KEYS : readKeysFile(words.keys);
	const { firmwareKey, firmwareSignatureKey: signatureKey } = keys;
	const path = words.keys ?? '';
	if (firmwareKey === undefined) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.noFirmwareKey(path)));
	if (signatureKey !== undefined && !isPrivateKey(signatureKey)) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.publicOnly(path)));
	const maker = words.maker ?? asciiText(keys.systemTitle.subarray(0, MAKER_LENGTH));
	if (!/^[A-Z]{3}$/.test(maker)) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.maker(maker)));
	const settings = (words.load ?? []).flatMap(settingsIn);
	if (settings.length > MOST_SETTINGS) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.tooMany(MOST_SETTINGS, settings.length)));
	const code = words.code === undefined ? undefined : bytesOf(words.code, '--code');
	const size = words.size === undefined ? 0 : wholeNumber('--size', words.size, 1, MOST_BYTES);
	const content = { unit: UNIT_KIND[kind], maker, version, settings, code };
	const image = encodeImage(content, { firmwareKey, signatureKey }, hostCipher(), size);
	if (size > 0 && image.length !== size) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.size(image.length, words.size!)));
	try {
		createWhole(file, image);
	} catch (error) {
		const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		throw new UsageError(inEach(IMAGE_USAGE, (usage) => (isTaken ? usage.taken(file) : usage.cannotMake(file, reasonOf(error)))));
	}
	if (words.quiet !== true) process.stdout.write(`${IMAGE_WORDS[lang].made(file, image.length)}\n`);
	return EXIT.done;
}

/** What a file sets. Throws UsageError. */
function settingsIn(path: string): readonly ImageSetting[] {
	return /\.ya?ml$/i.test(path) ? tariffIn(path) : attributesIn(path);
}

/** The passive calendar, when it becomes active, and the special days. */
function tariffIn(path: string): ImageSetting[] {
	const { name, seasons, weeks, days, specialDays, activation } = readTariffFile(path);
	const passive = [
		new DataWriter().octetString(name),
		putSeasons(new DataWriter(), { seasons }),
		putWeeks(new DataWriter(), { weeks }),
		putDays(new DataWriter(), { days }),
	].map((value, i) => setting(CALENDAR, NAME.activityCalendar, PASSIVE + i, value));
	const special =
		specialDays === undefined ? [] : [setting(SPECIAL_DAYS, NAME.specialDays, ENTRIES, putSpecialDays(new DataWriter(), { specialDays }))];
	if (activation === undefined) return [...passive, ...special];
	const at = new DataWriter().octetString(dateTimeOf(activation, JAPAN, 0));
	return [...passive, ...special, setting(CALENDAR, NAME.activityCalendar, ACTIVATION, at)];
}

function setting(classId: number, name: number, index: number, value: DataWriter): ImageSetting {
	return { target: { classId, name, index }, value: value.copy() };
}

/** Lines of an attribute and its data; lines behind `#` are passed over. */
function attributesIn(path: string): ImageSetting[] {
	const lines = Buffer.from(bytesOf(path, '--load')).toString('utf8').split(/\r?\n/);
	return lines.flatMap((line, i) => {
		const place = `--load ${path}: line ${i + 1}`;
		const text = line.trim();
		if (text === '' || text.startsWith('#')) return [];
		const [attribute = '', ...data] = text.split(' ');
		if (!/^\d+\//.test(attribute)) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.noClass(place, attribute)));
		const [told] = parsePairs([attribute, ...(data.length === 0 ? [] : [data.join(' ')])]);
		const { classId, name, attribute: index } = told!.wanted;
		return [{ target: { classId: classId!, name, index: index as number }, value: dataBytes(told!.data) }];
	});
}

function bytesOf(path: string, option: string): Uint8Array {
	try {
		return readFileSync(path);
	} catch (error) {
		throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.cannotRead(`${option} ${path}`, reasonOf(error))));
	}
}

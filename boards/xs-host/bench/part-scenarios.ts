/** What a head-end does with the parts of Route A on the device model: tariffs, pushes, sealed credentials, images. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { sealCredentials } from '../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { bringCredentials } from '../../../src/head-end/credentials.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { loadImage, readFirmware } from '../../../src/head-end/image-transfer.js';
import { pushNow, setPush } from '../../../src/head-end/push-setup.js';
import { activateTariff, readTariff, type Tariff, writeTariff } from '../../../src/head-end/tariff.js';
import { UNIT_KIND } from '../../../src/route-a/facts.js';
import { encodeImage } from '../../../src/route-a/image/image-format.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { EPC } from '../../../src/route-b/epc.js';
import type { Bench, Scenario } from './bench.js';
import { CREDENTIAL_KEY } from './bench-keys.js';
import { GET } from './scenarios.js';

const { management: MANAGEMENT, reading: READING, handHeld: HAND_HELD } = IDIS_PROFILE.clients;
const REGISTER = 3;
const CALENDAR = 20;
const PASSIVE_NAME = 6;
const IMAGE_TRANSFER = 18;
const ACTIVATE = 4;
/** Bytes. */
const IMAGE_SIZE = 8192;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EVENING = Date.UTC(2026, 10, 22, 9);
/** A client at the local port that pushes are for. */
const LISTENER = '103';
const UI = 0x13;
/** Of the credentials that come sealed; the id stays. */
const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = 'Abcdef123456';

/** As large as one request for each of its parts may bring it. */
export function fullCalendar(start: number): Tariff {
	const name = (text: string, i: number) => asciiBytes(`${text}${i}`);
	const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
	return {
		name: asciiBytes('bench'),
		seasons: numbers(6).map((i) => ({
			name: name('season', i),
			start: dateTimeOf(start - (i + 1) * 30 * DAY, IDIS_PROFILE.deviation, 0),
			week: name('week', i),
		})),
		weeks: numbers(8).map((i) => ({ name: name('week', i), days: new Uint8Array(7).fill(1 + i) })),
		days: numbers(12).map((i) => ({
			id: 1 + i,
			actions: numbers(4).map((action) => ({ time: Uint8Array.of(6 * action, 0, 0, 0), script: NAME.tariffScripts, selector: 1 + action })),
		})),
		specialDays: numbers(40).map((i) => ({ index: i, date: Uint8Array.of(0x07, 0xea, 1 + (i % 12), 1 + (i % 28), 0xff), day: 1 + (i % 12) })),
		activation: undefined,
	};
}

/** A calendar is set, read again and activated. */
export const setCalendar: Scenario = async (bench) => {
	const { handHeld, meter, start } = bench;
	meter.measure(1000, 10);
	await handHeld.open(MANAGEMENT);
	const { session } = handHeld;
	const tariff = fullCalendar(start);
	await writeTariff(session, tariff);
	await activateTariff(session, undefined, IDIS_PROFILE.deviation);
	const active = await readTariff(session, 'active', IDIS_PROFILE.deviation);
	if (active.days.length !== tariff.days.length || active.seasons.length !== tariff.seasons.length) throw new Error('the calendar is not in force');
	await handHeld.close();
};

/** The same, and after two days the rates have counted. */
export const setTariff: Scenario = async (bench) => {
	const { handHeld, meter } = bench;
	await setCalendar(bench);
	await meter.runFor(2 * DAY);
	await handHeld.open(READING);
	for (const name of [NAME.importRate1, NAME.importRate2, NAME.importRate3, NAME.importRate4]) {
		const value = Buffer.from(await handHeld.get(REGISTER, name, 2)).readUInt32BE(1);
		if (value < 50) throw new Error(`expected the rates to have counted two days, got ${value}`);
	}
	await handHeld.close();
};

/** A tariff that the meter has had changes at 18:00 in Japan, while a hand-held is there. */
export const changeTariff: Scenario = async ({ handHeld, meter, start }) => {
	await meter.runFor(EVENING - start - 5_000);
	await handHeld.open(MANAGEMENT);
	await handHeld.get(REGISTER, NAME.importEnergy, 2);
	await meter.runFor(10_000);
	if (!meter.log.some((line) => line.includes('tariff: '))) throw new Error('expected another tariff');
	await handHeld.get(REGISTER, NAME.importEnergy, 2);
	await handHeld.close();
};

/** Alarms and intervals are pushed at the local port, once the hand-held has left. */
export const pushAtLocalPort: Scenario = async ({ handHeld, meter }) => {
	await handHeld.open(MANAGEMENT);
	const { session } = handHeld;
	for (const name of [NAME.alarmPush, NAME.intervalPush]) {
		await setPush(session, name, { destination: { service: 'hdlc', text: LISTENER }, randomisation: 2, retries: 3, repetitionDelay: 10 });
		await pushNow(session, name);
	}
	await handHeld.close();
	await meter.runFor(5 * MINUTE);
	const frames = handHeld.unasked.filter((byte, i, { length }) => byte === UI && i > 5 && i < length);
	if (frames.length < 2) throw new Error(`expected two frames of pushes, got ${handHeld.unasked.length} bytes: ${meter.log.join('\n')}`);
};

/** Credentials come by the hand-held client: first some for another unit, then the right ones, which end the HEMS's session; it joins with them. */
export const bringSealed: Scenario = async (bench) => {
	const { hems, handHeld } = bench;
	await hems.join();
	await handHeld.open(HAND_HELD);
	await refused(bench, sealed(bench, 1, new Uint8Array(16)), 1);
	await bringCredentials(handHeld.session, { version: 1, sealed: sealed(bench, 1, CREDENTIAL_KEY) }, (ms) => bench.meter.runFor(ms));
	await handHeld.close();
	await hems.join(PASSWORD, 'joined');
	await hems.ask(GET, [EPC.power, 0]);
};

/** An image is loaded that sets a tariff's name; it is verified in tasks while the hand-held polls, and its version is in force once that has left. */
export const loadFirmware: Scenario = async ({ handHeld, meter, keys, scheduler }) => {
	await handHeld.open(MANAGEMENT);
	const version = '9.9.9';
	const filler = asciiBytes('bench');
	const settings = [
		{ target: { classId: CALENDAR, name: NAME.activityCalendar, index: PASSIVE_NAME }, value: new DataWriter().octetString(filler).copy() },
	];
	const content = { unit: UNIT_KIND.metering, maker: 'JPM', version, settings };
	const image = encodeImage(content, { firmwareKey: keys.firmwareKey! }, new PortableCipher(), IMAGE_SIZE);
	const waiting = { wait: (ms: number) => meter.runFor(ms), now: () => scheduler.now(), patience: 10 * MINUTE, retries: 0 };
	const listener = { onStart() {}, onBlock() {}, onVerifying() {}, onAnew() {} };
	const { session } = handHeld;
	await loadImage(session, image, filler, listener, waiting);
	const { result } = await session.act({ classId: IMAGE_TRANSFER, name: NAME.imageTransfer, index: ACTIVATE }, new DataWriter().integer(0).copy());
	if (result !== ACTION_RESULT.temporaryFailure) throw new Error(`Action-Result ${result}`);
	await handHeld.close();
	await meter.runFor(MINUTE);
	await handHeld.open(MANAGEMENT);
	const units = await readFirmware(handHeld.session);
	if (units.find(({ unit }) => unit === 'metering')?.version !== version) throw new Error(`expected version ${version}: ${meter.log.join('\n')}`);
	const name = Buffer.from(await handHeld.get(CALENDAR, NAME.activityCalendar, PASSIVE_NAME)).toString('latin1');
	if (!name.endsWith('bench')) throw new Error('the image has set nothing');
	await handHeld.close();
};

async function refused({ handHeld, meter }: Bench, octets: Uint8Array, version: number): Promise<void> {
	try {
		await bringCredentials(handHeld.session, { version, sealed: octets }, (ms) => meter.runFor(ms));
	} catch (error) {
		if (error instanceof HeadEndError && error.failure.kind === 'credentialsNotTaken') return;
		throw error;
	}
	throw new Error('expected the meter to refuse what is sealed for another unit');
}

function sealed({ keys }: Bench, version: number, key: Uint8Array): Uint8Array {
	const random = new SeededRandom(1, 'office');
	return sealCredentials(new PortableCipher(), random, key, keys.systemTitle, version, { id: ID, password: PASSWORD })!;
}

/** `keiki hes mbus`: the meters behind a meter, and orders to them. */
import { setTimeout as wait } from 'node:timers/promises';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { SECOND } from '../../../modules/time/durations.js';
import {
	isSilentSince,
	MBUS_CHANNELS,
	MBUS_ORDER,
	type MbusChannelState,
	mbusEntries,
	orderChannel,
	readChannel,
	readWanted,
	setOnChannel,
} from '../../../src/head-end/mbus.js';
import { disconnectName, isReached, orderSupply, readSupply, type SupplyState } from '../../../src/head-end/supply-control.js';
import { supplyText } from '../../../src/head-end/supply-text.js';
import type { ExitCode } from '../shared/exit-codes.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesOptions, type HesSession, type HesWords, hesOptions, hostCipher } from './hes-options.js';
import { onEachMeter } from './hes-run.js';
import { type Fields, HesView, tableLines } from './hes-view.js';
import {
	addressOf,
	channelOf,
	keyOf,
	type MbusInstallWords,
	type MbusKeyWords,
	type MbusWanted,
	noKey,
	patienceOf,
	recordsOf,
	wantedOf,
	wrong,
} from './mbus-options.js';
import { MBUS_WORDS, type MbusWords } from './mbus-words.js';
import { sayIn } from './value-words-ja.js';

const COLUMNS = Object.freeze(['channel', 'device', 'kind', 'address', 'value', 'unit', 'capturedAt', 'status', 'alarm', 'keyStatus', 'valve']);

/** Between two looks, ms. */
const LOOK = 500;
/** encryption_key_status from which on the meter behind has a key. */
const TRANSFERRED = 2;
const NOTHING = () => new DataWriter().integer(0);

type Work = (session: HesSession, meter: string, view: HesView, options: HesOptions) => Promise<boolean>;

async function onMeters(words: HesWords, work: Work, columns: readonly string[] = COLUMNS): Promise<ExitCode> {
	const options = hesOptions(words);
	const { format, meters, quiet, lang, companion } = options;
	const view = new HesView({ format, meters: meters.length, columns, quiet, language: lang, companion });
	return onEachMeter(options, view, (session, { place }) => work(session, place.text, view, options));
}

/** Each throws UsageError. */
export async function hesMbusList(words: HesWords): Promise<ExitCode> {
	return onMeters(words, async (session, meter, view) => {
		const channels = await readAll(session);
		view.show(meter, channels.flatMap(fieldsOf), () => tableLines(channels.map((each) => cellsOf(each, view))));
		return true;
	});
}

export async function hesMbusRead(text: string, words: HesWords): Promise<ExitCode> {
	const channel = channelOf(text);
	return onMeters(words, async (session, meter, view) => {
		show(await readChannel(session, channel), meter, view);
		return true;
	});
}

export async function hesMbusScan(words: HesWords & MbusInstallWords): Promise<ExitCode> {
	const patience = patienceOf(words.patience);
	return onMeters(words, async (session, meter, view) => {
		const texts = MBUS_WORDS[view.language];
		const free = (await readAll(session)).filter(({ device }) => device === undefined);
		const found: MbusChannelState[] = [];
		let end = texts.noFree();
		for (const { channel } of free) {
			view.step(meter, texts.looking(channel));
			const state = await install(session, channel, wantedOf({}), 0, patience);
			if (state === undefined) {
				end = texts.noMore(channel);
				break;
			}
			found.push(state);
		}
		view.show(meter, found.flatMap(fieldsOf), () => [...tableLines(found.map((each) => cellsOf(each, view))), end]);
		return true;
	});
}

export async function hesMbusInstall(text: string, words: HesWords & MbusInstallWords): Promise<ExitCode> {
	const channel = channelOf(text);
	const address = addressOf(words.address);
	const wanted = wantedOf(words);
	const patience = patienceOf(words.patience);
	return onMeters(words, async (session, meter, view) => {
		const { device } = await readChannel(session, channel);
		if (device !== undefined) throw refused((texts) => texts.notFree(channel, deviceText(device)));
		const state = await install(session, channel, wanted, address, patience);
		if (state === undefined) throw refused((texts) => texts.notFound(channel));
		show(state, meter, view);
		return true;
	});
}

export async function hesMbusRemove(text: string, words: HesWords): Promise<ExitCode> {
	const channel = channelOf(text);
	return onMeters(words, async (session, meter, view) => {
		const { device } = await occupied(session, channel);
		await orderChannel(session, channel, MBUS_ORDER.remove, NOTHING());
		view.show(meter, [{ channel, device: deviceText(device!), result: 'removed' }], () => [MBUS_WORDS[view.language].removed(deviceText(device!))]);
		return true;
	});
}

export async function hesMbusCapture(text: string, words: HesWords): Promise<ExitCode> {
	const channel = channelOf(text);
	return onMeters(words, async (session, meter, view, { timeout }) => {
		show(await ordered(session, channel, MBUS_ORDER.capture, NOTHING(), timeout), meter, view);
		return true;
	});
}

export async function hesMbusClock(text: string, words: HesWords): Promise<ExitCode> {
	return simply(text, words, MBUS_ORDER.clock);
}

export async function hesMbusSend(text: string, records: string, words: HesWords): Promise<ExitCode> {
	return simply(text, words, MBUS_ORDER.send, recordsOf(records));
}

export async function hesMbusReset(text: string, words: HesWords): Promise<ExitCode> {
	const channel = channelOf(text);
	return onMeters(words, async (session, meter, view) => {
		await orderChannel(session, channel, MBUS_ORDER.resetAlarm, NOTHING());
		show(await readChannel(session, channel), meter, view);
		return true;
	});
}

export async function hesMbusValve(text: string, order: string, words: HesWords): Promise<ExitCode> {
	const channel = channelOf(text);
	if (order !== 'open' && order !== 'close') throw wrong((texts) => texts.order(order));
	const what = order === 'close' ? 'disconnect' : 'reconnect';
	const name = disconnectName(channel);
	return onMeters(words, async (session, meter, view, { timeout }) => {
		await occupied(session, channel);
		await orderSupply(session, what, name);
		let valve = await readSupply(session, name);
		await until(timeout, async () => {
			valve = await readSupply(session, name);
			return isReached(what, valve) || undefined;
		});
		if (!isReached(what, valve)) throw refused((texts) => texts.valveStays(channel, valve.output === true, Math.round(timeout / SECOND)));
		show(await readChannel(session, channel), meter, view);
		return true;
	});
}

/** First the meter behind gets the key, then this one: in between nothing that it tells can be opened. */
export async function hesMbusKey(text: string, words: HesWords & MbusKeyWords): Promise<ExitCode> {
	const channel = channelOf(text);
	const { key, defaultKey, clear = false } = words;
	if (clear ? key !== undefined || defaultKey !== undefined : key === undefined || defaultKey === undefined) throw wrong((texts) => texts.keyWords());
	const next = clear ? undefined : keyOf('--key', key!);
	const enciphered = next && hostCipher().encryptBlock(keyOf('--default-key', defaultKey!), next);
	return onMeters(words, async (session, meter, view, { timeout }) => {
		const { values, keyStatus } = await occupied(session, channel);
		const before = values[0]?.capturedAt;
		if (enciphered === undefined) await ordered(session, channel, MBUS_ORDER.send, noKey(), timeout);
		else await transferKey(session, channel, enciphered, keyStatus, timeout);
		await orderChannel(session, channel, MBUS_ORDER.setKey, new DataWriter().octetString(next ?? new Uint8Array(0)));
		const isNew = ({ values: [first] }: MbusChannelState) => first !== undefined && first.capturedAt !== before;
		const state = await until(timeout, async () => {
			await orderChannel(session, channel, MBUS_ORDER.capture, NOTHING());
			const told = await readChannel(session, channel);
			return isNew(told) ? told : undefined;
		});
		if (state === undefined) throw refused((texts) => texts.keyNotUsed(channel, Math.round(timeout / SECOND)));
		const { keyUsed, keyCleared } = MBUS_WORDS[view.language];
		view.show(meter, fieldsOf(state), () => [clear ? keyCleared() : keyUsed()]);
		return true;
	});
}

/** Until the meter behind has it. What comes then is under that key already: where the status does not tell, the next telegram does, opened or not. */
async function transferKey(session: HesSession, channel: number, key: Uint8Array, status: number | undefined, timeout: number): Promise<void> {
	await orderChannel(session, channel, MBUS_ORDER.transferKey, new DataWriter().octetString(key));
	if (status !== undefined && status < TRANSFERRED)
		await until(timeout, async () => ((await readChannel(session, channel)).keyStatus ?? 0) >= TRANSFERRED || undefined);
	else await ordered(session, channel, MBUS_ORDER.capture, NOTHING(), timeout);
}

async function simply(text: string, words: HesWords, order: number, parameter = NOTHING()): Promise<ExitCode> {
	const channel = channelOf(text);
	return onMeters(words, async (session, meter, view, { timeout }) => {
		show(await ordered(session, channel, order, parameter, timeout), meter, view);
		return true;
	});
}

/** Undefined: nobody was found. What was set before, of another meter, is set anew. */
async function install(
	session: HesSession,
	channel: number,
	wanted: MbusWanted,
	address: number,
	patience: number,
): Promise<MbusChannelState | undefined> {
	const set = await readWanted(session, channel);
	for (const [attribute, { value, data }] of wanted) if (set.get(attribute) !== value) await setOnChannel(session, channel, attribute, data());
	const before = await mbusEntries(session);
	await orderChannel(session, channel, MBUS_ORDER.install, new DataWriter().unsigned(address));
	const found = await until(patience, async () => {
		const state = await readChannel(session, channel);
		if (state.device !== undefined) return state;
		return isSilentSince(before, await mbusEntries(session), channel) ? 'nobody' : undefined;
	});
	return typeof found === 'object' ? found : undefined;
}

/** What the meter behind tells after an order; every answer of it counts one more. */
async function ordered(session: HesSession, channel: number, order: number, parameter: DataWriter, timeout: number): Promise<MbusChannelState> {
	const before = await occupied(session, channel);
	await orderChannel(session, channel, order, parameter);
	const state = await until(timeout, async () => {
		const now = await readChannel(session, channel);
		return now.access === before.access ? undefined : now;
	});
	if (state === undefined) throw refused((texts) => texts.nothingNew(channel, Math.round(timeout / SECOND)));
	return state;
}

async function occupied(session: HesSession, channel: number): Promise<MbusChannelState> {
	const state = await readChannel(session, channel);
	if (state.device === undefined) throw refused((texts) => texts.isFree(channel));
	return state;
}

/** Looks until there is something, or the time is over. */
async function until<T>(patience: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
	const end = performance.now() + patience;
	for (;;) {
		const found = await look();
		if (found !== undefined || performance.now() >= end) return found;
		await wait(Math.min(LOOK, Math.max(0, end - performance.now())));
	}
}

async function readAll(session: HesSession): Promise<MbusChannelState[]> {
	const channels: MbusChannelState[] = [];
	for (let channel = 1; channel <= MBUS_CHANNELS; channel++) channels.push(await readChannel(session, channel));
	return channels;
}

function show(state: MbusChannelState, meter: string, view: HesView): void {
	view.show(meter, fieldsOf(state), () => linesOf(state, view));
}

/** A row for each value; one without where there is none. */
function fieldsOf({ channel, device, address, values, status, alarm, keyStatus, valve }: MbusChannelState): Fields[] {
	const about = {
		channel,
		device: device === undefined ? null : deviceText(device),
		kind: device === undefined ? null : (MBUS_WORDS.en.kinds[device.deviceType] ?? device.deviceType),
		address: device === undefined ? null : address,
	};
	const more = { status, alarm, keyStatus: keyStatus ?? null, valve: valve?.output ?? null };
	if (values.length === 0) return [{ ...about, value: null, unit: null, capturedAt: null, ...more }];
	return values.map(({ text, capturedAt = null }) => {
		const [value, unit = null] = text.split(' ');
		return { ...about, value: Number(value), unit, capturedAt, ...more };
	});
}

function cellsOf({ channel, device, address, values, status, keyStatus, valve }: MbusChannelState, { language }: HesView): string[] {
	const texts = MBUS_WORDS[language];
	if (device === undefined) return [String(channel), texts.free()];
	const notes = [
		...statusTexts(status, texts),
		...(keyStatus === undefined || keyStatus === 0 ? [] : [texts.keys[keyStatus] ?? String(keyStatus)]),
		...(valve?.output === false ? [texts.valve(false)] : []),
	];
	return [
		String(channel),
		kindText(device.deviceType, texts),
		deviceText(device),
		texts.at(address),
		values.map(({ text }) => text).join(', '),
		notes.join(', '),
	];
}

function linesOf(state: MbusChannelState, view: HesView): string[] {
	const { language } = view;
	const texts = MBUS_WORDS[language];
	const { channel, device, address, values, status, alarm, keyStatus, period, valve } = state;
	const { rows } = texts;
	if (device === undefined) return tableLines([[rows.channel, `${channel}: ${texts.free()}`]]);
	return tableLines([
		[rows.channel, String(channel)],
		[rows.meter, `${kindText(device.deviceType, texts)} ${deviceText(device)}, ${texts.at(address)}`],
		...values.map(({ text, capturedAt }) => [rows.values, capturedAt === undefined ? text : `${text}  (${capturedAt})`]),
		[rows.period, texts.seconds(period)],
		[rows.status, statusTexts(status, texts).join(', ') || '–'],
		[rows.alarm, statusTexts(alarm, texts).join(', ') || '–'],
		...(keyStatus === undefined ? [] : [[rows.key, texts.keys[keyStatus] ?? String(keyStatus)]]),
		...(valve === undefined ? [] : [[rows.valve, valveText(valve, view)]]),
	]);
}

/** Its state and mode are those of disconnect control; a meter without a valve shows one that is open. */
function valveText({ output, control, mode }: SupplyState, { language }: HesView): string {
	const [open, rest] = [MBUS_WORDS[language].valve(output !== false), supplyText({ output: undefined, control, mode }, sayIn(language))];
	return `${open}, ${rest}`;
}

function statusTexts(bits: number, { status }: MbusWords): string[] {
	return status.filter((text, bit) => text !== undefined && ((bits >> bit) & 1) === 1) as string[];
}

function kindText(type: number, { kinds, otherKind }: MbusWords): string {
	return kinds[type] ?? otherKind(type);
}

function deviceText({ manufacturer, identification }: NonNullable<MbusChannelState['device']>): string {
	return `${manufacturer}${identification}`;
}

function refused(text: (words: MbusWords) => string): HesError {
	return new HesError(inEach(MBUS_WORDS, text), true);
}

/** What several lessons do with their HEMS: find the meter, join it, read it, and look at what was on the air. */
import { asciiText } from '../../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { decodeEap } from '../../../../modules/eap-psk/eap.js';
import { decodePsk, type PskMessage } from '../../../../modules/eap-psk/messages.js';
import { ESV, type Frame, type Property } from '../../../../modules/echonet-lite/frame.js';
import { AvpCode, avpValue, type Message } from '../../../../modules/pana/message.js';
import type { PanDescription } from '../../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import { EPC } from '../../../../src/route-b/epc.js';
import type { Value } from '../../../../src/world/watch/values.js';
import { describeProperty } from '../../../../src/world/watch/values.js';
import type { WatchedFrame } from './air-watch.js';
import type { FrameFact, JoinedFacts, LeftFacts, MessageFact, PanFacts, ReadFacts, StartFacts } from './lesson-facts.js';
import { LessonError } from './lesson-failure.js';
import type { LessonHems } from './lesson-hems.js';
import type { Stage } from './stage.js';

export const METER = 0x028801;
/** Centre of channel 0, and from channel to channel, Hz (as SKSTACK counts them: 33 is 922.5 MHz). */
const FIRST_FREQUENCY = 915_900_000;
const CHANNEL_STEP = 200_000;
/** How long after its answer a frame may still be on its way, ms. */
const LAST_FRAME = 500;
/** Reads without an answer before it is taken to give none: some are lost. */
const TRIES = 3;

/** The PAN of the meter that the lesson is about, in a list of all that answered. */
export function ownPan({ meter }: Stage, pans: readonly PanDescription[]): PanDescription | undefined {
	const mac = toUpperHex(meter.macAddress);
	return pans.find((pan) => toUpperHex(pan.mac) === mac);
}

export function start({ site, meter }: Stage): StartFacts {
	const { speed, faults } = site.world.stateOf(meter);
	return { speed, faults: faults.map(({ name, value }) => `${name}=${value}`) };
}

/** Opens the dongle, and tells it id and password. */
export async function begin(stage: Stage): Promise<LessonHems> {
	const { meter } = stage;
	const hems = stage.hems;
	const isOpen = await stage.ask<boolean>((done) => hems.open(done));
	if (!isOpen || !(await stage.ask<boolean>((done) => hems.configure(meter.credentials, done)))) throw new LessonError({ kind: 'dongle' });
	return hems;
}

export async function scan(stage: Stage): Promise<{ readonly pan: PanDescription; readonly found: number; readonly since: number }> {
	const { hems } = stage;
	const since = stage.now;
	const pans = await stage.ask<readonly PanDescription[]>((done) => hems.scan(done));
	const pan = ownPan(stage, pans);
	if (pan === undefined) throw new LessonError({ kind: 'noMeter' });
	return { pan, found: pans.length, since };
}

export function panFacts(stage: Stage, { pan, found, since }: Awaited<ReturnType<typeof scan>>): PanFacts {
	const beacon = stage.frames('beacon', since, 'meter').at(-1);
	const requests = stage.frames('beaconRequest', since, 'hems').filter((frame) => frame.channel === pan.channel && frame.at < (beacon?.at ?? 0));
	const fact = stage.seen(beacon, 'beacon');
	return {
		beacon: fact,
		afterMs: fact.at - stage.seen(requests.at(-1), 'beaconRequest').at,
		channel: pan.channel,
		frequency: frequencyOf(pan.channel),
		panId: toUpperHex(Uint8Array.of(pan.panId >> 8, pan.panId)),
		macAddress: toUpperHex(pan.mac),
		pairingId: pan.pairingId ?? '',
		lqi: pan.lqi,
		found,
	};
}

export function frequencyOf(channel: number): number {
	return FIRST_FREQUENCY + channel * CHANNEL_STEP;
}

/** From the first message on. */
export async function join(stage: Stage, pan: PanDescription): Promise<number> {
	const { hems } = stage;
	await stage.makeRoom();
	const since = stage.now;
	const joined = await stage.ask<boolean>((done) => hems.join(pan, done));
	if (joined) return since;
	throw new LessonError({ kind: 'notLetIn' });
}

/** Finds the meter and joins it, for a lesson that is about what comes then. */
export async function joined(stage: Stage): Promise<JoinedFacts> {
	const since = stage.now;
	await begin(stage);
	const { pan } = await scan(stage);
	await join(stage, pan);
	const tookMs = stage.now - since;
	// The meter announces itself to the HEMS that it has let in.
	await stage.pause(LAST_FRAME);
	return { macAddress: toUpperHex(pan.mac), channel: pan.channel, panId: toUpperHex(Uint8Array.of(pan.panId >> 8, pan.panId)), tookMs };
}

/** Messages of PANA since then. */
export function messagesOf(
	stage: Stage,
	since: number,
): readonly { readonly fact: MessageFact; readonly message: Message; readonly watched: WatchedFrame }[] {
	const frames = stage.frames('pana', since);
	const first = frames[0]?.at ?? since;
	return frames.map((watched) => {
		const { message, datagram } = stage.air.read(watched);
		const frame = stage.air.fact(watched);
		const { at, time, from } = frame;
		return { fact: { at, time, from, name: message!.name, length: datagram!.data.length, afterMs: at - first, frame }, message: message!, watched };
	});
}

/** The message of EAP-PSK in one of PANA; undefined: there is none. */
export function pskIn(message: Message): PskMessage | undefined {
	const eap = avpValue(message, AvpCode.EapPayload);
	if (eap === undefined) return undefined;
	try {
		const packet = decodeEap(eap);
		return packet.data.length === 0 ? undefined : decodePsk(packet);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

export const textOfId = asciiText;

/** Joins once more where the session has gone while somebody read: its age, a power cut. @throws LessonError */
export async function joinAgain(stage: Stage): Promise<void> {
	const { hems } = stage;
	if (hems.isJoined) return;
	if (hems.pan === undefined) throw new LessonError({ kind: 'sessionGone' });
	await join(stage, hems.pan);
}

/** Asks for properties, again where no answer comes. @throws LessonError */
export async function read(
	stage: Stage,
	epcs: readonly number[],
): Promise<{ readonly frame: Frame; readonly since: number; readonly until: number }> {
	const { hems } = stage;
	await joinAgain(stage);
	for (let i = 0; i < TRIES; i++) {
		const since = stage.now;
		const frame = await stage.ask<Frame | undefined>((done) => hems.get(epcs, done));
		if (frame === undefined) continue;
		const until = stage.now;
		// Acknowledgements follow.
		await stage.pause(LAST_FRAME);
		return { frame, since, until };
	}
	throw new LessonError({ kind: hems.isJoined ? 'noAnswer' : 'sessionGone' });
}

/** E7, and the frames that it went by. */
export async function readPower(
	stage: Stage,
	...more: readonly number[]
): Promise<{ readonly facts: ReadFacts; readonly properties: readonly Property[] }> {
	const { frame, since, until } = await read(stage, [EPC.power, ...more]);
	const [power] = frame.properties;
	const { request, reply } = exchangeOf(stage, frame.tid, since);
	const watts = frame.esv === ESV.Get_Res || power!.edt.length > 0 ? meaningOf(power) : null;
	return {
		facts: {
			tid: toUpperHex(Uint8Array.of(frame.tid >> 8, frame.tid)),
			epc: 'E7',
			edt: toUpperHex(power?.edt ?? new Uint8Array(0)),
			watts: typeof watts === 'number' ? watts : null,
			request,
			reply,
			tookMs: until - since,
		},
		properties: frame.properties,
	};
}

/** The secured frames of one transaction of ECHONET Lite. */
export function exchangeOf(stage: Stage, tid: number, since: number): { readonly request: FrameFact; readonly reply: FrameFact } {
	const of = (from: 'hems' | 'meter') =>
		stage.seen(
			stage.frames('secured', since, from).find((frame) => tidOf(stage, frame) === tid),
			`secured ${from}`,
		);
	return { request: of('hems'), reply: of('meter') };
}

/** Of the ECHONET Lite message in it; undefined: it has none, or it cannot be opened. */
export function tidOf({ air }: Stage, frame: WatchedFrame): number | undefined {
	const data = air.read(frame).datagram?.data;
	return data === undefined || data.length < 4 || data[0] !== 0x10 ? undefined : (data[2]! << 8) | data[3]!;
}

/** What its bytes mean; null: no data. */
export function meaningOf(property: Property | undefined): Value {
	if (property === undefined || property.edt.length === 0) return null;
	return describeProperty(METER, property.epc).decode(property.edt) ?? null;
}

/** Leaves the meter, and puts all back. */
export async function left(stage: Stage): Promise<LeftFacts> {
	const terminated = await stage.leave();
	return { terminated, frames: stage.air.count };
}

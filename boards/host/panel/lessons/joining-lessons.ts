/** Two lessons on how a HEMS gets in: the scan up to the first message of PANA, and PANA with EAP-PSK in it. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { formatAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { AvpCode, avpNumber, avpValue } from '../../../../modules/pana/message.js';
import { FIRST_CHANNEL, LAST_CHANNEL, type PanDescription } from '../../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { LessonSteps } from './lesson.js';
import type { SerialFact } from './lesson-facts.js';
import { LessonError } from './lesson-failure.js';
import { LESSON_MODEL } from './lesson-hems.js';
import type { Stage } from './stage.js';
import { begin, join, left, messagesOf, panFacts, pskIn, scan, start, textOfId } from './visit.js';

/** Characters of the Route B id that a beacon request carries. */
const PAIRING_ID = 8;
const MOST_LINES = 40;
/** ms of a channel: 9.6 ms · (2^duration + 1). */
const DWELL = 9.6;

export function scanLesson(stage: Stage): LessonSteps<'scan'> {
	let found: Awaited<ReturnType<typeof scan>>;
	return {
		start: () => start(stage),
		dongle: async () => {
			const since = stage.now;
			const hems = await begin(stage);
			return {
				node: hems.dongle.name,
				model: LESSON_MODEL,
				macAddress: toUpperHex(hems.dongle.network.macAddress),
				pairingId: stage.meter.credentials.id.slice(-PAIRING_ID),
				lines: serialLines(stage, since),
			};
		},
		scan: async () => {
			found = await scan(stage);
			const requests = stage.frames('beaconRequest', found.since, 'hems');
			const duration =
				stage
					.events('scan', found.since)
					.filter(({ node }) => node === stage.hems.dongle.name)
					.at(-1)?.duration ?? 0;
			return {
				requests: requests.length,
				firstChannel: FIRST_CHANNEL,
				lastChannel: LAST_CHANNEL,
				duration,
				dwellMs: DWELL * (2 ** duration + 1),
				tookMs: (requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0),
				request: stage.seen(requests.filter(({ channel }) => channel === found.pan.channel).at(-1), 'beaconRequest'),
			};
		},
		beacon: () => panFacts(stage, found),
		pci: async () => {
			const since = await join(stage, found.pan);
			const [pci, answer] = messagesOf(stage, since);
			if (pci?.fact.name !== 'PCI' || answer === undefined) throw new LessonError({ kind: 'unseen', what: 'PCI' });
			return {
				pci: pci.fact,
				answer: answer.fact,
				neighbours: stage
					.frames('neighbour', since)
					.filter(({ at }) => at < pci.fact.at)
					.map((frame) => stage.air.fact(frame)),
				from: formatAddress(linkLocalAddress(stage.hems.dongle.network.macAddress)),
				to: formatAddress(linkLocalAddress(found.pan.mac)),
			};
		},
		left: () => left(stage),
	};
}

export function panaLesson(stage: Stage): LessonSteps<'pana'> {
	let pan: PanDescription;
	let since = 0;
	return {
		start: () => start(stage),
		found: async () => {
			await begin(stage);
			const found = await scan(stage);
			pan = found.pan;
			return panFacts(stage, found);
		},
		hello: async () => {
			since = await join(stage, pan);
			const messages = messagesOf(stage, since).filter(({ fact: { name } }) => ['PCI', 'PAR[S]', 'PAN[S]'].includes(name));
			const offered = messages.find(({ fact }) => fact.name === 'PAR[S]');
			if (offered === undefined) throw new LessonError({ kind: 'unseen', what: 'PAR[S]' });
			return { messages: messages.map(({ fact }) => fact), sessionId: hex32(offered.message.sessionId) };
		},
		proof: () => {
			const messages = messagesOf(stage, since).filter(({ message }) => pskIn(message) !== undefined);
			const psk = messages.map(({ message }) => pskIn(message)!);
			const [first, second] = [psk.find(({ t }) => t === 0), psk.find(({ t }) => t === 1)];
			if (first?.t !== 0 || second?.t !== 1) throw new LessonError({ kind: 'unseen', what: 'EAP-PSK' });
			return { messages: messages.map(({ fact }) => fact), serverId: textOfId(first.idS), peerId: textOfId(second.idP) };
		},
		key: () => {
			const all = messagesOf(stage, since);
			const messages = all.filter(({ fact: { name } }) => name === 'PAR[C]' || name === 'PAN[C]');
			const told = messages.find(({ fact }) => fact.name === 'PAR[C]');
			if (told === undefined) throw new LessonError({ kind: 'unseen', what: 'PAR[C]' });
			const { message } = told;
			return {
				messages: messages.map(({ fact }) => fact),
				keyId: toUpperHex(avpValue(message, AvpCode.KeyId) ?? new Uint8Array(0)),
				lifetimeSeconds: avpNumber(message, AvpCode.SessionLifetime) ?? 0,
				tookMs: all.at(-1)!.fact.at - all[0]!.fact.at,
				line: serialLines(stage, since).find(({ text }) => text.startsWith('EVENT 25'))?.text ?? '',
			};
		},
		left: () => left(stage),
	};
}

/** The newest lines at the serial port of the lesson's dongle since then. */
function serialLines(stage: Stage, since: number): readonly SerialFact[] {
	return stage
		.events('serial', since)
		.filter(({ node, text }) => node === stage.hems.dongle.name && text !== null)
		.slice(-MOST_LINES)
		.map(({ direction, text }) => ({ direction, text: text! }));
}

function hex32(value: number): string {
	return toUpperHex(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
}

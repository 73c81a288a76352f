import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { DecodeError, Reader } from '../../../modules/bytes/reader.js';
import { decodeAare, decodeAarq, decodeRlre, decodeRlrq, encodeAare, encodeAarq, UNKNOWN } from '../../../modules/dlms/apdu/acse.js';
import { decodeActionRequest, decodeActionResponse, encodeActionRequest, encodeActionResponse } from '../../../modules/dlms/apdu/action.js';
import { decodeExceptionResponse } from '../../../modules/dlms/apdu/exception.js';
import { decodeGetRequest, decodeGetResponse, encodeGetRequest, encodeGetResponse } from '../../../modules/dlms/apdu/get.js';
import {
	decodeInitiateRequest,
	decodeInitiateResponse,
	decodeServiceError,
	encodeInitiateRequest,
	encodeInitiateResponse,
} from '../../../modules/dlms/apdu/initiate.js';
import { decodeDataNotification, decodeEventNotification, encodeDataNotification } from '../../../modules/dlms/apdu/notification.js';
import { decodeEntryDescriptor, decodeRange, encodeEntryDescriptor, encodeRange } from '../../../modules/dlms/apdu/selective-access.js';
import { decodeSetRequest, decodeSetResponse, encodeSetRequest, encodeSetResponse } from '../../../modules/dlms/apdu/set.js';
import { readData, SMALL, skipData, writeData } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { earliest, latest, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { decodeCiphered, encodeCiphered } from '../../../modules/dlms/security/ciphering.js';
import { decodeWrapper, encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { HdlcClient } from '../../../modules/hdlc/client.js';
import { CONTROL, decodeHdlcFrame, encodeHdlcFrame, HdlcStream, shortAddress } from '../../../modules/hdlc/frame.js';
import { decodeParameters, plainFrame } from '../../../modules/hdlc/link.js';
import { ModeEServer } from '../../../modules/hdlc/mode-e.js';
import { HdlcServer } from '../../../modules/hdlc/server.js';
import { equal, hex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { Mutations } from '../../fuzz/mutations.js';
import { ACSE, HDLC, PUSH, SUITE0, XDLMS } from '../../vectors/cosem.js';

const INPUTS = 1_000_000;
const LONGEST = 256;
const MOSTLY = 2 / 3;

const DATA = [
	'01 02 02 04 12 0008 09 06 0000010000ff 0f 02 12 0000 02 04 12 0003 09 06 0100010800ff 0f 02 12 0000',
	'02 10 00 03 01 04 0b ffe0 05 00000001 06 00000001 0a 02 4142 0c 02 c3a9 0d 42 0f 80 10 8000 11 80 12 8000 14 0000000000000001 15 0000000000000001 16 1e',
	'02 05 17 3f800000 18 3ff0000000000000 19 07ea0b01070c1e0000fde400 1a 07ea0b01ff 1b 0c1e00ff',
	'13 02 03 0f 01 0002 02 02 11 16 03 0c ff 01 02 03 04 01 7f 05 06 07 08 00',
	'02 02 13 09 06 02 aabb 00 01 cc 13 11 02 01 02',
];
const RANGE = '02 04 02 04 12 0008 09 06 0000010000FF 0F 02 12 0000 09 0C 07EA0B0107000000 00FDE400 09 0C 07EA0B01070C1E00 00FDE400 01 00';
const ENTRY = '02 04 06 00000001 06 00000001 12 0001 12 0000';
const RELEASE = '62 28 80 01 00 BE 23 04 21 21 1F 30 00000001 0000000000000000000000000000 000000000000000000000000';

function vectors(...names: readonly (keyof typeof XDLMS)[]): string[] {
	return names.map((name) => XDLMS[name]);
}

/** A decoder, what it decodes, and how it is encoded again, unless there are many encodings of the same. */
type Decoder = readonly [
	name: string,
	seeds: readonly string[],
	decode: (bytes: Uint8Array) => unknown,
	encode?: (w: DataWriter, value: never) => void,
];

function whole<T>(read: (r: Reader) => T): (bytes: Uint8Array) => T {
	return (bytes) => {
		const r = new Reader('A-XDR', bytes);
		const value = read(r);
		r.end();
		return value;
	};
}

const DECODERS: readonly Decoder[] = [
	['data', DATA, whole((r) => readData(r, SMALL)), writeData],
	['data, passed over', DATA, whole(skipData)],
	['GET-Request', vectors('getClock', 'getNext', 'getList', 'getRange', 'getEntry'), decodeGetRequest, encodeGetRequest],
	['GET-Response', vectors('getValue', 'getError', 'getBlock', 'getBlockError', 'getListResponse'), decodeGetResponse, encodeGetResponse],
	['SET-Request', vectors('setNormal', 'setFirstBlock', 'setBlock', 'setList', 'setFirstListBlock'), decodeSetRequest, encodeSetRequest],
	[
		'SET-Response',
		vectors('setResult', 'setBlockResponse', 'setLastBlock', 'setLastListBlock', 'setListResponse'),
		decodeSetResponse,
		encodeSetResponse,
	],
	[
		'ACTION-Request',
		vectors('actionDisconnect', 'actionHls', 'actionNext', 'actionList', 'actionFirstBlock', 'actionFirstListBlock', 'actionBlock'),
		decodeActionRequest,
		encodeActionRequest,
	],
	[
		'ACTION-Response',
		vectors('actionHlsResponse', 'actionDone', 'actionRefused', 'actionBlockResponse', 'actionListResponse', 'actionNextResponse'),
		decodeActionResponse,
		encodeActionResponse,
	],
	['ExceptionResponse', vectors('exceptionCounter', 'exceptionDeciphering'), decodeExceptionResponse],
	['EventNotification', vectors('eventNotification', 'eventWithoutTime'), decodeEventNotification],
	['DataNotification', [XDLMS.notification, PUSH.plain], decodeDataNotification, encodeDataNotification],
	[
		'AARQ',
		[ACSE.aarq, ACSE.aarqLow, ACSE.aarqGmac, ACSE.aarqCiphered],
		decodeAarq,
		(w, aarq: ReturnType<typeof decodeAarq>) => {
			if (aarq.version1 && named(aarq)) encodeAarq(w, aarq);
		},
	],
	[
		'AARE',
		[ACSE.aare, ACSE.aareBadContext, ACSE.aareBadVersion, ACSE.aareGmac],
		decodeAare,
		(w, aare: ReturnType<typeof decodeAare>) => {
			if (named(aare)) encodeAare(w, aare);
		},
	],
	['RLRQ', [ACSE.rlrq, RELEASE], decodeRlrq],
	['RLRE', [ACSE.rlre, RELEASE.replace('62', '63')], decodeRlre],
	['InitiateRequest', [SUITE0.initiateRequest, '01 00 01 00 00 06 5f 1f 04 00 00 00 10 00 00'], decodeInitiateRequest, encodeInitiateRequest],
	['InitiateResponse', ['08 00 06 5f 1f 04 00 00 50 1f 01 f4 00 07'], decodeInitiateResponse, encodeInitiateResponse],
	['ConfirmedServiceError', ['0e 01 06 03'], decodeServiceError],
	['ciphered APDU', [SUITE0.gloGetRequest, SUITE0.generalGlo], decodeCiphered, encodeCiphered],
	['range', [RANGE], (bytes) => decodeRange(bytes), encodeRange],
	['entry', [ENTRY], decodeEntryDescriptor, encodeEntryDescriptor],
	['wrapper', [XDLMS.notificationWrapped], decodeWrapper, (w, frame: ReturnType<typeof decodeWrapper>) => w.put(encodeWrapper(frame))],
	['HDLC frame', [HDLC.snrm.slice(3, -3), HDLC.ua.slice(3, -3)], decodeHdlcFrame],
	['HDLC parameters', [HDLC.uaParameters, HDLC.twoByteParameters], decodeParameters],
];

function named({ context, mechanism }: { readonly context: number; readonly mechanism: number | undefined }): boolean {
	return context !== UNKNOWN && context < 0x80 && mechanism !== UNKNOWN && (mechanism ?? 0) < 0x80;
}

describe('COSEM fuzz: decoders', () => {
	const errors = Error as { stackTraceLimit?: number };
	const { stackTraceLimit } = errors;
	// Twenty million stack traces would take minutes, on engines that make them.
	before(() => {
		if (stackTraceLimit !== undefined) errors.stackTraceLimit = 0;
	});
	after(() => {
		if (stackTraceLimit !== undefined) errors.stackTraceLimit = stackTraceLimit;
	});

	for (const [name, seeds, decode, encode] of DECODERS) {
		it(`${name}: throws nothing but DecodeError, and what it takes can be encoded and taken again`, () => {
			const mutations = new Mutations(
				name,
				seeds.map((seed) => hex(seed)),
			);
			const w = new DataWriter(LONGEST);
			let taken = 0;
			for (let count = fuzzCount(INPUTS); count > 0; count--) {
				const bytes = mutations.next();
				try {
					const value = decode(bytes);
					if (taken++ % 64 !== 0 || encode === undefined) continue;
					w.truncate();
					encode(w, value as never);
					if (w.length > 0) decode(w.bytes);
				} catch (error) {
					if (!(error instanceof DecodeError)) throw error;
				}
			}
			equal(taken > 0, true, 'some are valid');
		});
	}

	it('times: whatever the 12 bytes are, a number or nothing', () => {
		const bytes = new Uint8Array(12);
		const random = fuzzRandom(12);
		const valid = hex('07ea0b01070c1e0000fde400');
		for (let count = fuzzCount(INPUTS / 10); count > 0; count--) {
			bytes.set(valid);
			for (let i = random.below(5); i > 0; i--) bytes[random.below(12)] = random.below(2) === 0 ? random.below(256) : 0xff;
			tried(bytes);
			for (const time of [timeOf(bytes, -540), earliest(bytes, -540), latest(bytes, -540)]) {
				if (time !== undefined && Number.isNaN(time)) throw new Error(`not a number for ${bytes.join()}`);
			}
		}
	});
});

/** Feeds a receiver of a stream with mutated messages, the share `whole` of them as they are. */
function flood(name: string, seeds: readonly Uint8Array[], inputs: number, receive: (bytes: Uint8Array) => void, whole = 0): void {
	const mutations = new Mutations(name, seeds, whole);
	for (let count = fuzzCount(inputs); count > 0; count--) receive(mutations.next());
}

describe('COSEM fuzz: streams', () => {
	it('the wrapper throws nothing, hands on no more than its limit, and ends at the first header that is none', () => {
		const frame = hex(XDLMS.notificationWrapped);
		let frames = 0;
		let ended = 0;
		const open = () =>
			new WrapperStream({
				maxApdu: 64,
				onFrame: (_source, _destination, apdu) => {
					frames++;
					equal(apdu.length >= 1 && apdu.length <= 64, true, 'length');
				},
				onError: () => ended++,
			});
		let stream = open();
		flood('wrapper stream', [frame, frame.subarray(0, 20), frame.subarray(20)], INPUTS, (bytes) => {
			const before = ended;
			stream.receive(bytes);
			if (ended > before) stream = open();
		});
		equal(frames > 0 && ended > 0, true, 'both happen');
	});

	const ends = { destination: shortAddress(1), source: shortAddress(16) };
	const frames = [
		plainFrame(ends, CONTROL.snrm),
		plainFrame(ends, CONTROL.snrm, hex(HDLC.twoByteParameters)),
		plainFrame(ends, CONTROL.rr),
		plainFrame(ends, CONTROL.rr | 0x20),
		plainFrame(ends, CONTROL.disc),
		...[0, 1, 2, 3].map((i) =>
			encodeHdlcFrame({ segmented: i % 2 === 1, ...ends, control: 0x10 | (i << 1), information: hex('e6e600c001c100080000010000ff0200') }),
		),
	];

	it('the line of HDLC throws nothing, and finds a frame again after whatever came', () => {
		let heard = 0;
		const stream = new HdlcStream({ maxInformation: 128, onFrame: () => heard++, onError: () => {} });
		let count = 0;
		flood('HDLC stream', frames, INPUTS, (bytes) => {
			stream.receive(bytes);
			if (++count % 1000 !== 0) return;
			for (let i = 0; i < 20; i++) stream.receive(frames[0]!);
			const before = heard;
			stream.receive(frames[0]!);
			equal(heard, before + 1, 'a good frame');
		});
	});

	it('the HDLC server throws nothing, and can always be connected to', () => {
		const scheduler = new VirtualScheduler();
		let requests = 0;
		let accepted = 0;
		const server: HdlcServer = new HdlcServer({
			scheduler,
			log: { write() {} },
			write: (bytes) => {
				if (bytes[5] === (CONTROL.ua | CONTROL.pollFinal)) accepted++;
			},
			serves: (logicalDevice) => logicalDevice === 1,
			physicalDevice: 17,
			maxApdu: 200,
			onApdu: (_client, _logicalDevice, apdu) => {
				requests++;
				if (apdu.length % 4 !== 0) server.send(new Uint8Array(300));
			},
			onDisconnect() {},
		});
		let count = 0;
		// Most frames are whole, in any order, so that the link gets far.
		const receive = (bytes: Uint8Array) => {
			server.receive(bytes);
			if (++count % 1000 !== 0) return;
			server.close();
			const before = accepted;
			server.receive(frames[0]!);
			equal(accepted, before + 1, 'UA');
		};
		flood('HDLC server', frames, INPUTS, receive, MOSTLY);
		equal(requests > 0, true, 'some requests get through');
	});

	it('the HDLC client throws nothing, and ends what it began', () => {
		const scheduler = new VirtualScheduler();
		const back = { destination: shortAddress(16), source: shortAddress(1) };
		const answers = [
			plainFrame(back, CONTROL.ua),
			plainFrame(back, CONTROL.ua, hex(HDLC.uaParameters)),
			plainFrame(back, CONTROL.dm),
			plainFrame(back, CONTROL.rr | 0x20),
			...[0, 1, 2].map((i) =>
				encodeHdlcFrame({ segmented: i === 1, ...back, control: 0x30 | (i << 1), information: hex('e6e700c401c1000600003039') }),
			),
		];
		let answered = 0;
		const client: HdlcClient = new HdlcClient({
			scheduler,
			write() {},
			client: 16,
			server: shortAddress(1),
			maxApdu: 200,
			onConnect: () => client.send(new Uint8Array(20)),
			onApdu: () => {
				answered++;
				client.send(new Uint8Array(200));
			},
			onDisconnect() {},
		});
		const receive = (bytes: Uint8Array) => {
			if (client.state === 'disconnected') client.connect();
			client.receive(bytes);
		};
		flood('HDLC client', answers, INPUTS, receive, MOSTLY);
		equal(answered > 0, true, 'some answers get through');
		client.close();
		equal(client.state, 'disconnected');
	});

	it('mode E throws nothing, and can always be opened', () => {
		let written = 0;
		const server = new ModeEServer({
			identification: { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'ident' },
			write: () => written++,
			setSpeed() {},
			onBinary() {},
		});
		const request = hex('2f3f210d0a');
		flood('mode E', [request, hex(HDLC.modeEAcknowledgement), hex(`2f3f210d0a${HDLC.modeEAcknowledgement}`)], INPUTS, (bytes) => {
			server.receive(bytes);
			if (server.binary) server.reset();
			const before = written;
			server.receive(request);
			equal(written, before + 1, 'an answer');
		});
	});
});

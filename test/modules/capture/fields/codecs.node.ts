/** Each layer of a dissection against the codec of that layer: where the codec takes the bytes, the fields tell the same values, and none is malformed. */

import assert from 'node:assert/strict';
import { DecodeError, Reader } from '../../../../modules/bytes/reader.js';
import type { Dissection, Field, Layer, Raw } from '../../../../modules/capture/fields/field.js';
import { decodeAccessRequest, decodeAccessResponse } from '../../../../modules/dlms/apdu/access.js';
import { decodeAare, decodeAarq, decodeRlre, decodeRlrq } from '../../../../modules/dlms/apdu/acse.js';
import { decodeActionRequest, decodeActionResponse, type Outcome, readOutcome, readOutcomes } from '../../../../modules/dlms/apdu/action.js';
import { readValues } from '../../../../modules/dlms/apdu/block.js';
import { decodeExceptionResponse } from '../../../../modules/dlms/apdu/exception.js';
import { decodeGeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { decodeGetRequest, decodeGetResponse, readResults } from '../../../../modules/dlms/apdu/get.js';
import { decodeInitiateRequest, decodeInitiateResponse, decodeServiceError } from '../../../../modules/dlms/apdu/initiate.js';
import { decodeDataNotification, decodeEventNotification, decodeNotificationConfirm } from '../../../../modules/dlms/apdu/notification.js';
import { decodeSetRequest, decodeSetResponse } from '../../../../modules/dlms/apdu/set.js';
import { type Data, LARGE, readData } from '../../../../modules/dlms/axdr/data.js';
import { decodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { decodeGeneralCiphered, decodeGeneralSigned, type GeneralHeader } from '../../../../modules/dlms/security/general.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { decodeEap } from '../../../../modules/eap-psk/eap.js';
import { decodePsk } from '../../../../modules/eap-psk/messages.js';
import { decodeFrame as decodeEchonetLite } from '../../../../modules/echonet-lite/frame.js';
import { decodeHdlcFrame, FLAG } from '../../../../modules/hdlc/frame.js';
import { decodeBeacon } from '../../../../modules/ieee802154/beacon.js';
import { decodeFrame, FrameType, splitPayload } from '../../../../modules/ieee802154/frame.js';
import { decodeNestedElements } from '../../../../modules/ieee802154/information-elements.js';
import { micLength } from '../../../../modules/ieee802154/security-header.js';
import { formatAddress } from '../../../../modules/ipv6/address.js';
import { decodeIcmpv6 } from '../../../../modules/ipv6/icmpv6.js';
import { decodePacket } from '../../../../modules/ipv6/packet.js';
import { decodeUdp } from '../../../../modules/ipv6/udp.js';
import { decodeMessage } from '../../../../modules/pana/message.js';
import { decodeFragmentHeader, isFragment } from '../../../../modules/sixlowpan/fragment.js';
import { decompress } from '../../../../modules/sixlowpan/iphc.js';
import { toHex } from '../../../assert.js';
import { all } from './rig.node.js';

type Expected = readonly (readonly [name: string, ...values: (Raw | boolean)[]])[];

/** What the codec says of the bytes of a layer. */
type Codec = (bytes: Uint8Array, layer: Layer, dissection: Dissection) => Expected;

const FCS_LENGTH = 2;
const COMPACT_ARRAY = 19;
const EUI64 = new Uint8Array(8);

/** How many layers of each protocol were held against their codec. */
export type Held = Map<string, number>;

export function assertLikeCodecs(dissection: Dissection, told: string, held: Held): void {
	for (const layer of dissection.layers) {
		const codec = CODECS[layer.protocol];
		if (codec === undefined) continue;
		const bytes = dissection.sources[layer.source]!.bytes.subarray(layer.start, layer.end);
		let expected: Expected;
		try {
			expected = codec(bytes, layer, dissection);
		} catch (error) {
			if (error instanceof DecodeError) continue;
			throw error;
		}
		const fields = all(layer.fields);
		const wrong = fields.find((field) => field.malformed);
		if (wrong !== undefined) assert.fail(`${told}: ${layer.protocol}: ${wrong.value}, but the codec takes ${toHex(bytes)}`);
		// A compact-array is read as an array, whose values have tags of their own.
		const isCompact = fields.some((field) => field.name === 'Tag' && field.raw === COMPACT_ARRAY);
		const compared = isCompact ? expected.filter(([name]) => name !== 'Tag' && name !== 'Value') : expected;
		for (const [name, ...values] of compared) assertNamed(fields, name, values, `${told}: ${layer.protocol}: ${name}`);
		held.set(layer.protocol, (held.get(layer.protocol) ?? 0) + 1);
	}
}

/** The values of all fields of that name, in order; undefined ones are not there. */
function assertNamed(fields: readonly Field[], name: string, values: readonly (Raw | boolean)[], told: string): void {
	const found = fields.filter((field) => field.name === name && field.raw !== undefined).map((field) => text(field.raw));
	const expected = values.filter((value) => value !== undefined).map(text);
	if (found.join() !== expected.join()) assert.fail(`${told}: ${found.join()}, expected ${expected.join()}`);
}

function text(raw: Raw | boolean): string {
	if (typeof raw === 'boolean') return raw ? '1' : '0';
	return raw instanceof Uint8Array ? toHex(raw) : `${raw}`;
}

const CODECS: Readonly<Record<string, Codec>> = {
	'IEEE 802.15.4': (bytes) => {
		const frame = decodeFrame(bytes.subarray(0, bytes.length - FCS_LENGTH));
		const { security } = frame;
		const mic = security === undefined ? 0 : micLength(security.level);
		if (frame.payload.length < mic) throw new DecodeError('IEEE 802.15.4', frame.headerLength, `a MIC of ${mic} bytes`);
		return [
			['Frame type', frame.type],
			['Frame version', frame.version],
			['Frame pending', frame.framePending === true],
			['Acknowledge request', frame.ackRequest === true],
			['PAN ID compression', frame.panIdCompression === true],
			['Sequence number', frame.sequence],
			['Destination PAN ID', frame.destinationPan],
			['Destination address', frame.destination],
			['Source PAN ID', frame.sourcePan],
			['Source address', frame.source],
			['Security level', security?.level],
			['Frame counter', security?.frameCounter],
			['Key source', security?.keySource],
			['Key index', security?.keyIndex],
			['Element ID', ...(frame.headerElements ?? []).map((element) => element.id)],
		];
	},
	'IEEE 802.15.4 payload': (bytes, _, { sources, layers }) => {
		const psdu = sources[0]!.bytes;
		const frame = decodeFrame(psdu.subarray(0, psdu.length - FCS_LENGTH));
		const { elements, content } = splitPayload(frame, bytes);
		if (frame.type === FrameType.command && content.length === 0) throw new DecodeError('IEEE 802.15.4', 0, 'a command identifier');
		const nested = elements.filter((element) => element.id === 1).flatMap((element) => decodeNestedElements(element.content));
		assert.equal(layers[0]!.protocol, 'IEEE 802.15.4');
		const beacon = frame.type === FrameType.beacon && frame.version < 2 ? decodeBeacon(content) : undefined;
		return [
			['Group ID', ...elements.map((element) => element.id)],
			['Pairing ID', ...nested.filter((element) => element.id === 0x68 && !element.long).map((element) => element.content)],
			['Command identifier', frame.type === FrameType.command ? content[0] : undefined],
			['Superframe specification', beacon?.superframe],
			['Pending address', ...(beacon?.pending ?? [])],
			['Beacon payload', beacon !== undefined && beacon.payload.length > 0 ? beacon.payload : undefined],
		];
	},
	'6LoWPAN': (bytes) => {
		if (!isFragment(bytes)) {
			decompress(bytes, EUI64, EUI64);
			return [];
		}
		const { size, tag, offset, dataAt } = decodeFragmentHeader(bytes);
		if (offset === 0) decompress(bytes.subarray(dataAt), EUI64, EUI64, size);
		if (dataAt === bytes.length) throw new DecodeError('6LoWPAN', dataAt, 'data');
		return [
			['Datagram size', size],
			['Datagram tag', tag],
			['Datagram offset', offset === 0 ? undefined : offset],
		];
	},
	IPv6: (bytes) => {
		const packet = decodePacket(bytes);
		return [
			['Traffic class', packet.trafficClass],
			['Flow label', packet.flowLabel],
			['Payload length', packet.payload.length],
			['Next header', packet.nextHeader],
			['Hop limit', packet.hopLimit],
			['Source address', formatAddress(packet.source)],
			['Destination address', formatAddress(packet.destination)],
		];
	},
	UDP: (bytes, { source }, { layers, sources }) => {
		const ip = layers.find((layer) => layer.protocol === 'IPv6' && layer.source === source)!;
		const packet = decodePacket(sources[source]!.bytes.subarray(ip.start, ip.end));
		const { sourcePort, destinationPort, data } = decodeUdp(bytes, packet.source, packet.destination);
		return [
			['Source port', sourcePort],
			['Destination port', destinationPort],
			['Length', 8 + data.length],
		];
	},
	ICMPv6: (_bytes, { source }, { layers, sources }) => {
		const ip = layers.find((layer) => layer.protocol === 'IPv6' && layer.source === source)!;
		const message = decodeIcmpv6(decodePacket(sources[source]!.bytes.subarray(ip.start, ip.end)));
		if (message.kind === 'other') return [['Type', message.type]];
		if (message.kind === 'solicitation')
			return [
				['Target address', formatAddress(message.target)],
				['Link-layer address', message.linkLayer],
			];
		if (message.kind === 'advertisement') {
			return [
				['Target address', formatAddress(message.target)],
				['Link-layer address', message.linkLayer],
				['Router', message.router],
				['Solicited', message.solicited],
				['Override', message.override],
			];
		}
		return [
			['Identifier', message.identifier],
			['Sequence number', message.sequence],
			['Data', message.data.length > 0 ? message.data : undefined],
		];
	},
	PANA: (bytes) => {
		const { sessionId, sequence, avps } = decodeMessage(bytes);
		return [
			['Session identifier', sessionId],
			['Sequence number', sequence],
			['Code', ...avps.map((avp) => avp.code)],
			['Nonce', ...avps.filter((avp) => avp.code === 5).map((avp) => avp.value)],
			['Message authentication code', ...avps.filter((avp) => avp.code === 1).map((avp) => avp.value)],
		];
	},
	EAP: (bytes) => {
		const packet = decodeEap(bytes);
		const psk = packet.type === 47 ? decodePsk(packet) : undefined;
		const pchannel = psk !== undefined && 'pchannel' in psk ? psk.pchannel : undefined;
		return [
			['Code', packet.code],
			['Identifier', packet.identifier],
			['Type', packet.type],
			['T', psk?.t],
			['RAND_S', psk?.randS],
			['RAND_P', psk?.t === 1 ? psk.randP : undefined],
			['MAC_P', psk?.t === 1 ? psk.macP : undefined],
			['MAC_S', psk?.t === 2 ? psk.macS : undefined],
			['Nonce', pchannel?.nonce],
			['Tag', pchannel?.tag],
			['Ciphertext', pchannel?.ciphertext],
		];
	},
	'ECHONET Lite': (bytes) => {
		const { tid, seoj, deoj, esv, properties, got = [] } = decodeEchonetLite(bytes);
		const listed = [...properties, ...got];
		return [
			['TID', tid],
			['SEOJ', seoj],
			['DEOJ', deoj],
			['ESV', esv],
			['EPC', ...listed.map((property) => property.epc)],
			['EDT', ...listed.filter((property) => property.edt.length > 0).map((property) => property.edt)],
		];
	},
	'DLMS wrapper': (bytes) => {
		const { source, destination, apdu } = decodeWrapper(bytes);
		return [
			['Source wPort', source],
			['Destination wPort', destination],
			['Length', apdu.length],
		];
	},
	HDLC: (bytes) => {
		if (bytes[0] !== FLAG || bytes[bytes.length - 1] !== FLAG) throw new DecodeError('HDLC', 0, 'flags');
		const { segmented, destination, source, control } = decodeHdlcFrame(bytes.subarray(1, -1));
		const address = ({ upper, lower, length }: typeof source) => (length === 1 ? upper : upper * 2 ** (length === 2 ? 7 : 14) + lower);
		return [
			['Segmented', segmented],
			['Destination address', address(destination)],
			['Source address', address(source)],
			['Control', control],
		];
	},
	COSEM: (bytes) => APDU_CODECS[bytes[0]!]?.(bytes) ?? ciphered(bytes),
	'COSEM value': (bytes) => dataFields([whole(bytes)]),
	'COSEM values': (bytes) => raws(toTheEnd(bytes, readValues)),
	'COSEM results': (bytes) => results(toTheEnd(bytes, readResults)),
	'COSEM outcome': (bytes) => outcomes([toTheEnd(bytes, readOutcome)]),
	'COSEM outcomes': (bytes) => outcomes(toTheEnd(bytes, readOutcomes)),
};

function toTheEnd<T>(bytes: Uint8Array, read: (r: Reader) => T): T {
	const r = new Reader('blocks', bytes);
	const found = read(r);
	r.end();
	return found;
}

function ciphered(bytes: Uint8Array): Expected {
	const { title, control, counter } = decodeCiphered(bytes);
	return [
		['System title', title !== undefined && title.length > 0 ? title : undefined],
		['Security control', control],
		['Invocation counter', counter],
	];
}

function general({ transaction, originator, recipient }: GeneralHeader): Expected {
	return [
		['Transaction ID', some(transaction)],
		['Originator system title', some(originator)],
		['Recipient system title', some(recipient)],
	];
}

function some(bytes: Uint8Array): Uint8Array | undefined {
	return bytes.length > 0 ? bytes : undefined;
}

interface Targeted {
	readonly classId: number;
	readonly name: number;
	readonly index: number;
}

const targets = (list: readonly Targeted[], member: 'Attribute' | 'Method' | 'Attribute or method'): Expected => [
	['Class', ...list.map((each) => each.classId)],
	[member, ...list.map((each) => each.index)],
];

const raws = (list: readonly (Uint8Array | undefined)[]): Expected => dataFields(list.filter((each) => each !== undefined).map(whole));

function whole(bytes: Uint8Array): Data {
	const r = new Reader('value', bytes);
	const data = readData(r, LARGE);
	r.end();
	return data;
}

/** Tags and values in the order in which they stand, as far as they are numbers or bytes; compact-arrays are none of them. */
function dataFields(list: readonly Data[]): Expected {
	const tags: number[] = [];
	const values: Raw[] = [];
	const visit = (data: Data): void => {
		tags.push(data.tag);
		if ('items' in data) for (const item of data.items) visit(item);
		else if ('bytes' in data)
			data.bytes.length > 0 && values.push(data.tag === 10 || data.tag === 12 ? new TextDecoder('utf-8').decode(data.bytes) : data.bytes);
		else if ('value' in data) values.push(typeof data.value === 'boolean' ? Number(data.value) : data.value);
	};
	for (const data of list) visit(data);
	return [
		['Tag', ...tags],
		['Value', ...values],
	];
}

type Result = Uint8Array | number | undefined;
const results = (list: readonly Result[]): Expected => [
	...raws(list.filter((each) => typeof each !== 'number')),
	['Data-Access-Result', ...list.filter((each) => typeof each === 'number')],
];

const outcomes = (list: readonly Outcome[]): Expected => [
	['Action-Result', ...list.map((each) => each.result)],
	...results(list.map((each) => each.returned)),
];

const APDU_CODECS: Readonly<Record<number, (bytes: Uint8Array) => Expected>> = {
	192: (bytes) => {
		const request = decodeGetRequest(bytes);
		if (request.kind === 'next') return [['Block number', request.number]];
		const list = request.kind === 'list' ? request.targets : [request.target];
		return [
			...targets(list, 'Attribute'),
			['Access selector', ...list.map((each) => each.selection?.selector)],
			...raws(list.map((each) => each.selection?.parameters)),
		];
	},
	196: (bytes) => {
		const response = decodeGetResponse(bytes);
		if (response.kind === 'normal') return results([response.result]);
		if (response.kind === 'list') return results(response.results);
		return [
			['Block number', response.number],
			['Raw data', typeof response.result === 'number' || response.result.length === 0 ? undefined : response.result],
			['Data-Access-Result', typeof response.result === 'number' ? response.result : undefined],
		];
	},
	193: (bytes) => {
		const request = decodeSetRequest(bytes);
		switch (request.kind) {
			case 'normal':
				return [...targets([request.target], 'Attribute'), ...raws([request.target.selection?.parameters, request.value])];
			case 'list':
				return [...targets(request.targets, 'Attribute'), ...raws([...request.targets.map((each) => each.selection?.parameters), ...request.values])];
			case 'firstBlock':
				return [...targets([request.target], 'Attribute'), ['Block number', request.block.number]];
			case 'firstListBlock':
				return [...targets(request.targets, 'Attribute'), ['Block number', request.block.number]];
			default:
				return [['Block number', request.block.number]];
		}
	},
	197: (bytes) => {
		decodeSetResponse(bytes);
		return [];
	},
	195: (bytes) => {
		const request = decodeActionRequest(bytes);
		switch (request.kind) {
			case 'normal':
				return [...targets([request.target], 'Method'), ...raws([request.parameter])];
			case 'list':
				return [...targets(request.targets, 'Method'), ...raws(request.parameters)];
			case 'next':
				return [['Block number', request.number]];
			case 'firstBlock':
				return [...targets([request.target], 'Method'), ['Block number', request.block.number]];
			case 'firstListBlock':
				return [...targets(request.targets, 'Method'), ['Block number', request.block.number]];
			default:
				return [['Block number', request.block.number]];
		}
	},
	199: (bytes) => {
		const response = decodeActionResponse(bytes);
		if (response.kind === 'block') return [['Block number', response.block.number]];
		if (response.kind === 'next') return [['Block number', response.number]];
		return outcomes(response.kind === 'list' ? response.outcomes : [response.outcome]);
	},
	15: (bytes) => {
		const { invoke, time, body } = decodeDataNotification(bytes);
		return [['Long-Invoke-Id-And-Priority', invoke], ['Date-time', time], ...raws([body])];
	},
	16: (bytes) => {
		const { invoke, time } = decodeNotificationConfirm(bytes);
		return [
			['Long-Invoke-Id-And-Priority', invoke],
			['Date-time', time],
		];
	},
	194: (bytes) => {
		const { time, target, value } = decodeEventNotification(bytes);
		return [['Date-time', time], ...targets([target], 'Attribute'), ...raws([value])];
	},
	217: (bytes) => {
		const { invoke, time, specifications, values } = decodeAccessRequest(bytes);
		const found = specifications.map(({ target }) => target);
		return [
			['Long-Invoke-Id-And-Priority', invoke],
			['Date-time', time],
			...targets(found, 'Attribute or method'),
			...raws([...found.map(({ selection }) => selection?.parameters), ...values]),
		];
	},
	218: (bytes) => {
		const { invoke, time, specifications = [], values, results } = decodeAccessResponse(bytes);
		const found = specifications.map(({ target }) => target);
		return [
			['Long-Invoke-Id-And-Priority', invoke],
			['Date-time', time],
			...targets(found, 'Attribute or method'),
			...raws([...found.map(({ selection }) => selection?.parameters), ...values]),
			['Result', ...results.map(({ result }) => result)],
		];
	},
	221: (bytes) => {
		const { keyInfo, control, counter, ...header } = decodeGeneralCiphered(bytes);
		return [
			...general(header),
			['Key info given', keyInfo !== undefined],
			['Key ID', keyInfo?.kind === 'identified' ? keyInfo.id : undefined],
			['Wrapped key', keyInfo?.kind === 'wrapped' ? some(keyInfo.key) : undefined],
			['Key parameters', keyInfo?.kind === 'agreed' ? keyInfo.scheme : undefined],
			['Key ciphered data', keyInfo?.kind === 'agreed' ? some(keyInfo.data) : undefined],
			['Security control', control],
			['Invocation counter', counter],
		];
	},
	223: (bytes) => {
		const { content, signature, ...header } = decodeGeneralSigned(bytes);
		return [...general(header), ['Length of content', content.length], ['Signature', some(signature)]];
	},
	224: (bytes) => {
		const { last, streaming, window, number, acknowledged, part } = decodeGeneralBlock(bytes);
		return [
			['Last block', last],
			['Streaming', streaming],
			['Window', window],
			['Block number', number],
			['Block number acknowledged', acknowledged],
			['Block data', part.length > 0 ? part : undefined],
		];
	},
	216: (bytes) => {
		const { stateError, serviceError, counter } = decodeExceptionResponse(bytes);
		return [
			['State error', stateError],
			['Service error', serviceError],
			['Invocation counter', counter],
		];
	},
	96: (bytes) => {
		const aarq = decodeAarq(bytes);
		return [['System title', aarq.callingApTitle]];
	},
	97: (bytes) => {
		const aare = decodeAare(bytes);
		return [['System title', aare.respondingApTitle]];
	},
	98: (bytes) => {
		const { reason } = decodeRlrq(bytes);
		return [['Reason', ...(reason === undefined ? [] : [undefined, reason])]];
	},
	99: (bytes) => {
		const { reason } = decodeRlre(bytes);
		return [['Reason', ...(reason === undefined ? [] : [undefined, reason])]];
	},
	1: (bytes) => {
		const request = decodeInitiateRequest(bytes);
		return [
			['Dedicated key', request.dedicatedKey],
			['DLMS version', request.version],
			['Conformance', request.conformance],
			['Maximum PDU size, receive', request.maxPdu],
		];
	},
	8: (bytes) => {
		const response = decodeInitiateResponse(bytes);
		return [
			['DLMS version', response.version],
			['Conformance', response.conformance],
			['Maximum PDU size, receive', response.maxPdu],
			['VAA name', response.vaaName],
		];
	},
	14: (bytes) => {
		const { service, errorClass, value } = decodeServiceError(bytes);
		return [
			['Service', service],
			['Error class', errorClass],
			['Error', value],
		];
	},
};

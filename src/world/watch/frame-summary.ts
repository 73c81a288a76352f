/** A frame in one line, as Wireshark's list has it: source, destination, protocol, and what it says. Made of its fields alone, and only where somebody looks. */

import { APDUS, BLOCK_CONTENTS } from '../../../modules/capture/fields/cosem.js';
import { controlName } from '../../../modules/capture/fields/dlms-frames.js';
import { SERVICES } from '../../../modules/capture/fields/echonet-lite.js';
import type { Dissection, Field, Layer } from '../../../modules/capture/fields/field.js';
import { EAP_CODES, panaName } from '../../../modules/capture/fields/pana.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import type { LoggedFrame } from './frame-log.js';

export interface FrameSummary {
	readonly source: string;
	readonly destination: string;
	/** The innermost that is known. */
	readonly protocol: string;
	readonly info: string;
	/** All layers, the outermost first. */
	readonly layers: readonly string[];
	/** Of ECHONET Lite. */
	readonly tid: number | undefined;
	readonly epcs: readonly number[];
	/** Something in it is not what its format promises. */
	readonly malformed: boolean;
}

/** Name of a node by an address in a frame: text of an EUI-64 or of IPv6; undefined: nobody known has it. */
export type NodeOf = (address: string) => string | undefined;

const BROADCAST = 'all';
const INFO_LIMIT = 300;
const FEW_PARTS = 10;
/** Parts of a date and time, with what stands before each. */
const TIME_PARTS: Readonly<Record<string, string>> = Object.freeze({ Year: '', Month: '-', Day: '-', Hour: ' ', Minute: ':', Second: ':' });
/** Layers that are not called by what they carry. */
const CONTENTS: readonly string[] = ['data', 'HDLC segment', ...Object.values(BLOCK_CONTENTS).map(({ protocol }) => protocol)];
/** Tags of AARQ, AARE, RLRQ and RLRE. */
const ACSE: readonly number[] = [0x60, 0x61, 0x62, 0x63];

export function summaryOf(frame: LoggedFrame, { layers }: Dissection, nodeOf: NodeOf): FrameSummary {
	const find = new Finder(layers);
	const last = layers[layers.length - 1];
	const told = find.association ?? [...layers].reverse().find((layer) => INFOS[layer.protocol] !== undefined);
	const echonet = layers.find((layer) => layer.protocol === 'ECHONET Lite');
	const malformed = layers.some((layer) => layer.fields.some((field) => field.malformed === true));
	const info = told === undefined ? '' : INFOS[told.protocol]!(find, told);
	return {
		source: find.end('Source address', nodeOf) ?? frame.from,
		destination: find.end('Destination address', nodeOf) ?? frame.to ?? '',
		protocol: protocolOf(find, last),
		info: info.length > INFO_LIMIT ? `${info.slice(0, INFO_LIMIT)}…` : info,
		layers: [...new Set(layers.map((layer) => layer.protocol))],
		tid: echonet && (find.number(echonet, 'TID') ?? undefined),
		epcs: echonet === undefined ? [] : find.numbers(echonet, 'EPC'),
		malformed,
	};
}

class Finder {
	readonly layers: readonly Layer[];

	constructor(layers: readonly Layer[]) {
		this.layers = layers;
	}

	/** AARQ, AARE, RLRQ, RLRE: they say more than what they carry. */
	get association(): Layer | undefined {
		return this.layers.find((layer) => layer.protocol === 'COSEM' && ACSE.includes(this.number(layer, 'APDU') ?? 0));
	}

	fields(layer: Layer, name: string): Field[] {
		return named(layer.fields, name);
	}

	field(layer: Layer, name: string): Field | undefined {
		return this.fields(layer, name).find((field) => field.raw !== undefined);
	}

	value(layer: Layer, name: string): string {
		return this.field(layer, name)?.value ?? '';
	}

	number(layer: Layer, name: string): number | undefined {
		const raw = this.field(layer, name)?.raw;
		return typeof raw === 'number' ? raw : undefined;
	}

	numbers(layer: Layer, name: string): number[] {
		return this.fields(layer, name).flatMap((field) => (typeof field.raw === 'number' ? [field.raw] : []));
	}

	/** Of the network where the frame tells one, else of the link. */
	end(name: 'Source address' | 'Destination address', nodeOf: NodeOf): string | undefined {
		for (const protocol of ['IPv6', 'IEEE 802.15.4']) {
			const layer = this.layers.find((each) => each.protocol === protocol);
			const field = layer && this.field(layer, name);
			if (field === undefined) continue;
			if (field.raw === 0xffff || field.value.startsWith('ff')) return BROADCAST;
			return nodeOf(field.value) ?? field.value;
		}
		return undefined;
	}
}

/** The fields of that name, wherever they lie. */
function named(fields: readonly Field[], name: string): Field[] {
	return fields.flatMap((field) => [...(field.name === name ? [field] : []), ...named(field.children ?? [], name)]);
}

function protocolOf(find: Finder, last: Layer | undefined): string {
	if (last === undefined) return '';
	const known = [...find.layers].reverse().find((layer) => !CONTENTS.includes(layer.protocol));
	return (known ?? last).protocol.replace(' payload', '');
}

/** A value of a few parts by them, a date and time among them as one; a longer one by its digits. */
function valueText({ value, children = [] }: Field): string {
	if (children.length === 0 || children.length > FEW_PARTS) return value;
	const time: string[] = [];
	const others: string[] = [];
	for (const [i, child] of children.entries()) {
		const separator = TIME_PARTS[child.name];
		if (separator === undefined || (child.name === 'Day' && i === 0)) others.push(child.value);
		else time.push(`${time.length === 0 ? '' : separator}${child.value.padStart(2, '0')}`);
	}
	return [...others, ...(time.length === 0 ? [] : [time.join('')])].join(', ');
}

const EOJ = (field: Field | undefined) => (typeof field?.raw === 'number' ? field.raw.toString(16).toUpperCase().padStart(6, '0') : '?');

function mac(find: Finder, layer: Layer): string {
	const type = find.value(layer, 'Frame type').replace(/ \(\d+\)$/, '');
	const payload = find.layers.find((each) => each.protocol === 'IEEE 802.15.4 payload');
	const command = payload && find.value(payload, 'Command identifier').replace(/ \(\d+\)$/, '');
	const version = find.number(layer, 'Frame version') === 2 && type !== 'data' ? 'enhanced ' : '';
	const pairing = payload && (find.value(payload, 'Pairing ID') || find.value(payload, 'Beacon payload'));
	const secured = find.number(layer, 'Security enabled') === 1 ? ', encrypted' : '';
	const sequence = find.number(layer, 'Sequence number');
	return `${version}${command || type}${secured}${sequence === undefined ? '' : `, sequence ${sequence}`}${pairing ? `, pairing ID ${pairing}` : ''}`;
}

function sixlowpan(find: Finder, layer: Layer): string {
	const size = find.number(layer, 'Datagram size');
	if (size === undefined) return 'compressed packet';
	return `fragment of ${size} bytes, tag ${find.value(layer, 'Datagram tag')}, from ${find.number(layer, 'Datagram offset') ?? 0}`;
}

function pana(find: Finder, layer: Layer): string {
	const scope = Object.fromEntries(
		[
			['request', 'Request (R)'],
			['s', 'Start (S)'],
			['c', 'Complete (C)'],
			['a', 'Re-authentication (A)'],
			['p', 'Ping (P)'],
			['type', 'Message type'],
		].map(([key, name]) => [key!, find.number(layer, name!) ?? 0]),
	);
	const result = find.field(layer, 'Result code');
	return `${panaName(scope) ?? 'message'}, sequence ${find.value(layer, 'Sequence number')}${result === undefined ? '' : `, ${result.value}`}`;
}

function eap(find: Finder, layer: Layer): string {
	const outer = find.layers.find((each) => each.protocol === 'PANA');
	const code = (EAP_CODES as Record<number, string>)[find.number(layer, 'Code') ?? 0] ?? '';
	const t = find.number(layer, 'T');
	return `${outer === undefined ? '' : `${pana(find, outer)}: `}EAP ${code}${t === undefined ? '' : `, EAP-PSK message ${t + 1}`}`;
}

function echonet(find: Finder, layer: Layer): string {
	const esv = find.number(layer, 'ESV') ?? 0;
	const properties = find.fields(layer, 'Property').map((property) => {
		const value = named(property.children ?? [], 'EDT')[0];
		return `${property.value.slice(0, 2)}${value === undefined ? '' : ` = ${valueText(value)}`}`;
	});
	const service = (SERVICES as Record<number, string>)[esv] ?? `ESV ${esv.toString(16)}`;
	const tid = find.number(layer, 'TID') ?? 0;
	return `${service} ${EOJ(find.field(layer, 'SEOJ'))} → ${EOJ(find.field(layer, 'DEOJ'))}, TID ${tid}: ${properties.join(', ')}`;
}

function cosem(find: Finder, layer: Layer): string {
	const tag = find.number(layer, 'APDU') ?? 0;
	const name = (APDUS as Record<number, string>)[tag] ?? `APDU ${tag.toString(16)}`;
	const outer = find.layers.slice(0, find.layers.indexOf(layer)).filter(({ protocol }) => protocol === 'COSEM');
	const ways = [
		...(outer.some(({ source }) => source !== layer.source) ? ['deciphered'] : []),
		...(outer.some((each) => find.number(each, 'APDU') === APDU.generalSigning) ? ['signed'] : []),
	];
	const opened = ways.length === 0 ? '' : ` (${ways.join(', ')})`;
	const targets = find.fields(layer, 'Logical name').map((field, i) => {
		const member = find.fields(layer, 'Attribute')[i] ?? find.fields(layer, 'Method')[i];
		return `${field.value}${member === undefined ? '' : ` ${member.name.toLowerCase()} ${member.value}`}`;
	});
	const result = find.fields(layer, 'Data-Access-Result').concat(find.fields(layer, 'Action-Result'))[0];
	const isBlock = find.fields(layer, 'Block number').length > 0;
	const error = find.field(layer, 'Service error') ?? (isBlock ? undefined : find.field(layer, 'Result'));
	const counter = find.field(layer, 'Invocation counter');
	const context = find.field(layer, 'Object identifier')?.value.replace(/ \([0-9a-f]+\)$/, '');
	return [
		name + opened,
		context,
		...targets,
		isBlock ? blockText(find, layer) : singleValue(find, layer),
		result?.value ?? error?.value,
		counter && `counter ${counter.value}`,
	]
		.filter((each) => each !== undefined && each !== '')
		.join(', ');
}

/** `block 3`, `last block, 4`. */
function blockText(find: Finder, layer: Layer): string {
	return `${find.number(layer, 'Last block') === 1 ? 'last block,' : 'block'} ${find.number(layer, 'Block number')}`;
}

/** Of one that carries a single value: it alone. */
function singleValue(find: Finder, layer: Layer): string | undefined {
	const values = find.fields(layer, 'Value').filter(({ raw }) => raw !== undefined);
	return values.length === 1 && find.fields(layer, 'Get-Data-Result').length === 1 ? values[0]!.value : undefined;
}

/** What each protocol says of itself; of the innermost that has a word. */
const INFOS: Readonly<Record<string, (find: Finder, layer: Layer) => string>> = {
	'IEEE 802.15.4': mac,
	'6LoWPAN': sixlowpan,
	ICMPv6: (find, layer) => find.value(layer, 'Type').replace(/ \(\d+\)$/, ''),
	UDP: (find, layer) =>
		`${find.value(layer, 'Source port')} → ${find.value(layer, 'Destination port')}, ${(find.number(layer, 'Length') ?? 8) - 8} bytes`,
	PANA: pana,
	EAP: eap,
	'ECHONET Lite': echonet,
	'SKSTACK-IP': (_, layer) =>
		layer.fields
			.filter((field) => field.name !== 'Blank')
			.map((field) => field.value)
			.join(' '),
	J11: (find, layer) => find.value(layer, 'Command code'),
	HDLC: (find, layer) => controlName(find.number(layer, 'Control') ?? 0),
	COSEM: cosem,
};

/**
 * What the HEMS answers as a node: its profile 0EF001 and its controller 05FF01 (ECHONET Lite Specification, Part 2, 6.11).
 *
 * | object | properties                           | else                                             |
 * |--------|--------------------------------------|--------------------------------------------------|
 * | 0EF001 | 80 82 83 8A 9D 9E 9F D3 D4 D6 D7, and D5 is told | SNA                                  |
 * | 05FF01 | 80 81 82 88 8A 9D 9E 9F              | SNA                                              |
 * | others |                                      | nothing                                          |
 */
import { addresses, ESV, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { encodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import type { Behaviour } from './behaviour.js';

export const CONTROLLER = 0x05ff01;
const NOTHING = new Uint8Array(0);
/** For experiments. */
const MANUFACTURER = [0xff, 0xff, 0xff];
const INSTANCES = Uint8Array.of(0x01, 0x05, 0xff, 0x01);

const OF_NODE = rows([
	[0x80, [0x30]],
	[0x82, [0x01, 0x0d, 0x01, 0x00]],
	[0x83, [0xfe, ...MANUFACTURER, 0x4b, 0x45, 0x49, 0x4b, 0x49, 0, 0, 0, 0, 0, 0, 0, 0x01]],
	[0x8a, MANUFACTURER],
	[0x9d, encodePropertyMap([0x80, INSTANCE_LIST])],
	[0x9e, encodePropertyMap([])],
	[0x9f, encodePropertyMap([0x80, 0x82, 0x83, 0x8a, 0x9d, 0x9e, 0x9f, 0xd3, 0xd4, 0xd6, 0xd7])],
	[0xd3, [0, 0, 1]],
	[0xd4, [0, 2]],
	[0xd6, INSTANCES],
	[0xd7, [0x01, 0x05, 0xff]],
]);
const OF_CONTROLLER = rows([
	[0x80, [0x30]],
	[0x81, [0x00]],
	[0x82, [0x00, 0x00, 0x52, 0x00]],
	[0x88, [0x42]],
	[0x8a, MANUFACTURER],
	[0x9d, encodePropertyMap([0x80, 0x81, 0x88])],
	[0x9e, encodePropertyMap([])],
	[0x9f, encodePropertyMap([0x80, 0x81, 0x82, 0x88, 0x8a, 0x9d, 0x9e, 0x9f])],
]);
/** What refuses a service that asks. */
const REFUSALS: ReadonlyMap<number, number> = new Map<number, number>([
	[ESV.SetI, ESV.SetI_SNA],
	[ESV.SetC, ESV.SetC_SNA],
	[ESV.Get, ESV.Get_SNA],
	[ESV.INF_REQ, ESV.INF_SNA],
	[ESV.SetGet, ESV.SetGet_SNA],
]);

/** Told after the join, and where it is asked for. */
export function announcement(tid: number): Frame {
	return { tid, seoj: NODE_PROFILE, deoj: NODE_PROFILE, esv: ESV.INF, properties: [{ epc: INSTANCE_LIST, edt: INSTANCES }] };
}

/** Whether it asks an object of anybody. */
export function isQuestion({ esv }: Frame): boolean {
	return REFUSALS.has(esv);
}

/** Undefined: nothing is said. */
export function answerTo(question: Frame, behaviour: Behaviour): Frame | undefined {
	const { answersNode, refusesUnknown, discardsOthers } = behaviour;
	if (!answersNode) return undefined;
	const own = [NODE_PROFILE, CONTROLLER].find((eoj) => addresses(question.deoj, eoj));
	if (own === undefined) return discardsOthers ? undefined : refusal(question, question.deoj);
	const table = own === NODE_PROFILE ? OF_NODE : OF_CONTROLLER;
	const { tid, seoj, esv, properties } = question;
	if (esv === ESV.INF_REQ && properties.every(({ epc }) => epc === INSTANCE_LIST)) return announcement(tid);
	if (esv === ESV.Get) {
		const got = properties.map(({ epc }) => ({ epc, edt: table.get(epc) ?? NOTHING }));
		const isWhole = got.every(({ edt }) => edt.length > 0);
		if (isWhole) return { tid, seoj: own, deoj: seoj, esv: ESV.Get_Res, properties: got };
		return refusesUnknown ? { tid, seoj: own, deoj: seoj, esv: ESV.Get_SNA, properties: got } : undefined;
	}
	return refusesUnknown ? refusal(question, own) : undefined;
}

/** INFC_Res: the same TID, to whom it came from, each EPC without EDT. */
export function confirmation({ tid, seoj, properties }: Frame, { seoj: own, confirmsWithItsTid, confirmsBare }: Behaviour): Frame {
	const confirmed: readonly Property[] = properties.map(({ epc, edt }) => ({ epc, edt: confirmsBare ? NOTHING : edt }));
	return { tid: confirmsWithItsTid ? tid : (tid + 1) & 0xffff, seoj: own, deoj: seoj, esv: ESV.INFC_Res, properties: confirmed };
}

function refusal({ tid, seoj, esv, properties, got }: Frame, own: number): Frame {
	const refused = { tid, seoj: own, deoj: seoj, esv: REFUSALS.get(esv)!, properties };
	return got ? { ...refused, got } : refused;
}

function rows(list: readonly (readonly [number, ArrayLike<number>])[]): ReadonlyMap<number, Uint8Array> {
	return new Map(list.map(([epc, edt]) => [epc, Uint8Array.from(edt)] as const));
}

/** Route B of a meter as a tree, with the values that it would answer: its own objects are asked, and nothing is on the air. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { NodeObject } from '../../../../modules/echonet-lite/object.js';
import { decodePropertyMap } from '../../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../../../src/route-b/epc.js';
import type { RouteB } from '../../../../src/route-b/route-b.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { hexByte, jsonProperty, objectText } from '../../../../src/world/watch/property-json.js';
import { propertyText } from '../../shared/property-text.js';
import type { LastReaders } from './last-readers.js';
import { setRule } from './set-rules.js';
import type { ToldNodeObject, ToldProperty, ToldValue } from './told.js';
import { OBJECTS_WORDS } from './words.js';

const SMART_METER_CLASS = 0x0288;

/** Wh that one count of the meter's energies is worth. */
export function wattHoursOf({ meter }: RouteB): number {
	return meter.unit * (meter.readings.counter.coefficient ?? 1);
}

/** A property's data for programs and for people. */
export function toldValue(eoj: number, epc: number, edt: Uint8Array, wattHours: number, language: Language): ToldValue & { readonly name: string } {
	const property = { epc, edt };
	const { edt: digits, value } = jsonProperty(eoj, property);
	const { name, value: text } = propertyText(eoj, property, wattHours, language);
	return { name, edt: digits, value, text };
}

export interface TreeOptions {
	/** Name of the meter. */
	readonly meter: string;
	readonly readers: LastReaders;
	readonly language: Language;
}

export function nodeObjects(routeB: RouteB, options: TreeOptions): ToldNodeObject[] {
	return [routeB.nodeProfile, routeB.meter.object].map((object) => nodeObject(routeB, object, options));
}

function nodeObject(routeB: RouteB, object: NodeObject, { meter, readers, language }: TreeOptions): ToldNodeObject {
	const { eoj } = object;
	const [readable, settable, announced] = [EPC.readableMap, EPC.settableMap, EPC.announcedMap].map((map) => mapOf(object, map));
	const shown = [...new Set([...readable!, ...settable!, ...announced!])].sort((a, b) => a - b);
	const wattHours = wattHoursOf(routeB);
	const isMeter = eoj >>> 8 === SMART_METER_CLASS;
	const unanswered = isMeter ? (routeB.meter.profile.unanswered ?? []) : [];
	const getOf = (epc: number, edt: Uint8Array | undefined): ToldProperty['get'] => {
		if (unanswered.includes(epc)) return 'unanswered';
		if (edt !== undefined) return 'yes';
		return readable!.includes(epc) ? 'refused' : 'no';
	};
	const className = (eoj >>> 8).toString(16).toUpperCase().padStart(4, '0') as '0288' | '0EF0';
	return {
		eoj: objectText(eoj),
		name: OBJECTS_WORDS[language].objectNames[className],
		properties: shown.map((epc) => {
			const edt = object.get(epc);
			const get = getOf(epc, edt);
			const set = settable!.includes(epc);
			return {
				epc: hexByte(epc),
				...toldValue(eoj, epc, get === 'yes' ? edt! : NOTHING, wattHours, language),
				get,
				set,
				announced: announced!.includes(epc),
				rule: set && isMeter ? setRule(epc) : null,
				last: readers.last(meter, eoj, epc),
			};
		}),
	};
}

const NOTHING = new Uint8Array(0);

/** All objects have their maps. */
function mapOf(object: NodeObject, epc: number): readonly number[] {
	const edt = object.get(epc);
	return edt === undefined ? [] : decodePropertyMap(edt);
}

/** `028801 E5`, of a request: for the words of what is not there. */
export function objectsText({ nodeProfile, meter }: RouteB): string {
	return [nodeProfile, meter.object].map(({ eoj }) => toUpperHex(Uint8Array.of(eoj >> 16, eoj >> 8, eoj))).join(', ');
}

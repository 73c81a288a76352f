/**
 * Messages of IEC 61968-9 as trees: of which elements each is made. Only what is exchanged here is in the rows; another element is left out and told. Namespaces
 * and element names are as they are publicly seen in messages of head-ends; the standard itself was not at hand, and no conformance is claimed.
 *
 * The same tree is JSON: an object a record, a list where an element may come again, `{ "ref": "…" }` where an element has nothing but a reference.
 */
import { frozen } from '../../../../modules/bytes/frozen.js';

export const MESSAGE_NAMESPACE = 'http://iec.ch/TC57/2011/schema/message';

export const NOUNS = Object.freeze(['MeterReadings', 'EndDeviceControls', 'EndDeviceEvents'] as const);
export type Noun = (typeof NOUNS)[number];

/** Of a payload. */
export function namespaceOf(noun: Noun): string {
	return `http://iec.ch/TC57/2011/${noun}#`;
}

export type Shape = 'text' | 'ref' | readonly Part[];

/** An element within another, in the order in which they are written. */
export interface Part {
	readonly name: string;
	readonly shape: Shape;
	readonly many?: true;
	readonly must?: true;
}

const text = (name: string): Part => ({ name, shape: 'text' });
const REF = 'ref';
const MRID: Part = { name: 'mRID', shape: 'text', must: true };
const NAMES: Part = { name: 'Names', many: true, shape: [{ name: 'name', shape: 'text', must: true }] };
const TIME: Part = { name: 'timeStamp', shape: 'text', must: true };
const VALUE: Part = { name: 'value', shape: 'text', must: true };
const TYPE: Part = { name: 'ReadingType', shape: REF, must: true };
const QUALITIES: Part = { name: 'ReadingQualities', many: true, shape: [{ name: 'ReadingQualityType', shape: REF, must: true }] };

export const HEADER: readonly Part[] = frozen([
	{ name: 'Verb', shape: 'text', must: true },
	{ name: 'Noun', shape: 'text', must: true },
	text('Revision'),
	{ name: 'Timestamp', shape: 'text', must: true },
	text('Source'),
	text('MessageID'),
	text('CorrelationID'),
]);

export const PAYLOADS: Readonly<Record<Noun, readonly Part[]>> = frozen({
	MeterReadings: [
		{
			name: 'MeterReading',
			many: true,
			shape: [
				{
					name: 'IntervalBlocks',
					many: true,
					shape: [{ name: 'IntervalReadings', many: true, shape: [TIME, VALUE, QUALITIES] }, TYPE],
				},
				{ name: 'Meter', must: true, shape: [MRID, NAMES] },
				{ name: 'Readings', many: true, shape: [TIME, VALUE, QUALITIES, TYPE] },
				{ name: 'UsagePoint', shape: [MRID] },
			],
		},
	],
	EndDeviceControls: [
		{
			name: 'EndDeviceControl',
			many: true,
			shape: [
				MRID,
				text('reason'),
				{ name: 'EndDeviceControlType', shape: REF, must: true },
				{ name: 'EndDevices', many: true, must: true, shape: [MRID] },
				{ name: 'primaryDeviceTiming', shape: [{ name: 'interval', shape: [text('start'), text('end')] }] },
				{ name: 'UsagePoints', many: true, shape: [MRID] },
			],
		},
	],
	EndDeviceEvents: [
		{
			name: 'EndDeviceEvent',
			many: true,
			shape: [
				text('mRID'),
				{ name: 'createdDateTime', shape: 'text', must: true },
				text('reason'),
				text('severity'),
				{ name: 'Assets', must: true, shape: [MRID] },
				{ name: 'EndDeviceEventType', shape: REF, must: true },
				{ name: 'UsagePoint', shape: [MRID] },
			],
		},
	],
});

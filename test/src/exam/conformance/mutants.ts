/** Meters that are wrong in one thing each, and the check that finds it. */
import { NAME } from '../../../../modules/cosem/object-names.js';
import { CONTEXT, MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { SELECTOR } from '../../../../modules/dlms/apdu/selective-access.js';
import type { Data } from '../../../../modules/dlms/axdr/data.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import type { MeterCheckName } from '../../../../src/exam/conformance/checks.js';
import { hex } from '../../../assert.js';
import { PUBLIC } from '../../../modules/dlms/device-rig.js';
import { ACSE } from '../../../vectors/cosem.js';
import type { ExaminedAs, Mutant } from './conformance-rig.js';
import { admits, answers, grants, initiates, itemsOf, reads, SMALL_METER, takes, withByte, withItems, withNumber } from './mutant-parts.js';

/** The check that finds it, and as whom the meter is examined. */
export type MutantRow = readonly [found: MeterCheckName, is: string, mutant: () => Mutant, as?: ExaminedAs];

const AS_PUBLIC: ExaminedAs = { client: PUBLIC };
const READ_ONLY: ExaminedAs = { mayWrite: false };
const PASSWORD = hex('0102030405060708');
const AS_KEYLESS: ExaminedAs = { client: 3, password: PASSWORD, mayWrite: false };
/** GET-Response of the name of an association. */
const OWN_NAME = hex('c401c100 0906 0000280000ff');
const OWN_LIST = hex('c403c102 00 0906 0000280000ff 00 0906 0000280000ff');
const REPLAYED = 6;
const UNDECIPHERED = 5;
const LEAST = CONFORMANCE.get | CONFORMANCE.blockGet;
const BUFFER = '7/1.0.99.1.0.255:2';
const LIST = '15/0.0.40.0.0.255:2';
const CLOCK = '8/0.0.1.0.0.255';

/** Whether bytes begin so. */
const begins = (bytes: Uint8Array, digits: string): boolean => hex(digits).every((byte, i) => bytes[i] === byte);
const withAt = (bytes: Uint8Array, at: number, value: number): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));
/** Attribute or method number of a normal request. */
const INDEX_AT = 11;

export const MUTANTS: readonly MutantRow[] = [
	[
		'opens',
		'rejects whoever it knows',
		() => ({ meter: SMALL_METER, answer: (apdu) => (apdu[0] === 0x61 ? hex(ACSE.aareBadContext) : apdu) }),
		AS_PUBLIC,
	],
	[
		'initiateResponse',
		'tells another VAA name',
		() => ({ meter: SMALL_METER, answer: (apdu) => (apdu[0] === 0x61 ? withAt(apdu, apdu.length - 1, 8) : apdu) }),
		AS_PUBLIC,
	],
	[
		'conformanceSubset',
		'agrees to SET where nobody proposed it',
		() => ({
			meter: SMALL_METER,
			answer: (apdu, { requests }) => {
				const isLeast = requests[0]?.[0] === 0x60 && requests[0]?.at(-3) === LEAST % 256;
				return apdu[0] === 0x61 && isLeast ? withAt(apdu, apdu.length - 5, apdu.at(-5)! | CONFORMANCE.set) : apdu;
			},
		}),
		AS_PUBLIC,
	],
	['unagreedService', 'serves lists to all', () => answers((request) => (begins(request, 'c003') ? OWN_LIST : undefined)), AS_PUBLIC],
	[
		'wrongContext',
		'takes short names for logical names',
		() => admits((aarq) => (aarq.context === CONTEXT.shortNames ? { ...aarq, context: CONTEXT.logicalNames } : undefined)),
		AS_PUBLIC,
	],
	[
		'unknownMechanism',
		'takes any mechanism for GMAC',
		() => admits((aarq) => (aarq.mechanism === MECHANISM.highEcdsa + 1 ? { ...aarq, mechanism: MECHANISM.highGmac } : undefined)),
		READ_ONLY,
	],
	[
		'noAuthentication',
		'lets a client in that proves nothing',
		() =>
			admits((aarq) =>
				aarq.mechanism === undefined ? { ...aarq, authentication: true, mechanism: MECHANISM.low, callingAuthentication: PASSWORD } : undefined,
			),
		AS_KEYLESS,
	],
	[
		'wrongSecret',
		'takes any password',
		() => admits((aarq) => (aarq.callingAuthentication === undefined || !aarq.version1 ? undefined : { ...aarq, callingAuthentication: PASSWORD })),
		AS_KEYLESS,
	],
	['oldVersion', 'speaks any version', () => initiates((told) => (told.version === 5 ? { ...told, version: 6 } : undefined)), AS_PUBLIC],
	['shortPdu', 'takes any PDU size', () => initiates((told) => (told.maxPdu === 11 ? { ...told, maxPdu: 0 } : undefined)), AS_PUBLIC],
	['acseVersion', 'takes any version of ACSE', () => admits((aarq) => (aarq.version1 ? undefined : aarq)), AS_PUBLIC],
	[
		'beforeAssociation',
		'serves who has no association',
		() => ({ meter: SMALL_METER, request: (apdu, { requests }) => (requests.length === 0 && apdu[0] === 0xc0 ? OWN_NAME : undefined) }),
		AS_PUBLIC,
	],
	['release', 'does not answer RLRQ', () => ({ meter: SMALL_METER, answer: (apdu) => (apdu[0] === 0x63 ? undefined : apdu) }), AS_PUBLIC],
	[
		'afterRelease',
		'serves who was released',
		() => ({ meter: SMALL_METER, request: (apdu, { requests }) => (requests.at(-1)?.[0] === 0x62 && apdu[0] === 0xc0 ? OWN_NAME : undefined) }),
		AS_PUBLIC,
	],
	[
		'malformedAarq',
		'opens for half an AARQ',
		() => ({ meter: SMALL_METER, request: (apdu) => (apdu[0] === 0x60 && apdu[1] !== apdu.length - 2 ? hex(ACSE.aare) : undefined) }),
		AS_PUBLIC,
	],
	['unknownService', 'serves what there is not', () => answers((request) => (request[0] === 0xf5 ? OWN_NAME : undefined)), AS_PUBLIC],
	['unknownKind', 'takes any kind of GET for a normal one', () => answers((request) => (begins(request, 'c055') ? OWN_NAME : undefined))],
	['cutRequest', 'serves half a GET', () => answers((request) => (request[0] === 0xc0 && request.length === 8 ? OWN_NAME : undefined)), READ_ONLY],
	[
		'invokeId',
		'answers invoke id 5 by 6',
		() => answers((_, answer) => (answer[0] === 0xc4 && answer[2] === 0xc5 ? withAt(answer, 2, 0xc6) : undefined)),
	],
	[
		'unknownObject',
		'says other-reason of what it has not',
		() => answers((request, answer) => (begins(request, 'c001c10001 0000c7') && begins(answer, 'c401') ? hex('c401c101fa') : undefined)),
		AS_PUBLIC,
	],
	['wrongClass', 'does not look at the class', () => answers((request) => (begins(request, 'c001c11fff') ? OWN_NAME : undefined)), READ_ONLY],
	[
		'unknownAttribute',
		'has an attribute 101',
		() => answers((request) => (request[0] === 0xc0 && request[1] === 1 && request[INDEX_AT] === 101 ? OWN_NAME : undefined)),
		READ_ONLY,
	],
	[
		'list',
		'leaves the last of a list out',
		() => answers((_, answer) => (begins(answer, 'c403') ? withAt(answer.subarray(0, -9), 3, answer[3]! - 1) : undefined)),
		READ_ONLY,
	],
	[
		'nextWithoutLong',
		'tells a block that nobody awaits',
		() => answers((_, answer) => (begins(answer, 'c402c101000000010110') ? hex('c402c101 00000001 00 00') : undefined)),
		AS_PUBLIC,
	],
	[
		'pduSize',
		'does not heed a client’s PDU of 100',
		() => initiates((told) => (told.maxPdu === 100 ? { ...told, maxPdu: 1024 } : undefined)),
		AS_PUBLIC,
	],
	[
		'blockNumbers',
		'numbers blocks from 2',
		() => answers((_, answer) => (begins(answer, 'c402c1') && answer[8] === 0 ? withAt(answer, 7, answer[7]! + 1) : undefined)),
		AS_PUBLIC,
	],
	[
		'blocksWhole',
		'spoils the end of short blocks',
		() => answers((_, answer) => (begins(answer, 'c402c1') && answer.length === 100 ? withAt(answer, 99, answer[99]! ^ 1) : undefined)),
		AS_PUBLIC,
	],
	[
		'wrongBlock',
		'does not look at the number of a block',
		() => {
			let last = 0;
			return takes(
				(request) => (begins(request, 'c002') && last > 0 ? withAt(request, 6, last) : undefined),
				(answer) => {
					last = begins(answer, 'c402') && answer[3] === 0 ? answer[7]! : 0;
				},
			);
		},
		AS_PUBLIC,
	],
	[
		'blockAbandoned',
		'refuses all else in the middle of a long GET',
		() => {
			let isLong = false;
			return answers((request, answer) => {
				const refused = isLong && begins(request, 'c001') ? hex('c401c10102') : undefined;
				isLong = begins(answer, 'c402') && answer[3] === 0;
				return refused;
			});
		},
		AS_PUBLIC,
	],
	['objectList', 'has an entry that is none', () => reads(LIST, (data) => withItems(data, [...itemsOf(data), { tag: DataTag.nullData }])), AS_PUBLIC],
	['uniqueNames', 'lists an object twice', () => reads(LIST, (data) => withItems(data, [...itemsOf(data), itemsOf(data).at(-1)!])), AS_PUBLIC],
	['logicalNames', 'tells another name of an object', () => reads('1/0.0.42.0.0.255:1', (data) => withByte(data, 4, 9)), AS_PUBLIC],
	['readable', 'refuses what it lists as readable', () => reads('3/1.0.1.8.0.255:3', () => 3), READ_ONLY],
	[
		'unreadable',
		'tells its secret',
		() => answers((request) => (begins(request, 'c001c1000f0000280000ff07') ? hex('c401c100 0900') : undefined)),
		AS_PUBLIC,
	],
	['types', 'has an unsigned where its class has an enum', () => reads(`${CLOCK}:9`, () => ({ tag: DataTag.unsigned, value: 1 })), AS_PUBLIC],
	[
		'classComplete',
		'lists a clock without its last attribute',
		() =>
			reads(LIST, (data) =>
				withItems(
					data,
					itemsOf(data).map((entry) => {
						const [classId, version, name, rights] = itemsOf(entry);
						if (!('value' in classId!) || classId.value !== 8) return entry;
						const [attributes, methods] = itemsOf(rights!);
						return withItems(entry, [
							classId,
							version!,
							name!,
							withItems(rights!, [withItems(attributes!, itemsOf(attributes!).slice(0, -1)), methods!]),
						]);
					}),
				),
			),
		AS_PUBLIC,
	],
	['associationStatus', 'is pending for ever', () => reads('15/0.0.40.0.0.255:8', (data) => withNumber(data, () => 1)), AS_PUBLIC],
	['deviceName', 'has a name without a maker', () => reads('1/0.0.42.0.0.255:2', (data) => withByte(data, 0, 0x30)), AS_PUBLIC],
	[
		'pushObjects',
		'pushes what it does not list',
		() => {
			const elsewhere = (column: Data) =>
				withItems(
					column,
					itemsOf(column).map((item, i) => (i === 1 ? withByte(item, 2, 0xc7) : item)),
				);
			const { meter } = reads('40/0.4.25.9.0.255:2', (data) => withItems(data, itemsOf(data).map(elsewhere)));
			return { meter: { ...meter, push: { send() {} } } };
		},
		READ_ONLY,
	],
	['clockFormat', 'has an hour 25', () => reads(`${CLOCK}:2`, (data) => withByte(data, 5, 25)), AS_PUBLIC],
	['clockWeekday', 'has a day of the week 0', () => reads(`${CLOCK}:2`, (data) => withByte(data, 4, 0)), AS_PUBLIC],
	['clockDeviation', 'has the time zone the other way round', () => reads(`${CLOCK}:3`, (data) => withNumber(data, (value) => -value)), AS_PUBLIC],
	['clockRuns', 'has a clock that goes back', () => reads(`${CLOCK}:2`, (data, time) => withByte(data, 6, 59 - time)), AS_PUBLIC],
	[
		'scalerUnit',
		'has no unit',
		() => reads('3/1.0.1.8.0.255:3', (data) => withItems(data, [itemsOf(data)[0]!, { tag: DataTag.enum, value: 0 }])),
		READ_ONLY,
	],
	[
		'scalerStable',
		'has another scaler each time',
		() => reads('3/1.0.1.8.0.255:3', (data, time) => withItems(data, [{ tag: DataTag.integer, value: time % 2 }, itemsOf(data)[1]!])),
		READ_ONLY,
	],
	['energyRises', 'counts down', () => reads('3/1.0.1.8.0.255:2', (data, time) => withNumber(data, (value) => value - time)), READ_ONLY],
	[
		'columnsKnown',
		'captures what it does not list',
		() =>
			reads('7/1.0.99.1.0.255:3', (data) =>
				withItems(data, [
					...itemsOf(data).slice(0, -1),
					withItems(
						itemsOf(data).at(-1)!,
						itemsOf(itemsOf(data).at(-1)!).map((item, i) => (i === 1 ? withByte(item, 4, 77) : item)),
					),
				]),
			),
		READ_ONLY,
	],
	[
		'rowWidth',
		'has rows without their last value',
		() =>
			reads(BUFFER, (data) =>
				withItems(
					data,
					itemsOf(data).map((row) => (itemsOf(row).length > 1 ? withItems(row, itemsOf(row).slice(0, -1)) : row)),
				),
			),
		READ_ONLY,
	],
	['entriesInUse', 'says that it has 5 rows more', () => reads('7/1.0.99.1.0.255:7', (data) => withNumber(data, (value) => value + 5)), READ_ONLY],
	[
		'sorted',
		'has two rows in the other order',
		() =>
			reads(BUFFER, (data) =>
				itemsOf(data).length > 10 ? withItems(data, [itemsOf(data)[1]!, itemsOf(data)[0]!, ...itemsOf(data).slice(2)]) : data,
			),
		READ_ONLY,
	],
	[
		'holes',
		'lacks a row',
		() =>
			reads(BUFFER, (data) =>
				itemsOf(data).length > 10
					? withItems(
							data,
							itemsOf(data).filter((_, i) => i !== 5),
						)
					: data,
			),
		READ_ONLY,
	],
	[
		'byEntry',
		'tells a row too many by entry',
		() =>
			reads(BUFFER, (data, _, { selection }) =>
				selection?.selector === SELECTOR.entry && itemsOf(data).length === 2 ? withItems(data, [...itemsOf(data), itemsOf(data)[1]!]) : data,
			),
		READ_ONLY,
	],
	[
		'byRange',
		'tells no row by range',
		() => reads(BUFFER, (data, _, { selection }) => (selection?.selector === SELECTOR.range ? withItems(data, []) : data)),
		READ_ONLY,
	],
	[
		'unknownSelector',
		'takes a selector that there is not for none',
		() => answers((request) => (request[0] === 0xc0 && request[12] === 1 && request[13] === 99 ? hex('c401c100 0100') : undefined)),
		READ_ONLY,
	],
	[
		'wrongTag',
		'does not look at tags',
		() => ({
			meter: SMALL_METER,
			answer: (apdu, { answers: before, requests }) =>
				apdu[0] === 0xd8 && apdu[2] === UNDECIPHERED && requests.at(-1)![0] === 0xc8 ? (before.at(-1) ?? apdu) : apdu,
		}),
		READ_ONLY,
	],
	[
		'replay',
		'takes a counter again',
		() => ({
			meter: SMALL_METER,
			answer: (apdu, { answers: before }) => (apdu[0] === 0xd8 && apdu[2] === REPLAYED ? (before.at(-1) ?? apdu) : apdu),
		}),
		READ_ONLY,
	],
	[
		'plainRequest',
		'serves in the clear what it should not',
		() => ({ meter: SMALL_METER, request: (apdu, { requests }) => (requests.length > 1 && apdu[0] === 0xc0 ? OWN_NAME : undefined) }),
		READ_ONLY,
	],
	['counterObject', 'tells no counter', () => reads('1/0.0.43.1.0.255:2', (data) => withNumber(data, () => 0)), READ_ONLY],
	['challenge', 'has one challenge for all', () => ({ meter: { ...SMALL_METER, random: { fill: (bytes) => bytes.fill(7) } } }), READ_ONLY],
	['publicRights', 'lets anybody set its clock', () => grants(NAME.clock, { [PUBLIC]: { attributes: '131111111', methods: '' } }), READ_ONLY],
	['publicEnergy', 'tells anybody its energy', () => grants(NAME.importEnergy, { [PUBLIC]: { attributes: '111', methods: '' } }), READ_ONLY],
	[
		'publicWrites',
		'takes a SET from anybody',
		() => answers((request, _, { client }) => (client === PUBLIC && request[0] === 0xc1 ? hex('c501c100') : undefined)),
	],
	['readOnly', 'says success where it sets nothing', () => answers((_, answer) => (begins(answer, 'c501c103') ? hex('c501c100') : undefined))],
	['ownValue', 'sets nothing', () => answers((_, answer) => (begins(answer, 'c501c100') ? hex('c501c102') : undefined))],
	['wrongType', 'does not look at types', () => answers((_, answer) => (begins(answer, 'c501c10c') ? hex('c501c100') : undefined))],
	[
		'unknownMethod',
		'does any method',
		() => answers((request) => (request[0] === 0xc3 && request[INDEX_AT] === 101 ? hex('c701c10000') : undefined)),
	],
	['byteByByte', 'loses single bytes', () => ({ meter: SMALL_METER, toMeter: (bytes) => (bytes.length === 1 ? undefined : bytes) }), AS_PUBLIC],
	[
		'version',
		'does not look at the version of the wrapper',
		() => ({ meter: SMALL_METER, toMeter: (bytes) => withAt(bytes, 1, bytes.length > 8 ? 1 : bytes[1]!) }),
		AS_PUBLIC,
	],
	[
		'destination',
		'does not look at the logical device',
		() => ({ meter: SMALL_METER, toMeter: (bytes) => (bytes.length > 8 ? withAt(withAt(bytes, 4, 0), 5, 1) : bytes) }),
		AS_PUBLIC,
	],
	['supplyState', 'has a state that there is not', () => reads('70/0.0.96.3.10.255:3', (data) => withNumber(data, () => 7)), READ_ONLY],
	[
		'plainAssociation',
		'opens without ciphering',
		() =>
			admits((aarq) =>
				aarq.context === CONTEXT.logicalNames && aarq.callingApTitle !== undefined ? { ...aarq, context: CONTEXT.logicalNamesCiphered } : undefined,
			),
		READ_ONLY,
	],
];

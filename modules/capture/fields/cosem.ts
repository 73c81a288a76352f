/** APDUs of COSEM (Green Book, COSEMpdu): services of xDLMS, ciphered ones, notifications, errors. Associations stand in acse.ts. */
import { ACSE_APDUS } from './acse.js';
import { dataRow, dateTimeText, obisText, size } from './axdr.js';
import { CIPHERED, GENERAL_CIPHERED, GENERAL_CIPHERING, GENERAL_SIGNING } from './protection.js';
import type { Row } from './row.js';
import { bit, bytes, choice, parts, timesOf, u, x } from './row.js';

export const COSEM_CLAUSE = 'Green Book, COSEMpdu';

export const APDUS = Object.freeze({
	1: 'InitiateRequest',
	8: 'InitiateResponse',
	14: 'ConfirmedServiceError',
	15: 'DataNotification',
	16: 'DataNotification-Confirm',
	33: 'glo-InitiateRequest',
	40: 'glo-InitiateResponse',
	46: 'glo-ConfirmedServiceError',
	78: 'ded-ConfirmedServiceError',
	96: 'AARQ',
	97: 'AARE',
	98: 'RLRQ',
	99: 'RLRE',
	192: 'Get-Request',
	193: 'Set-Request',
	194: 'EventNotification',
	195: 'Action-Request',
	196: 'Get-Response',
	197: 'Set-Response',
	199: 'Action-Response',
	200: 'glo-Get-Request',
	201: 'glo-Set-Request',
	202: 'glo-EventNotification',
	203: 'glo-Action-Request',
	204: 'glo-Get-Response',
	205: 'glo-Set-Response',
	207: 'glo-Action-Response',
	208: 'ded-Get-Request',
	209: 'ded-Set-Request',
	210: 'ded-EventNotification',
	211: 'ded-Action-Request',
	212: 'ded-Get-Response',
	213: 'ded-Set-Response',
	215: 'ded-Action-Response',
	216: 'ExceptionResponse',
	217: 'Access-Request',
	218: 'Access-Response',
	219: 'general-glo-ciphering',
	220: 'general-ded-ciphering',
	221: 'general-ciphering',
	223: 'general-signing',
	224: 'general-block-transfer',
});
export const ACCESS_RESULTS = Object.freeze({
	0: 'success',
	1: 'hardware-fault',
	2: 'temporary-failure',
	3: 'read-write-denied',
	4: 'object-undefined',
	9: 'object-class-inconsistent',
	11: 'object-unavailable',
	12: 'type-unmatched',
	13: 'scope-of-access-violated',
	14: 'data-block-unavailable',
	15: 'long-get-aborted',
	16: 'no-long-get-in-progress',
	17: 'long-set-aborted',
	18: 'no-long-set-in-progress',
	19: 'data-block-number-invalid',
	250: 'other-reason',
});
export const CLASSES = Object.freeze({
	1: 'Data',
	3: 'Register',
	4: 'Extended register',
	5: 'Demand register',
	6: 'Register activation',
	7: 'Profile generic',
	8: 'Clock',
	9: 'Script table',
	10: 'Schedule',
	11: 'Special days table',
	15: 'Association LN',
	17: 'SAP assignment',
	18: 'Image transfer',
	19: 'IEC local port setup',
	20: 'Activity calendar',
	21: 'Register monitor',
	22: 'Single action schedule',
	23: 'IEC HDLC setup',
	30: 'COSEM data protection',
	40: 'Push setup',
	41: 'TCP-UDP setup',
	42: 'IPv4 setup',
	43: 'MAC address setup',
	47: 'GSM diagnostic',
	48: 'IPv6 setup',
	61: 'Register table',
	62: 'Compact data',
	63: 'Status mapping',
	64: 'Security setup',
	65: 'Parameter monitor',
	68: 'Arbitrator',
	70: 'Disconnect control',
	71: 'Limiter',
	72: 'M-Bus client',
	77: 'M-Bus diagnostic',
	90: 'G3-PLC MAC layer counters',
	91: 'G3-PLC MAC setup',
	92: 'G3-PLC 6LoWPAN adaptation layer setup',
	95: 'Wi-SUN setup',
	96: 'Wi-SUN diagnostic',
	97: 'RPL diagnostic',
	98: 'MPL diagnostic',
	111: 'Account',
	112: 'Credit',
	113: 'Charge',
	115: 'Token gateway',
	122: 'Function control',
	124: 'Communication port protection',
	151: 'LTE monitoring',
});

const flag = (name: string, key: string): Row =>
	u(1, name, undefined, { key, names: { 0: 'no', 1: 'yes' }, wrong: (value) => (value > 1 ? `${name} 0 or 1` : undefined) });
const result = (name = 'Data-Access-Result'): Row => u(1, name, undefined, { names: ACCESS_RESULTS, clause: 'Green Book, Data-Access-Result' });

const INVOKE: Row = x(1, 'Invoke-Id-And-Priority', undefined, {
	bits: [
		bit(0x80, 'High priority'),
		bit(0x40, 'Confirmed'),
		bit(0x30, 'Reserved', undefined, { reading: 'hex' }),
		bit(0x0f, 'Invoke ID', undefined, { key: 'invoke' }),
	],
});

const target = (member: string): readonly Row[] => [
	u(2, 'Class', undefined, { key: 'class', names: CLASSES }),
	bytes(6, 'Logical name', undefined, { shown: (raw) => obisText(raw as Uint8Array), clause: 'Blue Book, OBIS' }),
	u(1, member, undefined, { key: 'member', reading: 'dec' }),
];
const SELECTION: readonly Row[] = [
	flag('Selective access', 'selective'),
	choice((s) => (s.selective === 1 ? [u(1, 'Access selector', undefined, { names: { 1: 'range', 2: 'entry' } }), dataRow('Access parameters')] : [])),
];
const ATTRIBUTE = parts('Attribute descriptor', [...target('Attribute'), ...SELECTION]);
const PLAIN_ATTRIBUTE = parts('Attribute descriptor', target('Attribute'));
const METHOD = parts('Method descriptor', target('Method'));

const DATA_RESULT: readonly Row[] = [
	u(1, 'Get-Data-Result', undefined, {
		key: 'denied',
		names: { 0: 'data', 1: 'data-access-result' },
		wrong: (value) => (value > 1 ? 'a choice of 0 or 1' : undefined),
	}),
	choice((s) => [s.denied === 1 ? result() : dataRow('Data')]),
];
const BLOCK: readonly Row[] = [
	u(1, 'Last block', undefined, { shown: (raw) => (raw === 0 ? 'no' : 'yes') }),
	u(4, 'Block number'),
	size('Length', 'raw'),
	bytes((s) => s.raw!, 'Raw data', undefined, { when: (s) => s.raw! > 0 }),
];
const GET_BLOCK: readonly Row[] = [
	u(1, 'Last block', undefined, { shown: (raw) => (raw === 0 ? 'no' : 'yes') }),
	u(4, 'Block number'),
	u(1, 'Result', undefined, {
		key: 'denied',
		names: { 0: 'raw data', 1: 'data-access-result' },
		wrong: (value) => (value > 1 ? 'a choice of 0 or 1' : undefined),
	}),
	choice((s) =>
		s.denied === 1 ? [result()] : [size('Length', 'raw'), bytes((scope) => scope.raw!, 'Raw data', undefined, { when: (scope) => scope.raw! > 0 })],
	),
];
const OUTCOME: readonly Row[] = [
	result('Action-Result'),
	flag('Return parameters', 'returned'),
	choice((s) => (s.returned === 1 ? DATA_RESULT : [])),
];
const many = (key: string, name: string, rows: readonly Row[]): readonly Row[] => [size('Count', key), parts(name, rows, { again: timesOf(key) })];
const values: readonly Row[] = [size('Count', 'values'), { ...dataRow('Value'), again: timesOf('values') }];
const NUMBER = u(4, 'Block number');

/** What the blocks of a long transfer make together. */
export type BlockContent = 'value' | 'values' | 'results' | 'outcome' | 'outcomes';

/** The layer of each. */
export const BLOCK_CONTENTS: Readonly<Record<BlockContent, { readonly protocol: string; readonly rows: readonly Row[] }>> = Object.freeze({
	value: { protocol: 'COSEM value', rows: [dataRow('Value')] },
	values: { protocol: 'COSEM values', rows: values },
	results: { protocol: 'COSEM results', rows: many('results', 'Result', DATA_RESULT) },
	outcome: { protocol: 'COSEM outcome', rows: OUTCOME },
	outcomes: { protocol: 'COSEM outcomes', rows: many('results', 'Result', OUTCOME) },
});

/** By the second byte: what kind of the service it is, and its rows behind the invoke id. */
type Kinds = Readonly<Record<number, readonly [name: string, rows: readonly Row[]]>>;
const SERVICES: Readonly<Record<number, Kinds>> = Object.freeze({
	192: {
		1: ['normal', [ATTRIBUTE]],
		2: ['next', [NUMBER]],
		3: ['with list', [size('Count', 'targets'), { ...ATTRIBUTE, again: timesOf('targets') }]],
	},
	196: { 1: ['normal', DATA_RESULT], 2: ['with data block', GET_BLOCK], 3: ['with list', many('results', 'Result', DATA_RESULT)] },
	193: {
		1: ['normal', [ATTRIBUTE, dataRow('Value')]],
		2: ['with first data block', [ATTRIBUTE, ...BLOCK]],
		3: ['with data block', BLOCK],
		4: ['with list', [size('Count', 'targets'), { ...ATTRIBUTE, again: timesOf('targets') }, ...values]],
		5: ['with list and first data block', [size('Count', 'targets'), { ...ATTRIBUTE, again: timesOf('targets') }, ...BLOCK]],
	},
	197: {
		1: ['normal', [result()]],
		2: ['data block', [NUMBER]],
		3: ['last data block', [result(), NUMBER]],
		4: ['last data block with list', [...many('results', 'Result', [result()]), NUMBER]],
		5: ['with list', many('results', 'Result', [result()])],
	},
	195: {
		1: ['normal', [METHOD, flag('Method invocation parameters', 'given'), choice((s) => (s.given === 1 ? [dataRow('Parameters')] : []))]],
		2: ['next data block', [NUMBER]],
		3: ['with list', [size('Count', 'targets'), { ...METHOD, again: timesOf('targets') }, ...values]],
		4: ['with first data block', [METHOD, ...BLOCK]],
		5: ['with list and first data block', [size('Count', 'targets'), { ...METHOD, again: timesOf('targets') }, ...BLOCK]],
		6: ['with data block', BLOCK],
	},
	199: {
		1: ['normal', OUTCOME],
		2: ['with data block', BLOCK],
		3: ['with list', many('results', 'Result', OUTCOME)],
		4: ['next data block', [NUMBER]],
	},
});

function service(tag: number): readonly Row[] {
	const kinds = SERVICES[tag]!;
	const names = Object.fromEntries(Object.entries(kinds).map(([number, [name]]) => [number, name]));
	return [
		u(1, 'Kind', undefined, { key: 'kind', names, wrong: (kind) => (kind in kinds ? undefined : `a kind of 1 to ${Object.keys(kinds).length}`) }),
		INVOKE,
		choice((s) => kinds[s.kind!]![1]),
	];
}

const TIME = bytes(12, 'Date-time', undefined, { shown: (raw) => dateTimeText(raw as Uint8Array), clause: 'Blue Book, date-time' });
/** Of DataNotification and ACCESS. */
const LONG_INVOKE: Row = x(4, 'Long-Invoke-Id-And-Priority', undefined, {
	bits: [
		bit(0x80000000, 'High priority'),
		bit(0x40000000, 'Confirmed'),
		bit(0x20000000, 'Break on error'),
		bit(0x10000000, 'Self-descriptive'),
		bit(0x0f000000, 'Reserved'),
		bit(0x00ffffff, 'Long invoke ID'),
	],
});
const LENGTH_AND_TIME: readonly Row[] = [
	u(1, 'Length of date-time', undefined, {
		key: 'time',
		wrong: (length) => (length === 0 || length === 12 || length === 9 ? undefined : '0 or 12 bytes of date-time'),
	}),
	u(1, 'Length', undefined, { when: (s) => s.time === 9 }),
	choice((s) => (s.time === 0 ? [] : [TIME])),
];
/** Services of ACCESS, by their numbers. */
const ACCESS_SERVICES = Object.freeze({ 1: 'get', 2: 'set', 3: 'action', 4: 'get with selection', 5: 'set with selection' });
const accessService = (most: number): Row =>
	u(1, 'Service', undefined, {
		key: 'service',
		names: ACCESS_SERVICES,
		wrong: (number) => (number >= 1 && number <= most ? undefined : `a service of 1 to ${most}`),
	});
const SPECIFICATIONS: readonly Row[] = [
	size('Count', 'targets'),
	parts(
		'Access specification',
		[
			accessService(5),
			...target('Attribute or method'),
			choice((s) =>
				s.service! > 3 ? [u(1, 'Access selector', undefined, { names: { 1: 'range', 2: 'entry' } }), dataRow('Access parameters')] : [],
			),
		],
		{ again: timesOf('targets') },
	),
];

const ERROR_CLASSES = Object.freeze({
	0: 'application-reference',
	1: 'hardware-resource',
	2: 'vde-state-error',
	3: 'service',
	4: 'definition',
	5: 'access',
	6: 'initiate',
	7: 'load-data-set',
	9: 'task',
});

/** Rows behind the tag. */
const OF_TAG: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	...ACSE_APDUS,
	...Object.fromEntries(Object.keys(SERVICES).map((tag) => [tag, service(Number(tag))])),
	14: [
		u(1, 'Service', undefined, { names: { 1: 'initiateError', 5: 'read', 6: 'write' } }),
		u(1, 'Error class', undefined, { names: ERROR_CLASSES }),
		u(1, 'Error'),
	],
	16: [LONG_INVOKE, ...LENGTH_AND_TIME],
	15: [LONG_INVOKE, ...LENGTH_AND_TIME, choice((_, place) => (place.left > 0 ? [dataRow('Notification body')] : []))],
	194: [
		flag('Date-time given', 'given'),
		choice((s) => (s.given === 1 ? [u(1, 'Length of date-time', undefined, { key: 'time' }), TIME] : [])),
		PLAIN_ATTRIBUTE,
		dataRow('Attribute value'),
	],
	216: [
		u(1, 'State error', undefined, { names: { 1: 'service-not-allowed', 2: 'service-unknown' } }),
		u(1, 'Service error', undefined, {
			key: 'error',
			names: {
				1: 'operation-not-possible',
				2: 'service-not-supported',
				3: 'other-reason',
				4: 'pdu-too-long',
				5: 'deciphering-error',
				6: 'invocation-counter-error',
			},
		}),
		u(4, 'Invocation counter', undefined, { when: (s) => s.error === 6 }),
	],
	217: [LONG_INVOKE, ...LENGTH_AND_TIME, ...SPECIFICATIONS, ...values],
	218: [
		LONG_INVOKE,
		...LENGTH_AND_TIME,
		flag('Specifications given', 'given'),
		choice((s) => (s.given === 1 ? SPECIFICATIONS : [])),
		...values,
		size('Count', 'results'),
		parts('Result', [accessService(3), result('Result')], { again: timesOf('results') }),
	],
	219: GENERAL_CIPHERED,
	220: GENERAL_CIPHERED,
	221: GENERAL_CIPHERING,
	223: GENERAL_SIGNING,
	224: [
		x(1, 'Block control', undefined, { bits: [bit(0x80, 'Last block'), bit(0x40, 'Streaming'), bit(0x3f, 'Window', undefined, { reading: 'dec' })] }),
		u(2, 'Block number'),
		u(2, 'Block number acknowledged'),
		size('Length', 'raw'),
		bytes((s) => s.raw!, 'Block data', undefined, { when: (s) => s.raw! > 0 }),
	],
});

const isCiphered = (tag: number) =>
	tag === 0x21 || tag === 0x28 || tag === 0x2e || tag === 0x4e || (tag >= 0xc8 && tag <= 0xd7 && tag !== 0xce && tag !== 0xd6);

/** Whether an APDU with this tag can be opened with keys. */
export const isProtected = (tag: number): boolean => isCiphered(tag) || (tag >= 0xdb && tag <= 0xdd);

export const COSEM_ROWS: readonly Row[] = [
	x(1, 'APDU', undefined, { key: 'apdu', names: APDUS, wrong: (tag) => (tag in APDUS ? undefined : 'the tag of an APDU') }),
	choice((s) => OF_TAG[s.apdu!] ?? (isCiphered(s.apdu!) ? CIPHERED : [bytes('rest', 'APDU', undefined, { when: (_, place) => place.left > 0 })])),
];

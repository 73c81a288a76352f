/**
 * The diagnosis of a Route B, as Table 2 of "Development of operation system for smart meter data providing service" (Kansai Electric Power) prints it: from
 * what was read of the meter, remotely or at the site, to the row, the probable causes and what settles it.
 *
 * | number | status | indicated message   | startup | authentication  | connection | communication unit |
 * |--------|--------|---------------------|---------|-----------------|------------|--------------------|
 * | 1      | OK     | active status       | clear   | clear           | clear      | normal             |
 * | 2      | NG     | HEMS is failure     | clear   | failure         | failure    | normal             |
 * | 3      | NG     | HEMS is unconnected | clear   | clear           | failure    | normal             |
 * | 4      | NG     | abnormality         | failure | clear / failure | failure    | abnormality        |
 */
import type { RouteBMedium } from '../../meter/catalogue/unit-types.js';
import { type Row, rowOf, type StatusItems, type Verdict } from '../../meter/communication/status-information.js';

/** What a meter tells of its Route B; of an item that fails, or is abnormal, true. */
export interface StatusReading {
	readonly startup: boolean;
	readonly authentication: boolean;
	readonly connection: boolean;
	readonly unit: boolean;
	readonly verdict: Verdict;
	/** Since when it is that, ms since 1970-01-01T00:00:00Z; null: the meter does not tell. */
	readonly since: number | null;
	/** Of the credentials in force; 0: none came sealed. */
	readonly version: number;
}

export interface Findings {
	/** Undefined: the meter did not answer. */
	readonly reading: StatusReading | undefined;
	/** When it was read, or given up, ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	/** By which Route B goes, from the type of the communication unit; undefined: not known here. */
	readonly medium: RouteBMedium | undefined;
	/** Version of the credentials that the customer's last letter tells; null: there was none; undefined: not known here. */
	readonly letter: number | null | undefined;
	/** When the meter answered last before this, ms since 1970-01-01T00:00:00Z; undefined: not known here. */
	readonly heardAt: number | undefined;
	/** Meters around one that does not answer; undefined: nothing is known of them. */
	readonly neighbours?: Neighbours | undefined;
}

/** How many there are of each. */
export interface Neighbours {
	readonly answering: number;
	readonly silent: number;
}

/** What Table 2 does not name, and can all the same be told. */
export type Doubt =
	/** The unit works, Route B does not run yet. */
	| 'starting'
	/** Route B runs in a unit that is isolated or not in its place. */
	| 'isolated'
	/** A HEMS is connected while another device fails to be authenticated. */
	| 'stranger'
	/** A connection without what it stands on. */
	| 'contradiction';

/** What is to be done, in its order. */
export type Step =
	| 'nothing'
	| 'enterLetter'
	| 'rewrite'
	| 'setFirst'
	| 'awaitVersion'
	| 'letterIsOld'
	| 'turnOn'
	| 'nearer'
	| 'quieter'
	| 'tryNow'
	| 'replaceUnit'
	| 'readAgain'
	| 'visit'
	| 'checkSupply'
	| 'awaitNetwork'
	| 'designRouteB';

export interface DiagnosisReport {
	readonly at: number;
	/** Row of Table 2; null: none. */
	readonly number: 1 | 2 | 3 | 4 | null;
	readonly status: 'OK' | 'NG' | null;
	readonly message: Verdict | 'no answer';
	/** Null: not known. Authentication alone is null where the row says nothing of it. */
	readonly items: (Omit<StatusItems, 'authentication'> & { readonly authentication: StatusItems['authentication'] | null }) | null;
	/** In their order; those of a medium where it is that one or is not known. */
	readonly causes: Readonly<Record<'all' | 'radio' | 'plc', readonly string[]>>;
	readonly doubt: Doubt | null;
	readonly evidence: {
		readonly since: number | null;
		readonly version: number | null;
		readonly letter: number | null;
		readonly medium: RouteBMedium | null;
		/** What the meter makes of its items itself, where that is something else. */
		readonly meterSays: Verdict | null;
		readonly heardAt: number | null;
		/** Of a meter that does not answer. */
		readonly neighbours: Neighbours | null;
	};
	readonly steps: readonly Step[];
}

const NUMBERS: Readonly<Record<Verdict, DiagnosisReport['number']>> = Object.freeze({
	active: 1,
	'HEMS is failure': 2,
	'HEMS is unconnected': 3,
	abnormality: 4,
	undetermined: null,
});

/** What is concluded of a meter that is silent while those around it answer: neither outage nor network, but what it answers with. */
const FALLEN = Object.freeze({ startup: 'failure', authentication: null, connection: 'failure', unit: 'abnormality' } as const);

/** What the findings are by Table 2, and what settles it. */
export function diagnosisOf(findings: Findings): DiagnosisReport {
	const { reading, at, medium, letter, heardAt, neighbours } = findings;
	const read = reading && itemsOf(reading);
	const items = read ?? (neighbours !== undefined && neighbours.answering > 0 ? FALLEN : null);
	const row = items === null ? undefined : rowOf({ ...items, authentication: items.authentication ?? 'clear' });
	const number = row === undefined ? null : NUMBERS[row.verdict];
	return {
		at,
		number,
		status: number === null ? null : number === 1 ? 'OK' : 'NG',
		message: row?.verdict ?? 'no answer',
		items,
		causes: { all: row?.causes ?? [], radio: causesBy('radio', row, medium), plc: causesBy('plc', row, medium) },
		doubt: read !== undefined && number === null ? doubtOf(read) : null,
		evidence: {
			since: reading?.since ?? null,
			version: reading?.version ?? null,
			letter: letter ?? null,
			medium: medium ?? null,
			meterSays: reading === undefined || reading.verdict === row?.verdict ? null : reading.verdict,
			heardAt: heardAt ?? null,
			neighbours: (reading === undefined && neighbours) || null,
		},
		steps: stepsOf(findings, row?.verdict),
	};
}

/** The items as Table 2 names their states. */
export function itemsOf({ startup, authentication, connection, unit }: StatusReading): StatusItems {
	const item = (fails: boolean) => (fails ? 'failure' : 'clear');
	return { startup: item(startup), authentication: item(authentication), connection: item(connection), unit: unit ? 'abnormality' : 'normal' };
}

function causesBy(of: 'radio' | 'plc', row: Row | undefined, medium: RouteBMedium | undefined): readonly string[] {
	return medium === undefined || medium === of ? (row?.[of] ?? []) : [];
}

function doubtOf({ startup, authentication, connection, unit }: StatusItems): Doubt {
	if (connection === 'failure') return unit === 'normal' ? 'starting' : 'isolated';
	return startup === 'clear' && unit === 'normal' && authentication === 'failure' ? 'stranger' : 'contradiction';
}

function stepsOf({ reading, medium, letter, neighbours }: Findings, verdict: Verdict | undefined): readonly Step[] {
	if (reading === undefined) {
		if (verdict !== undefined) return ['replaceUnit'];
		return neighbours !== undefined && neighbours.silent > 0 ? ['awaitNetwork'] : ['checkSupply', 'visit'];
	}
	if (medium === 'none' && verdict !== 'active') return ['designRouteB'];
	const credentials = credentialStep(reading.version, letter);
	switch (verdict) {
		case 'active':
			return credentials === undefined || credentials === 'setFirst' ? ['nothing'] : [credentials];
		case 'HEMS is failure':
			return credentials === undefined ? ['enterLetter', 'rewrite'] : [credentials];
		case 'HEMS is unconnected':
			return [
				...(credentials === undefined ? [] : [credentials]),
				'turnOn',
				...(medium === 'plc' ? [] : (['nearer'] as const)),
				...(medium === 'radio' ? [] : (['quieter'] as const)),
				'tryNow',
			];
		case 'abnormality':
			return ['replaceUnit'];
		default:
			return ['readAgain', 'visit'];
	}
}

/** Where meter and letter do not have the same. */
function credentialStep(version: number, letter: Findings['letter']): Step | undefined {
	if (letter === undefined) return undefined;
	if (letter === null) return version === 0 ? 'setFirst' : undefined;
	if (version === letter) return undefined;
	return version < letter ? 'awaitVersion' : 'letterIsOld';
}

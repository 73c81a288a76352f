/** The remote work there is: a row a kind, with what it takes, what it gives, and whose right at the office it is. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { LAST_VERSION } from '../../../modules/cosem/sealed-credentials.js';
import type { Field, ShapeOf } from './fields.js';

/** Credentials that only the communication unit can open. */
export interface CredentialsBody {
	readonly version: number;
	/** Hexadecimal; of modules/cosem/sealed-credentials.ts. */
	readonly sealed: string;
}

export interface SupplyBody {
	readonly to: 'open' | 'closed';
}

export interface AmperesBody {
	/** Of the contract, A; null: none holds. */
	readonly amperes: number | null;
}

export type Nothing = Readonly<Record<string, never>>;

export interface CredentialsResult {
	/** In force, as the meter tells it. */
	readonly version: number;
}

/** The items of Table 2, as the meter tells them. */
export interface StatusResult {
	readonly startup: 'clear' | 'failure';
	readonly authentication: 'clear' | 'failure';
	readonly connection: 'clear' | 'failure';
	readonly unit: 'normal' | 'abnormality';
	readonly verdict: 'undetermined' | 'active' | 'HEMS is failure' | 'HEMS is unconnected' | 'abnormality';
	/** Since when it is that; null: the meter does not tell. */
	readonly since: number | null;
	/** Of the credentials in force; 0: none came sealed. */
	readonly version: number;
	/** When they came. */
	readonly changed: number | null;
	/** Type of the communication unit, by its code; null: the meter does not tell. */
	readonly communication: string | null;
}

export type Contact = 'open' | 'closed' | 'unknown';

/** What the contact really does, read back. */
export interface SupplyResult {
	readonly contact: Contact;
	/** `ready`: a hand at the meter has to close it. */
	readonly control: 'disconnected' | 'connected' | 'ready';
	/** Control mode, 0 to 6; null: the meter does not tell. */
	readonly mode: number | null;
	readonly before: Contact;
}

export interface AmperesResult {
	/** The threshold that holds now, read back, A; null: none. */
	readonly amperes: number | null;
	readonly before: number | null;
}

export const UNIT_WORDS = Object.freeze(['metering', 'communication', 'switching', 'voltage'] as const);

/** A unit that the meter reports. */
export interface ReportedUnit {
	readonly kind: (typeof UNIT_WORDS)[number];
	/** By its code in the catalogue. */
	readonly type: string;
	readonly serial: string;
	readonly firmware: string;
}

export interface UnitsResult {
	readonly units: readonly ReportedUnit[];
}

/** Why it is not done. */
export interface NotDone {
	/** A kind of failure of a head-end (src/head-end/head-end-error.ts), or of `OWN_FAILURES`; null: nothing failed yet. */
	readonly why: string | null;
	/** What the meter answered with: its Data-Access-Result or Action-Result. */
	readonly code: number | null;
	/** Of a supply that was not switched: its contact. */
	readonly contact?: Contact;
	/** Of credentials that were not taken: the version in force. */
	readonly version?: number;
}

/** Why the control system itself does not do a job. */
export const OWN_FAILURES = Object.freeze([
	/** It has no meter of this system title. */
	'unknownMeter',
	/** A later one of its kind was done at this meter before. */
	'overtaken',
	/** The meter took the order, and its contact does not follow. */
	'notReached',
	/** The limiter does not watch amperes. */
	'noAmperes',
	/** Of credentials: later ones are in force; the unit cannot open them; the meter does not take them. */
	...(['oldVersion', 'notOurs', 'refused'] as const),
	/** The control system could not keep what it does. */
	'broken',
] as const);

export interface Bodies {
	readonly credentials: CredentialsBody;
	readonly status: Nothing;
	readonly supply: SupplyBody;
	readonly amperes: AmperesBody;
	readonly units: Nothing;
}

export interface Results {
	readonly credentials: CredentialsResult;
	readonly status: StatusResult;
	readonly supply: SupplyResult;
	readonly amperes: AmperesResult;
	readonly units: UnitsResult;
}

export type JobKind = keyof Bodies;

interface Row<Kind extends JobKind> {
	readonly body: ShapeOf<Bodies[Kind]>;
	readonly result: ShapeOf<Results[Kind]>;
	/** Name of the act at the office that asks for it. */
	readonly act: string;
	/** Whether it is tried until it expires; else once, for its answer is wanted at once. */
	readonly isPatient: boolean;
	/** Whether one that was to be done before another may not come after it. */
	readonly isInOrder: boolean;
}

const ITEM: Field = { is: 'word', of: ['clear', 'failure'] };
const CONTACT: Field = { is: 'word', of: ['open', 'closed', 'unknown'] };
const WORD: Field = { is: 'text', most: 40 };
/** Bytes of what is sealed: for a key of AES, and for a public key. */
const SEALED = [44, 108];
const MOST_AMPERES = 1200;

export const UNITS: Field = frozen({
	is: 'list',
	most: 16,
	of: { is: 'record', of: { kind: { is: 'word', of: UNIT_WORDS }, type: WORD, serial: WORD, firmware: WORD } },
});

export const KINDS: { readonly [Kind in JobKind]: Row<Kind> } = frozen({
	credentials: {
		body: { version: { is: 'whole', least: 1, most: LAST_VERSION }, sealed: { is: 'hex', bytes: SEALED } },
		result: { version: { is: 'whole', least: 0, most: LAST_VERSION } },
		act: 'password.rewrite',
		isPatient: true,
		// Its version says which one is the later.
		isInOrder: false,
	},
	status: {
		body: {},
		result: {
			...{ startup: ITEM, authentication: ITEM, connection: ITEM, unit: { is: 'word', of: ['normal', 'abnormality'] } },
			verdict: { is: 'word', of: ['undetermined', 'active', 'HEMS is failure', 'HEMS is unconnected', 'abnormality'] },
			since: { is: 'time', orNull: true },
			version: { is: 'whole', least: 0, most: LAST_VERSION },
			changed: { is: 'time', orNull: true },
			communication: { ...WORD, orNull: true },
		},
		act: 'job.diagnose',
		isPatient: false,
		isInOrder: false,
	},
	supply: {
		body: { to: { is: 'word', of: ['open', 'closed'] } },
		result: {
			contact: CONTACT,
			control: { is: 'word', of: ['disconnected', 'connected', 'ready'] },
			mode: { is: 'whole', least: 0, most: 6, orNull: true },
			before: CONTACT,
		},
		act: 'job.supply',
		isPatient: true,
		isInOrder: true,
	},
	amperes: {
		body: { amperes: { is: 'whole', least: 1, most: MOST_AMPERES, orNull: true } },
		result: { amperes: { is: 'number', orNull: true }, before: { is: 'number', orNull: true } },
		act: 'job.amperes',
		isPatient: true,
		isInOrder: true,
	},
	units: { body: {}, result: { units: UNITS }, act: 'job.units', isPatient: false, isInOrder: false },
});

export const JOB_KINDS = Object.freeze(Object.keys(KINDS) as JobKind[]);

export const NOT_DONE: ShapeOf<NotDone> = frozen({
	why: { ...WORD, orNull: true },
	code: { is: 'whole', least: 0, most: 0xff, orNull: true },
	contact: { ...CONTACT, optional: true },
	version: { is: 'whole', least: 0, most: LAST_VERSION, optional: true },
});

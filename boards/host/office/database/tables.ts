/**
 * What the office keeps, as its tables are: one schema for SQLite and PostgreSQL.
 *
 * Times are ms since 1970-01-01T00:00:00Z. Yes and no are 1 and 0. Lists and records are JSON. `as_of` is the time that a record's own system gave with it: the
 * three systems of figure 4 (customer information, distribution management, supervisory control) are each updated at a time of their own.
 */

import type { Site as SiteKind } from '../../../../src/meter/catalogue/site.js';
import type { Phases, RouteBMedium, UnitKind } from '../../../../src/meter/catalogue/unit-types.js';
import type { ApplicationKind } from '../../../../src/operations/design/applications.js';
import type {
	AuditDetailTable,
	AuditTable,
	ConsentTable,
	CustomerCodeTable,
	CustomerPasswordTable,
	PasskeyTable,
	ProposalTable,
	SessionTable,
	StaffTable,
} from './people-tables.js';

/** 1 or 0. */
export type Flag = 0 | 1;

/** Of the customer information system. */
export interface ContractTable {
	/** `C` and 10 digits: what links all records of a contract. */
	readonly code: string;
	/** Empty once it is erased, as are address and street number. */
	readonly customer: string;
	/** How the name is read, in katakana; for search. */
	readonly reading: string;
	readonly address: string;
	readonly street: string;
	readonly phases: Phases;
	/** A. */
	readonly amperes: number;
	readonly feed_in: Flag;
	readonly route_b: RouteBMedium;
	readonly state: 'active' | 'ended' | 'erased';
	readonly since: number;
	readonly until: number | null;
	readonly as_of: number;
	readonly imported_at: number;
}

export type ApplicationState = 'received' | 'designed' | 'ordered' | 'done' | 'refused' | 'withdrawn';

/** Of the customer information system, and of the customers' own site. */
export interface ApplicationTable {
	/** `A` and 8 digits. */
	readonly number: string;
	readonly contract: string;
	readonly kind: ApplicationKind;
	/** What is wished, JSON: `{ routeB, amperes, feedIn, option, medium, at }`, each where the kind has it. */
	readonly wishes: string;
	readonly state: ApplicationState;
	/** Why it was decided so, told to the customer; empty: not decided. */
	readonly reason: string;
	readonly received_at: number;
	readonly decided_at: number | null;
	readonly decided_by: string | null;
	readonly as_of: number;
}

/** Of the distribution management system: where a meter is, or is to be. */
export interface SiteTable {
	readonly code: string;
	readonly contract: string;
	readonly street: string;
	readonly kind: SiteKind;
	readonly phases: Phases;
	readonly rain: Flag;
	readonly transformer: string;
	readonly as_of: number;
	readonly imported_at: number;
}

export interface TransformerTable {
	readonly code: string;
	readonly street: string;
	readonly kva: number;
	readonly as_of: number;
	readonly imported_at: number;
}

/** Of the distribution management system: what construction has mounted, a row a meter. */
export interface MountedTable {
	/** The system title of the communication unit's meter, 16 hexadecimal digits; the name of the meter wherever work goes to it. */
	readonly meter: string;
	readonly contract: string;
	/** Types by their codes in the catalogue. */
	readonly communication: string;
	readonly metering: string;
	readonly option: string | null;
	readonly cover: string;
	/** Serial numbers of the units by place, JSON. */
	readonly serials: string;
	readonly mounted_at: number;
	/** Until when the metering unit is certified: ten years from its certification. */
	readonly certified_until: number;
	readonly as_of: number;
	readonly imported_at: number;
}

/** Of the distribution management system: what construction was to do at a meter, and what came of it. */
export interface ConstructionTable {
	readonly number: string;
	readonly contract: string;
	readonly meter: string;
	readonly planned_at: number;
	readonly done_at: number | null;
	/** Codes of types by place, JSON: those that were to be mounted, or were. */
	readonly units: string;
	readonly result: 'as-planned' | 'otherwise' | 'not-done' | 'open';
	readonly as_of: number;
	readonly imported_at: number;
}

export type StockState = 'in-stock' | 'reserved' | 'mounted' | 'returned' | 'scrapped';

/** Of the distribution management system: each unit there is, with what it is allocated to. */
export interface StockTable {
	readonly serial: string;
	readonly type: string;
	readonly kind: UnitKind;
	readonly maker: string;
	readonly depot: string;
	readonly state: StockState;
	/** Of the order that it is reserved for. */
	readonly order: string | null;
	/** System title of a communication unit, 16 hexadecimal digits. */
	readonly title: string | null;
	/** Of a communication unit, JSON: `{ "kind": "public" | "wrapped", "key": hex }`; the public half, or the AES key wrapped under the office's master key. */
	readonly credential_key: string | null;
	readonly as_of: number;
	readonly imported_at: number;
}

/** Of the supervisory control system, through the relay only: what answers, since when, by which medium, which units it reports. */
export interface SupervisionTable {
	readonly meter: string;
	readonly answers: Flag;
	readonly since: number;
	readonly medium: string;
	/** Codes of types by place, JSON; null: not reported. */
	readonly units: string | null;
	readonly as_of: number;
	readonly imported_at: number;
}

/** What was imported, a row a file. */
export interface ImportTable {
	readonly id: number;
	readonly system: 'customer' | 'distribution' | 'supervision' | 'metering';
	readonly records: string;
	readonly file: string;
	readonly as_of: number;
	readonly at: number;
	readonly by: string;
	readonly rows: number;
	readonly refused: number;
}

/** What a meter data management gave: readings by contract and day. */
export interface ReadingTable {
	readonly contract: string;
	/** Begin of the half-hour. */
	readonly at: number;
	/** Register values, 0.1 kWh; null: none. */
	readonly import: number | null;
	readonly export: number | null;
	readonly imported_at: number;
}

/** What meters told a meter data management, in the codes of IEC 61968-9. */
export interface MeterEventTable {
	readonly meter: string;
	readonly at: number;
	/** Four numbers, `3.26.0.85`. */
	readonly type: string;
	readonly text: string;
	readonly imported_at: number;
}

/** By which words contracts are found (src/operations/records/search-words.ts). */
export interface SearchWordTable {
	readonly word: string;
	readonly contract: string;
}

export interface DesignTable {
	readonly id: number;
	readonly application: string;
	readonly contract: string;
	readonly communication: string;
	readonly metering: string;
	readonly option: string | null;
	readonly cover: string;
	/** Why, JSON. */
	readonly reasons: string;
	readonly state: 'draft' | 'finished' | 'replaced';
	readonly by: string;
	readonly at: number;
}

export type OrderState = 'issued' | 'assigned' | 'done' | 'failed' | 'withdrawn';

export interface WorkOrderTable {
	/** `W` and 8 digits. */
	readonly number: string;
	readonly contract: string;
	readonly application: string | null;
	readonly design: number | null;
	readonly kind: 'mount' | 'exchange' | 'remove' | 'password';
	/** The meter that is to be there afterwards. */
	readonly meter: string | null;
	/** By place, JSON: `{ "communication": { "out": serial, "in": serial, "type": code } }`. */
	readonly units: string;
	readonly state: OrderState;
	readonly worker: string | null;
	readonly due: number | null;
	readonly issued_at: number;
	readonly issued_by: string;
	readonly done_at: number | null;
	/** What came back from the site, JSON. */
	readonly result: string | null;
}

export interface CaseTable {
	/** `K` and 6 digits. */
	readonly number: string;
	readonly kind: string;
	readonly contract: string | null;
	/** What is known, JSON. */
	readonly facts: string;
	readonly opened_at: number;
	readonly opened_by: string;
	readonly closed_at: number | null;
	readonly closed_by: string | null;
	readonly outcome: string | null;
}

export type CredentialState = 'issued' | 'in-force' | 'superseded' | 'failed' | 'withdrawn';

/** Credentials of Route B that were made for a communication unit: which, and what became of them, and no password. */
export interface CredentialTable {
	readonly id: number;
	readonly contract: string;
	/** System title. */
	readonly meter: string;
	readonly version: number;
	/** 32 hexadecimal digits. */
	readonly route_b_id: string;
	readonly state: CredentialState;
	readonly way: 'handheld' | 'relay';
	/** The order or the job that brings it. */
	readonly bearer: string;
	/** Sealed to the unit, hexadecimal; null once it is in force or never will be. */
	readonly sealed: string | null;
	readonly issued_at: number;
	readonly issued_by: string;
	readonly letter_printed_at: number | null;
	readonly confirmed_at: number | null;
}

export type JobRowState = 'proposed' | 'queued' | 'sent' | 'taken' | 'done' | 'failed' | 'expired' | 'withdrawn';

/** Remote work: what the control system is asked for through the relay. */
export interface JobTable {
	/** UUID. */
	readonly id: string;
	readonly kind: 'credentials' | 'status' | 'supply' | 'amperes' | 'units';
	readonly contract: string;
	readonly meter: string;
	/** JSON, as src/operations/jobs has it. */
	readonly body: string;
	readonly not_before: number;
	readonly expires: number;
	readonly state: JobRowState;
	readonly by: string;
	/** The second person, where two are asked for. */
	readonly approved_by: string | null;
	/** Later than that of all jobs before: of two that say opposite things the later one is to hold. */
	readonly at: number;
	/** When the relay took it last; null: not yet, though it may have it where the state is `sent`. */
	readonly sent_at: number | null;
	/** When somebody withdrew it; it may have been begun by then. */
	readonly withdrawn_at: number | null;
	readonly withdrawn_by: string | null;
	readonly ended_at: number | null;
	/** JSON. */
	readonly result: string | null;
}

/** Hand-held devices that orders may be made for. */
export interface HandheldTable {
	readonly id: string;
	readonly name: string;
	/** P-256 points x ‖ y, hexadecimal: to seal to it, and to know its results. */
	readonly sealing_key: string;
	readonly signing_key: string;
	readonly state: 'active' | 'lost';
	readonly at: number;
}

/** What the office knows of itself: the highest number drawn of each kind, which heads went where. */
export interface SettingTable {
	readonly key: string;
	readonly value: string;
}

export interface Tables {
	readonly contract: ContractTable;
	readonly application: ApplicationTable;
	readonly site: SiteTable;
	readonly transformer: TransformerTable;
	readonly construction: ConstructionTable;
	readonly mounted: MountedTable;
	readonly stock: StockTable;
	readonly supervision: SupervisionTable;
	readonly import: ImportTable;
	readonly reading: ReadingTable;
	readonly meter_event: MeterEventTable;
	readonly search_word: SearchWordTable;
	readonly design: DesignTable;
	readonly work_order: WorkOrderTable;
	readonly case: CaseTable;
	readonly credential: CredentialTable;
	readonly job: JobTable;
	readonly handheld: HandheldTable;
	readonly staff: StaffTable;
	readonly session: SessionTable;
	readonly passkey: PasskeyTable;
	readonly customer_code: CustomerCodeTable;
	readonly customer_password: CustomerPasswordTable;
	readonly proposal: ProposalTable;
	readonly consent: ConsentTable;
	readonly audit: AuditTable;
	readonly audit_detail: AuditDetailTable;
	readonly setting: SettingTable;
}

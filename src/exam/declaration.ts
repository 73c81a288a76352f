/** What a program says of itself, so that it can be examined: how it is started, what it claims to do, and where its values can be seen. */
import type { ModuleName } from '../../modules/wi-sun-module/models.js';

export interface Declaration {
	/** Name and version, for the report. */
	readonly hems: string;
	readonly start: StartDeclaration | undefined;
	readonly dongle: ModuleName;
	/** Broker of MQTT: `builtin`, one inside the exam, or the URL of one that runs. Undefined: none, unless something observed or a placeholder needs it. */
	readonly broker: string | undefined;
	readonly claims: Claims;
	readonly observe: readonly ObserveDeclaration[];
	/** Checks that are shown as waived, by name or id, with the reason. */
	readonly waive: Readonly<Record<string, string>>;
	/** Limits other than the usual ones, by name. */
	readonly limits: Readonly<Record<string, number>>;
}

/** How the program under test is started; words may have placeholders in braces. */
export interface StartDeclaration {
	readonly command: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Folder it is started in; undefined: its work folder. */
	readonly folder: string | undefined;
	/** Whether its supervisor starts it again when it has ended by itself, and after how long, ms. */
	readonly restart: 'always' | 'on-failure' | 'never';
	readonly restartAfterMs: number;
	/** Signal that ends it in order, and how long that may take, ms. */
	readonly stopSignal: 'SIGTERM' | 'SIGINT' | 'SIGHUP';
	readonly stopWithinMs: number;
}

/** What the program claims to do (its PICS). `undefined`: it says nothing; then what only some programs do is looked at, and not asked for. */
export interface Claims {
	/** How often it asks for the present power, ms. */
	readonly pollMs: number;
	/** It uses the half-hourly notifications (INF EA, EB). */
	readonly notifications: boolean | undefined;
	/** It confirms INFC. */
	readonly infc: boolean | undefined;
	/** It reads histories (E2, E4, EC). */
	readonly history: boolean | undefined;
	/** It fills gaps from them. */
	readonly fillsGaps: boolean | undefined;
	/** It reads many meters with one dongle. */
	readonly manyMeters: boolean | undefined;
	/** It answers what a meter asks its node profile. */
	readonly answers: boolean | undefined;
	/** Copies of it may run side by side. */
	readonly copies: boolean;
	/** Whose clock it goes by: the host's, or the meter's (or it runs under a clock that the exam can set). */
	readonly clock: 'host' | 'meter';
}

/** What can be observed of a program. */
export const OBSERVABLES = Object.freeze({
	power: { unit: 'W', is: 'present power, negative when fed in (E7)' },
	energy: { unit: 'kWh', is: 'cumulative energy (E0)' },
	energyReverse: { unit: 'kWh', is: 'cumulative energy fed in (E3)' },
	currentR: { unit: 'A', is: 'current of phase R (E8)' },
	currentT: { unit: 'A', is: 'current of phase T (E8)' },
	halfHour: { unit: 'kWh', is: 'cumulative energy at a half-hour (EA); its time, where it is told' },
	halfHourReverse: { unit: 'kWh', is: 'cumulative energy fed in, at a half-hour (EB)' },
	history: { unit: 'kWh', is: 'cumulative energy of a slot of the history (E2, EC), with its time' },
	use: { unit: 'kWh', is: 'energy used in a half-hour, as the program reckons it' },
	online: { unit: '', is: 'whether the program says that the meter answers' },
} as const);
export type Observable = keyof typeof OBSERVABLES;

export type ObserveDeclaration = {
	readonly what: Observable;
	/** One step of what it shows, in the unit of `OBSERVABLES`; a value is right within half of it. */
	readonly step: number;
	/** Factor from what it shows to the unit of `OBSERVABLES`: 1000 for kW. */
	readonly factor: number;
	/** Texts that say that there is no value. */
	readonly none: readonly string[];
	/** Of `online`: the text that says so. */
	readonly is: string | undefined;
	readonly source: ObserveSource;
};

export type ObserveSource =
	/** A regular expression with the group `v`, and `t` for a time. */
	| { readonly kind: 'stdout'; readonly pattern: string }
	| { readonly kind: 'tail'; readonly file: string; readonly pattern: string }
	| {
			readonly kind: 'tail';
			readonly file: string;
			readonly column: number;
			readonly where: Readonly<Record<number, string>>;
			readonly time: number | undefined;
	  }
	| { readonly kind: 'mqtt'; readonly topic: string; readonly json: string | undefined }
	| {
			readonly kind: 'http';
			readonly url: string;
			readonly headers: Readonly<Record<string, string>>;
			/** A Prometheus metric with its labels, or a path into JSON. */
			readonly metric: string | undefined;
			readonly json: string | undefined;
			readonly everyMs: number;
	  }
	| { readonly kind: 'influx'; readonly measurement: string; readonly field: string; readonly tags: Readonly<Record<string, string>> }
	| { readonly kind: 'run'; readonly command: string; readonly everyMs: number };

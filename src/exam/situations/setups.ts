/** The worlds of an exam: in what each differs from the meter at home that most steps are played with. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { EPC } from '../../route-b/epc.js';
import type { MeterTraits } from '../../route-b/traits.js';
import type { RegisterChoice } from '../../world/meter/past.js';
import { MARKER_SCALE } from '../understanding/markers.js';

export interface Setup {
	/** For people. */
	readonly is: string;
	/** The meter's clock at the start: the host's, or so long before a half-hour or midnight that `lead` is left, ms. */
	readonly clock: 'host' | 'half-hour' | 'midnight';
	readonly lead?: number;
	readonly profile?: 'gen2';
	readonly traits?: MeterTraits;
	readonly units?: string;
	readonly register?: RegisterChoice;
	/** Faults that are on from the beginning, in words of `keiki meter`. */
	readonly faults?: readonly string[];
	readonly notifications?: { readonly service: 'INF' | 'INFC'; readonly min: number; readonly max: number };
	/** What is played in that other one may be played here. */
	readonly like?: 'home';
	/** Lead of the meter's clock over the world's, ms. */
	readonly clockOffset?: number;
}

/** From a start before a boundary until a program has long joined, ms. */
const LEAD = 120_000;
/** Until most programs have joined; steps that find the boundary gone set the clock before the next one. */
const SHORT_LEAD = 60_000;
/** A half-hourly notification that comes at once, ms. */
const SOON = Object.freeze({ service: 'INF', min: 3_000, max: 8_000 } as const);
const LATE = 6 * MINUTE;

export const SETUPS = frozen({
	home: { is: 'a first-generation meter at home, its clock that of the host', clock: 'host' },
	halfHour: { is: 'a first-generation meter, two minutes before a half-hour', clock: 'half-hour', lead: LEAD, like: 'home' },
	midnight: { is: 'a first-generation meter, seventy seconds before midnight', clock: 'midnight', lead: 70_000, notifications: SOON, like: 'home' },
	lateNotification: {
		is: 'a second-generation meter (E1 is 02, D3 is 7, D7 is 8), half a minute before a half-hour of which it notifies six minutes late, and twice',
		profile: 'gen2',
		traits: { coefficient: MARKER_SCALE.coefficient },
		like: 'home',
		clock: 'half-hour',
		lead: SHORT_LEAD / 2,
		notifications: { service: 'INF', min: LATE, max: LATE },
		faults: ['duplicate-notification=always'],
	},
	clockAhead: {
		is: 'a meter of a single-phase two-wire supply, whose E1 is 0A and whose clock is seven minutes ahead, fifty seconds before its half-hour',
		clock: 'half-hour',
		lead: 50_000,
		notifications: SOON,
		clockOffset: 7 * MINUTE,
		units: 'rf-b,1p2w-30-2way,normal',
		traits: { energyUnit: 0x0a },
	},
	fullRegister: {
		is: 'a first-generation meter without D3, EC and ED, a minute before a half-hour, its register at 999999, which notifies by INFC',
		clock: 'half-hour',
		lead: SHORT_LEAD,
		notifications: { ...SOON, service: 'INFC' },
		register: { import: 999_999, export: 0 },
		traits: { without: [EPC.coefficient, EPC.history2, EPC.history2Time] },
	},
} satisfies Record<string, Setup>);

export type SetupName = keyof typeof SETUPS;

export function setupNamed(name: SetupName): Setup {
	return SETUPS[name];
}

/** The worlds of an exam: in what each differs from the meter at home that most steps are played with. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { MeterTraits } from '../../route-b/traits.js';
import type { RegisterChoice } from '../../world/meter/past.js';

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
	readonly notifications?: { readonly service: 'INF' | 'INFC'; readonly min: number; readonly max: number };
	/** Lead of the meter's clock over the world's, ms. */
	readonly clockOffset?: number;
}

/** From a start before a boundary until a program has long joined, ms. */
const LEAD = 150_000;

export const SETUPS = frozen({
	home: { is: 'a first-generation meter at home, its clock that of the host', clock: 'host' },
	halfHour: { is: 'the same two and a half minutes before a half-hour', clock: 'half-hour', lead: LEAD },
	midnight: { is: 'the same two and a half minutes before midnight', clock: 'midnight', lead: LEAD },
} satisfies Record<string, Setup>);

export type SetupName = keyof typeof SETUPS;

export function setupNamed(name: SetupName): Setup {
	return SETUPS[name];
}

/** What can go wrong at Route A, where a head-end meets the meter: one row a fault. What a good head-end does about each stands in docs/route-a.md. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { FaultRow } from './fault-row.js';

type RouteARow = FaultRow & { readonly at: 'route-a' };

export const ROUTE_A_FAULTS = frozen({
	'no-answer': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'a request in an association of Route A gets no answer, and nothing of it is done',
	},
	'late-answer': {
		at: 'route-a',
		form: 'reply',
		usual: '1/20',
		does: 'an answer takes 8 s, or as told, and those behind it on the same connection wait: who asked again meanwhile gets both',
	},
	'profile-holes': { at: 'route-a', form: 'share', usual: '1/10', does: 'rows of the load profile are not there; always the same ones' },
	'profile-doubled': { at: 'route-a', form: 'share', usual: '1/10', does: 'rows of the load profile come twice; always the same ones' },
	'profile-swapped': {
		at: 'route-a',
		form: 'share',
		usual: '1/10',
		does: 'rows of the load profile come behind the one that follows them; always the same ones',
	},
	'profile-future': { at: 'route-a', form: 'timed', usual: '1d', does: 'the newest row of the load profile is dated so far ahead' },
	'clock-invalid': { at: 'route-a', form: 'switch', usual: 'on', lasts: true, does: 'the clock says that it is invalid: bit 0 of its status' },
	'clock-jumps': { at: 'route-a', form: 'reply', usual: '1/3', does: 'the clock, when it is read, is an hour ahead, or as told' },
	'weekday-zero': {
		at: 'route-a',
		form: 'switch',
		usual: 'on',
		lasts: true,
		does: 'the day of the week is 00, which is none, in the clock and in the rows of the load profile',
	},
	'association-lost': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'in place of an answer the association is gone: TCP is closed; over UDP and HDLC the next request is refused',
	},
	'release-unanswered': {
		at: 'route-a',
		form: 'share',
		usual: 'always',
		does: 'an RLRQ over TCP or UDP gets no answer; the association is over all the same',
	},
	'wrong-invoke-id': { at: 'route-a', form: 'share', usual: '1/20', does: 'an answer has the invoke id of the request after it' },
	'block-lost': { at: 'route-a', form: 'share', usual: '1/20', does: 'a block of a long answer does not come' },
	'block-repeated': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'of a long answer the block before comes again in place of the next; a general block comes twice',
	},
	'block-early': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'of a long answer the block after the next comes in its place; a general block comes behind the one that follows it',
	},
	'tag-refused': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'a request under the right keys is refused: ExceptionResponse 5, deciphering error',
	},
	'counter-refused': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'a request with a fresh counter is refused: ExceptionResponse 6, invocation counter error',
	},
	'entries-lie': { at: 'route-a', form: 'share', usual: 'always', does: 'entries_in_use of the load profile is twice what there is, and one more' },
	'gbt-stalls': {
		at: 'route-a',
		form: 'share',
		usual: '1/5',
		does: 'a general block transfer over TCP or UDP comes to a stop behind its first block: no block more, and no acknowledgement',
	},
	'hdlc-noise': { at: 'route-a', form: 'share', usual: '1/10', does: 'at the local port a frame comes with a bit flipped, and noise before it' },
	'key-forgotten': {
		at: 'route-a',
		form: 'share',
		usual: 'always',
		does: 'a change of keys is answered with 0, and the old keys hold: the new ones are rejected',
	},
	'counters-forgotten': {
		at: 'route-a',
		form: 'share',
		usual: 'always',
		does: 'when a communication unit is plugged in, the counters that the meter accepted from its clients are back to 0',
	},
	'push-twice': { at: 'route-a', form: 'share', usual: '1/2', does: 'a push goes twice, byte for byte' },
	'push-stale': {
		at: 'route-a',
		form: 'share',
		usual: '1/2',
		does: 'in place of a push the one before it goes again, with its old counter',
	},
	'push-storm': { at: 'route-a', form: 'share', usual: 'always', does: 'when the power is back, the first push goes 50 times' },
	'alarm-flutters': {
		at: 'route-a',
		form: 'share',
		usual: '1/2',
		does: 'bit 13 of alarm register 1, when it is read, is what it is not: it comes and goes',
	},
	'image-stalls': {
		at: 'route-a',
		form: 'share',
		usual: '1/20',
		does: 'blocks of an image are taken with 0 and never count; always the same ones',
	},
	'verify-slow': {
		at: 'route-a',
		form: 'reply',
		usual: '10min',
		does: 'the verification of an image is answered with 2, temporary failure, and takes ten minutes by the meter’s clock, or as told',
	},
	'activation-old': {
		at: 'route-a',
		form: 'share',
		usual: 'always',
		does: 'a client that activates an image is told that it was successful, and the old version stays',
	},
	'many-objects': { at: 'route-a', form: 'switch', usual: 'on', lasts: true, does: 'the object list has 600 entries or more' },
} satisfies Record<string, RouteARow>);

export type RouteAFault = keyof typeof ROUTE_A_FAULTS;

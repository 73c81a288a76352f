/** Each end that a join by J11 can come to, by a world in which it comes: what the dongle said last, and what the ladder makes of it. */
import assert from 'node:assert/strict';
import { CAUSE_WORDS } from '../../../../../boards/host/panel/ladder/cause-words.js';
import type { CauseId } from '../../../../../boards/host/panel/ladder/causes.js';
import type { RungSort } from '../../../../../boards/host/panel/ladder/rung.js';
import { COMMAND } from '../../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { CREDENTIALS } from '../../../../src/world/simulation/hems-rig.js';
import { credentialsOf, LadderRig, type LadderRigOptions } from './ladder-rig.js';

interface Ending extends LadderRigOptions {
	/** What the dongle said in the end: a response's result, or a notification with the first byte of its data. */
	readonly said: string;
	readonly does: (rig: LadderRig) => void;
	/** Undefined: nothing has stopped. Faults that are on and lead there are named with it, but those of `besides`. */
	readonly cause: CauseId | undefined;
	readonly at?: RungSort;
	readonly besides?: readonly string[];
}

/** Longer than the module tries, ms. */
const LONG = 900_000;
const OTHER_ID = `${'0'.repeat(31)}1`;

function found(rig: LadderRig, id = CREDENTIALS.id): void {
	rig.setUpJ11();
	rig.request('setCredentials', credentialsOf(id));
	rig.request('startRouteB', undefined, 10_000);
}

/** A byte of what sets the module up is changed on its way. */
function damaged(rig: LadderRig, at: number): void {
	const bytes = encodeFrame('request', COMMAND.setUp, Uint8Array.of(5, 0, 4, 0));
	bytes[at < 0 ? bytes.length + at : at]! ^= 1;
	rig.dongle.receive(bytes);
	rig.wait(10_000);
}

const ENDINGS: Readonly<Record<string, Ending>> = {
	'lets in': { said: '6028 01', does: (rig) => rig.beginJ11(), cause: undefined },
	'no meter has the id': { said: '0053 0E', does: (rig) => found(rig, OTHER_ID), cause: 'startUnheard', at: 'command' },
	'the meter is off': {
		said: '0053 0E',
		does: (rig) => {
			rig.meter.powerOff(true);
			found(rig);
		},
		cause: 'meterOff',
	},
	'no beacon comes': { said: '0053 0E', faults: ['missing-beacon=always'], does: (rig) => found(rig), cause: 'startUnheard', at: 'command' },
	'the first start fails': { said: '0053 0E', faults: ['failed-start'], does: (rig) => found(rig), cause: 'startUnheard', at: 'command' },
	'the channel is another': {
		said: '0053 0E',
		does: (rig) => {
			rig.request('setUp', Uint8Array.of(5, 0, 4, 0));
			rig.request('setCredentials', credentialsOf());
			rig.request('startRouteB', undefined, 10_000);
		},
		cause: 'startUnheard',
		at: 'command',
	},
	'the password is wrong': { said: '6028 02', does: (rig) => rig.beginJ11(CREDENTIALS.id, 'ZZZZZZZZZZZZ'), cause: 'wrongPassword', at: 'turn' },
	'the meter refuses': { said: '6028 02', faults: ['wrong-password'], does: (rig) => rig.beginJ11(), cause: 'refused', at: 'turn' },
	'the meter does not answer PCI': {
		said: '6028 03',
		faults: ['refused-join=always'],
		does: (rig) => {
			rig.beginJ11();
			rig.wait(LONG);
		},
		cause: 'joinSilence',
		at: 'turn',
	},
	'the meter goes off before PCI': {
		said: '6028 03',
		does: (rig) => {
			found(rig);
			rig.meter.powerOff(true);
			rig.request('startPana', undefined, LONG);
		},
		cause: 'meterOff',
	},
	'the dongle is carried away in the midst': {
		said: '6028 03',
		does: (rig) => {
			found(rig);
			rig.dongle.receive(encodeFrame('request', COMMAND.startPana, new Uint8Array(0)));
			rig.world.simulator.scheduler.runWhile(() => !rig.rungs.some((rung) => rung.sort === 'pana' && rung.from === 'meter'), 10_000);
			rig.dongle.move(80);
			rig.wait(LONG);
		},
		cause: 'joinBroken',
		at: 'turn',
	},
	'it has no credentials': {
		said: '0053 51',
		does: (rig) => {
			rig.setUpJ11();
			rig.request('startRouteB', undefined, 10_000);
		},
		cause: 'joinWithoutPassword',
		at: 'command',
	},
	'it is not set up': { said: '0053 37', does: (rig) => rig.request('startRouteB'), cause: 'refusedCommand', at: 'command' },
	'it looks for others': {
		said: '0053 3D',
		does: (rig) => {
			rig.setUpJ11();
			rig.request('setCredentials', credentialsOf());
			rig.dongle.receive(encodeFrame('request', COMMAND.scan, Uint8Array.of(10, 0, 3, 0xff, 0xf0, 0)));
			rig.wait(500);
			rig.request('startRouteB', undefined, 100);
		},
		cause: undefined,
	},
	'it was not started': {
		said: '0056 10',
		does: (rig) => {
			rig.setUpJ11();
			rig.request('setCredentials', credentialsOf());
			rig.request('startPana');
		},
		cause: 'refusedCommand',
		at: 'command',
	},
	'it is under way': {
		said: '0056 52',
		faults: ['refused-join=always'],
		does: (rig) => {
			found(rig);
			rig.request('startPana', undefined, 500);
			rig.request('startPana', undefined, 500);
		},
		cause: undefined,
	},
	'it is in': {
		said: '0056 35',
		does: (rig) => {
			rig.beginJ11();
			rig.request('startPana');
		},
		cause: undefined,
	},
	'the program ends it': {
		said: '0057 01',
		does: (rig) => {
			rig.beginJ11();
			rig.request('endPana', undefined, 30_000);
		},
		cause: 'endedHere',
		at: 'turn',
	},
	'the meter does not hear the end': {
		said: '0057 01',
		faults: ['ignored-termination'],
		does: (rig) => {
			rig.beginJ11();
			rig.request('endPana', undefined, LONG);
		},
		cause: 'endUnanswered',
		at: 'turn',
	},
	'the meter ends it': {
		said: '601A 04',
		faults: ['end-session=10s'],
		does: (rig) => {
			rig.beginJ11();
			rig.wait(15_000);
		},
		cause: 'endedByMeter',
		at: 'turn',
	},
	'it is not authenticated again': {
		said: '601A 04',
		faults: ['short-lifetime=10min', 'failed-reauthentication'],
		besides: ['short-lifetime'],
		does: (rig) => {
			rig.beginJ11();
			rig.wait(LONG);
		},
		cause: 'endedByMeter',
		at: 'turn',
	},
	'the program asks for it again, in vain': {
		said: '6028 03',
		faults: ['failed-reauthentication'],
		does: (rig) => {
			rig.beginJ11();
			rig.request('reauthenticate', undefined, LONG);
		},
		cause: 'reauthenticationFailed',
		at: 'turn',
	},
	'its power fails': {
		said: '6019',
		does: (rig) => {
			rig.beginJ11();
			rig.dongle.reset();
			rig.wait(1000);
		},
		cause: 'powerFailed',
		at: 'port',
	},
	'the form of the credentials is wrong': {
		said: '0054 04',
		does: (rig) => {
			rig.setUpJ11();
			rig.request('setCredentials', credentialsOf(CREDENTIALS.id, '------------'));
		},
		cause: 'refusedCommand',
		at: 'command',
	},
	'what sets it up is damaged in its data': { said: '005F F1', does: (rig) => damaged(rig, -1), cause: 'gibberish', at: 'port' },
	'what sets it up is damaged in its head': { said: '0FFF F0', does: (rig) => damaged(rig, 9), cause: 'gibberish', at: 'port' },
	'what sets it up is cut short': {
		said: '005F 13',
		does: (rig) => {
			rig.dongle.receive(encodeFrame('request', COMMAND.setUp, Uint8Array.of(5, 0, 4, 0)).subarray(0, -2));
			rig.wait(10_000);
		},
		cause: 'gibberish',
	},
	'the length of the credentials is wrong': {
		said: '0054 11',
		does: (rig) => {
			rig.setUpJ11();
			rig.request('setCredentials', new Uint8Array(12));
		},
		cause: 'refusedCommand',
		at: 'command',
	},
};

describe('Where a join by J11 ends', () => {
	for (const [name, { does, said, cause, at, besides = [], ...options }] of Object.entries(ENDINGS)) {
		it(`where ${name}`, () => {
			const rig = new LadderRig({ model: 'bp35c0-j11', ...options });
			does(rig);
			assert.equal(rig.lastSaid, said);
			assert.equal(rig.stopped?.cause, cause);
			assert.equal(rig.stoppedAt?.sort, at);
			const leading = (options.faults ?? []).map((fault) => fault.split('=')[0]!).filter((fault) => !besides.includes(fault));
			assert.deepEqual(rig.stopped?.faults ?? [], cause === undefined ? [] : leading);
			if (cause !== undefined)
				for (const { why, remedy } of [CAUSE_WORDS.en[cause]('j11'), CAUSE_WORDS.ja[cause]('j11')])
					assert.doesNotMatch(`${why} ${remedy}`, /SK(?!STACK)[A-Z]+/);
		});
	}
});

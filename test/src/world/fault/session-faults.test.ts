import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { PeerEvent } from '../../../../modules/datagram/datagram.js';
import { SessionFaults } from '../../../../src/world/fault/session-faults.js';
import { equal } from '../../../assert.js';
import { switchedOn, switchOn } from './fault-rig.js';

const HEMS = new Uint8Array(16).fill(1);
const OTHER = new Uint8Array(16).fill(2);

const STRUCK = { 'end-session': 'terminate', 'lost-session': 'restart', 'moved-pan': 'move', mute: 'mute' } as const;

function setUp(...faults: readonly string[]) {
	const scheduler = new VirtualScheduler();
	const switches = switchedOn(faults);
	const struck: string[] = [];
	const actions = { terminate: () => struck.push('terminate'), restart: () => struck.push('restart'), move: () => struck.push('move') };
	const session = new SessionFaults(switches, scheduler, actions);
	switches.onChange = (name) => session.onChange(name);
	const says = (event: PeerEvent, peer = HEMS) => session.onPeer(event, peer);
	/** What has struck so far, after so many ms. */
	const struckAfter = (time: number) => {
		scheduler.runFor(time);
		return [...struck, ...(session.isMute ? ['mute'] : [])].join();
	};
	return { switches, says, struckAfter };
}

describe('a fault of a session', () => {
	for (const [fault, strike] of Object.entries(STRUCK)) {
		it(`strikes so long after the join: ${fault}`, () => {
			const { says, struckAfter } = setUp(`${fault}=10s`);
			says('joined');
			equal(struckAfter(9_999), '');
			says('rejoined');
			equal(struckAfter(1), strike);
		});

		for (const end of ['left', 'expired'] as const) {
			it(`does not strike a session that has ended before: ${fault}, ${end}`, () => {
				const { says, struckAfter, switches } = setUp();
				const armed = switchOn(switches, `${fault}=10s`, true);
				says('joined');
				struckAfter(5_000);
				says(end);
				equal(struckAfter(60_000), '');
				equal(armed.struck, 0, 'strikes');
				says('joined');
				equal(struckAfter(9_999), '', 'not the next one before its own time');
				equal(struckAfter(1), strike);
			});
		}

		it(`goes on where the session of another ends: ${fault}`, () => {
			const { says, struckAfter } = setUp(`${fault}=10s`);
			says('joined');
			says('left', OTHER);
			equal(struckAfter(10_000), strike);
		});
	}

	it('is the business of the session for which it was switched on', () => {
		const { says, struckAfter, switches } = setUp();
		says('joined');
		switchOn(switches, 'end-session=10s');
		struckAfter(5_000);
		says('left');
		switchOn(switches, 'end-session=10s');
		equal(struckAfter(60_000), '');
	});
});

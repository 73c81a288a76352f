import { VirtualRelay } from '../../../hal/virtual/relay.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { equal } from '../../assert.js';

function rig(closed = true) {
	const scheduler = new VirtualScheduler();
	const relay = new VirtualRelay({ scheduler, closed });
	const moves: string[] = [];
	relay.start(() => moves.push(`${relay.closed ? 'closed' : 'open'} at ${scheduler.now()}`));
	return { scheduler, relay, moves };
}

describe('virtual relay', () => {
	it('moves after its travel, tells of it then and not before, and shows where it really is', () => {
		const { scheduler, relay, moves } = rig();
		relay.open();
		equal(relay.closed, true);
		scheduler.runUntil(100);
		relay.close();
		scheduler.runUntil(200);
		equal(moves.join(), 'open at 20,closed at 120');
		equal(relay.operations, 2);
	});

	it('follows the last order alone', () => {
		const { scheduler, relay, moves } = rig();
		relay.open();
		scheduler.runUntil(10);
		relay.close();
		scheduler.runUntil(1000);
		equal(moves.join(), '');
		equal(relay.closed, true);
	});

	it('does not open when welded, but closes', () => {
		const { scheduler, relay, moves } = rig(false);
		relay.fault = 'welded';
		relay.close();
		scheduler.runUntil(100);
		relay.open();
		scheduler.runUntil(10_000);
		equal(moves.join(), 'closed at 20');
	});

	it('moves neither way when it refuses', () => {
		const { scheduler, relay, moves } = rig(false);
		relay.fault = 'refuses';
		relay.close();
		scheduler.runUntil(10_000);
		equal(moves.join(), '');
	});

	it('takes its time when sluggish', () => {
		const { scheduler, relay, moves } = rig();
		relay.fault = 'sluggish';
		relay.open();
		scheduler.runUntil(10_000);
		equal(moves.join(), 'open at 5000');
	});

	it('has voltage behind it when it is closed, or the house feeds back', () => {
		const { relay } = rig();
		equal(relay.loadLive, true);
		relay.force(false);
		equal(relay.loadLive, false);
		relay.backFeed = true;
		equal(relay.loadLive, true);
	});

	it('can be moved by another hand, which ends an order under way', () => {
		const { scheduler, relay, moves } = rig();
		relay.open();
		relay.force(false);
		relay.force(true);
		scheduler.runUntil(1000);
		equal(moves.join(), 'open at 0,closed at 0');
	});
});

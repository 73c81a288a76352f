/** How rungs look, by what they tell of. */
import type { EventMeaning, PortRung, RungState } from './rung.js';

export const PORT_STATES: Readonly<Record<PortRung['what'], RungState>> = Object.freeze({
	opened: 'plain',
	gone: 'bad',
	back: 'plain',
	unplugged: 'bad',
	plugged: 'plain',
	reset: 'bad',
	limited: 'bad',
	unlimited: 'plain',
	gibberish: 'plain',
});

export const EVENT_STATES: Readonly<Record<EventMeaning, RungState>> = Object.freeze({
	scanDone: 'plain',
	joinFailed: 'bad',
	joined: 'good',
	terminatedByPeer: 'bad',
	terminated: 'plain',
	terminationTimeout: 'bad',
	expired: 'bad',
	limited: 'bad',
	unlimited: 'plain',
	started: 'plain',
	other: 'plain',
});

/**
 * The situations in which a HEMS is to prove itself, B1 to B45, and how each of them is played by hand: faults as `--fault` takes them, options of `keiki run`,
 * commands of `keiki meter` and of scenarios.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { parseFault } from './fault-choice.js';
import type { FaultName } from './fault-table.js';

export interface Situation {
	/** For people. */
	readonly is: string;
	readonly faults?: readonly string[];
	readonly options?: readonly string[];
	readonly commands?: readonly string[];
}

export const SITUATIONS = frozen({
	B1: { is: 'the password is wrong, and the meter says so at once', faults: ['wrong-password'] },
	B2: {
		is: 'a join is met by silence, later no more',
		faults: ['refused-join=always'],
		commands: ['fault refused-join=always', 'fault refused-join off'],
	},
	B3: { is: 'no beacon answers a scan', faults: ['missing-beacon=always', 'distance=47'] },
	B4: { is: 'the beacon answers a long scan only', faults: ['slow-beacon'] },
	B5: { is: 'PANs of neighbours are in the list', faults: ['neighbour-pans'], options: ['--neighbours 3'] },
	B6: { is: 'the meter has moved to another PAN and channel', faults: ['moved-pan'] },
	B7: { is: 'the session is forgotten in silence', faults: ['lost-session'] },
	B8: { is: 'the meter ends the session', faults: ['end-session'] },
	B9: { is: 'the lifetime of the session ends, and it is authenticated again', faults: ['short-lifetime'] },
	B10: { is: 'it is not authenticated again: EVENT 29, then EVENT 24', faults: ['short-lifetime=300s', 'failed-reauthentication'] },
	B11: { is: 'the meter is mute, and no EVENT tells', faults: ['mute'] },
	B12: { is: 'a request is lost', faults: ['request-timeout', 'no-reply=1/3', 'notification-collision'] },
	B13: { is: 'a reply is slow, and in time', faults: ['slow-reply=18s', 'late-reply=55s'] },
	B14: { is: 'a reply comes when nobody waits for it any more', faults: ['late-reply'] },
	B15: { is: 'a reply comes twice, or an old one again', faults: ['stale-reply', 'duplicate-reply'] },
	B16: {
		is: 'something comes between request and reply, between echo and OK, or right behind EVENT 25',
		faults: ['interleaved-inf', 'interleaved-echo', 'event-burst'],
	},
	B17: { is: 'an INF tells of an EPC that stands in no map', faults: ['undeclared-inf'] },
	B18: { is: 'a Get of several is refused in part', faults: ['partial-sna', 'short-sna'] },
	B19: { is: 'the meter lacks D3, EC or ED', options: ['--without D3,EC,ED'] },
	B20: { is: 'another unit, coefficient or number of digits', options: ['--energy-unit 02', '--coefficient 10', '--digits 8', '--profile gen2'] },
	B21: { is: 'the values are "no data", or beyond the scale', faults: ['beyond-scale'], commands: ['pull metering', 'plug metering'] },
	B22: { is: 'slots of the history are "no data"', commands: ['power cut', 'power on'] },
	B23: { is: 'the registers begin again at 0', options: ['--register 999999'] },
	B24: { is: 'the metering unit is another one: the registers begin at 0', commands: ['swap 1p3w-60-2way'] },
	B25: { is: 'the house feeds in', options: ['--load pv'], commands: ['load -800'] },
	B26: { is: 'a single-phase two-wire supply: T is "no data"', options: ['--units rf-b,1p2w-30-2way,normal'] },
	B27: { is: 'a notification does not come', faults: ['missing-notification'] },
	B28: { is: 'a notification is late, or comes twice', faults: ['late-notification', 'duplicate-notification'], options: ['--notify-delay 6min'] },
	B29: { is: 'the notification is an INFC', options: ['--notify infc'] },
	B30: { is: 'the meter asks the HEMS', faults: ['meter-asks'] },
	B31: { is: 'frames are malformed', faults: ['malformed'] },
	B32: { is: 'a Set of E5 or ED is refused', faults: ['set-refused'] },
	B33: { is: 'long replies alone are lost', faults: ['long-reply-lost'] },
	B34: { is: 'the transmit time of the hour is used up', faults: ['transmit-limit'] },
	B35: { is: 'the dongle refuses, leaves out OK, or is silent', faults: ['er10', 'missing-ok', 'silent-dongle', 'failed-start'] },
	B36: { is: 'the dongle is pulled out and plugged in again', commands: ['dongle unplug 10s'] },
	B37: { is: 'the dongle starts anew by itself', faults: ['dongle-reset'], commands: ['dongle reset'] },
	B38: {
		is: 'another grammar, binary payloads, a module without WOPT',
		faults: ['other-grammar', 'binary-payload'],
		options: ['--dongle-model rl7023-ips', '--dongle-model bp35c0-j11'],
	},
	B39: { is: 'lines come in pieces, or with noise before them', faults: ['chunked-serial', 'noise'] },
	B40: { is: 'the power of the meter fails for a while', commands: ['power off', 'power cut', 'power on'] },
	B41: { is: 'the clock of the meter is off, or is set back', options: ['--clock-offset 7min'], commands: ['clock -7min', 'clock right'] },
	B42: { is: 'a second HEMS holds the meter', options: ['--dongle pty --dongle pty'] },
	B43: { is: 'SKTERM is not answered', faults: ['ignored-termination'] },
	B44: { is: 'one dongle, many meters', faults: ['many-meters'] },
	B45: { is: 'the air is lossy', faults: ['drop=10%', 'corrupt', 'duplicate', 'reorder', 'delay', 'slow-join'] },
} satisfies Record<string, Situation>);

export type SituationName = keyof typeof SITUATIONS;

export const SITUATION_NAMES: readonly SituationName[] = Object.freeze(Object.keys(SITUATIONS) as SituationName[]);

export function situation(name: SituationName): Situation {
	return SITUATIONS[name];
}

/** Those that a fault plays, alone or beside others. */
export function situationsOf(fault: FaultName): readonly SituationName[] {
	return SITUATION_NAMES.filter((name) => situation(name).faults?.some((text) => parseFault(text).name === fault));
}

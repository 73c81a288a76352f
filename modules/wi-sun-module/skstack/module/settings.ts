/** What SKSTACK's registers, events and parameters are to the network behind the UART. */
import type { ModuleNetwork, NetworkEventKind, NetworkSettings, SendResult, SettingName } from '../../network.js';
import { EVENT, TRANSMITTED } from '../language/event.js';
import { REGISTER } from '../language/registers.js';

type SettingOf<Value> = { [Name in SettingName]: NetworkSettings[Name] extends Value ? Name : never }[SettingName];

const NUMBERS: Readonly<Record<number, SettingOf<number>>> = Object.freeze({
	[REGISTER.channel]: 'channel',
	[REGISTER.panId]: 'panId',
	[REGISTER.lifetime]: 'lifetime',
});

const FLAGS: Readonly<Record<number, SettingOf<boolean>>> = Object.freeze({
	[REGISTER.beacons]: 'beacons',
	[REGISTER.automatic]: 'automatic',
	[REGISTER.broadcastSecurity]: 'securesBroadcasts',
	[REGISTER.plainEcho]: 'answersEcho',
	[REGISTER.transceiver]: 'transceiver',
});

/** A register that the stack works by (`isOfNetwork`). */
export function setRegister(network: ModuleNetwork, register: number, value: number): void {
	const name = NUMBERS[register];
	if (name !== undefined) network.set(name, value);
	else network.set(FLAGS[register]!, value === 1);
}

/** EVENT of what happens by itself, or comes of a command. */
export const EVENT_OF: Readonly<Record<NetworkEventKind, number>> = Object.freeze({
	solicitation: EVENT.neighbourSolicitation,
	advertisement: EVENT.neighbourAdvertisement,
	echoRequest: EVENT.echoRequest,
	transmitted: EVENT.transmitted,
	joined: EVENT.joined,
	joinFailed: EVENT.joinFailed,
	reauthenticating: EVENT.expired,
	terminatedByPeer: EVENT.terminationRequested,
	terminated: EVENT.terminated,
	terminationTimeout: EVENT.terminationTimeout,
	expired: EVENT.expired,
	limited: EVENT.limited,
	unlimited: EVENT.unlimited,
});

/** Parameter of EVENT 21. */
export const TRANSMITTED_AS: Readonly<Record<SendResult, number>> = Object.freeze({
	sent: TRANSMITTED.acknowledged,
	unacknowledged: TRANSMITTED.failed,
	busy: TRANSMITTED.failed,
	failed: TRANSMITTED.failed,
	limited: TRANSMITTED.failed,
	solicited: TRANSMITTED.solicited,
});

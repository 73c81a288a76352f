/** What happens to the meter and around it, which no head-end commands: entered into its logs, and raised as alarms. */
import type { Suspicion } from '../../../modules/dlms/server/refusals.js';
import { DAY } from '../../../modules/time/durations.js';
import { PLACES, type Place } from '../../meter/backplane/messages.js';
import type { Kind as VoltageKind } from '../../meter/voltage/event.js';
import type { VoltageEvent } from '../../meter/voltage/voltage-event.js';
import type { AlarmCause, Alarms } from './alarms.js';
import type { ControlHost } from './control-host.js';
import type { ControlLogs } from './control-logs.js';
import type { PowerFailures } from './power-failures.js';
import { reasonOf } from './supply.js';

/** Of each kind of suspicion, entries in the fraud log: so many parts of it at most in `SUSPICION_TIME` ms, lest they push out the rest. */
const SUSPICION_PART = 5;
const SUSPICION_TIME = 30 * DAY;
/** The alarm of what the voltage unit tells. */
const VOLTAGE_ALARMS: Readonly<Record<VoltageKind, AlarmCause>> = Object.freeze({
	sag: 'underVoltage',
	swell: 'overVoltage',
	interruption: 'voltageMissing',
	imbalance: 'asymmetry',
});

/** Where it is entered. */
interface Records {
	readonly logs: ControlLogs;
	readonly alarms: Alarms;
	readonly powerFailures: PowerFailures;
}

export class Incidents {
	readonly #records: Records;
	readonly #host: ControlHost;

	constructor(records: Records, host: ControlHost) {
		this.#records = records;
		this.#host = host;
	}

	/**
	 * A unit is in its place, or not any more. That it went is in the fraud log, with which of them are away as a bit each; that one is there only if it was away.
	 * Whether somebody pulled it or the base isolated it the base does not tell.
	 */
	onPlace(place: Place, isThere: boolean): void {
		if (place === 'metering' && isThere) this.#records.powerFailures.onMetering();
		const end = this.#records.logs.end('fraud');
		const away = end === 0 ? 0 : this.#records.logs.value('fraud', end - 1);
		const bit = 1 << PLACES.indexOf(place);
		if (isThere === ((away & bit) === 0)) return;
		const { coverRemoved, coverClosed, unitRemoved, unitReplaced } = this.#host.routeAProfile.fraud;
		const isCover = place === 'cover';
		const code = isThere ? (isCover ? coverClosed : unitReplaced) : isCover ? coverRemoved : unitRemoved;
		this.#records.logs.record('fraud', code, this.#host.clock.now(), away ^ bit);
		if (isThere) return;
		this.#records.alarms.raise('fraud');
		if (place === 'metering') this.onMeasurementFault();
	}

	/** Nothing is measured any more. */
	onMeasurementFault(): void {
		this.#records.alarms.raise('measurementSystem');
		this.#records.alarms.fail('measurementSystem');
	}

	/** Somebody was refused again and again. What is away, which fraud entries carry on, stays so. */
	onSuspicion(suspicion: Suspicion): void {
		const { logs } = this.#records;
		const { code } = this.#host.routeAProfile.suspicions[suspicion];
		const end = logs.end('fraud');
		const capacity = logs.capacity('fraud');
		const now = this.#host.clock.now();
		let count = 0;
		for (let row = Math.max(0, end - capacity); row < end; row++)
			if (logs.code('fraud', row) === code && Math.abs(now - logs.time('fraud', row)) < SUSPICION_TIME) count++;
		if (count < Math.max(1, Math.floor(capacity / SUSPICION_PART))) logs.record('fraud', code, now, end === 0 ? 0 : logs.value('fraud', end - 1));
		this.#records.alarms.raise('fraud');
	}

	/** Somebody spoke at the local port. @param now ms since 1970-01-01T00:00:00Z */
	onLocalAttempt(now: number): void {
		const { localAttempt, interval } = this.#host.routeAProfile.communication;
		const end = this.#records.logs.end('communication');
		if (end > 0 && Math.abs(now - this.#records.logs.time('communication', end - 1)) < interval) return;
		this.#records.logs.record('communication', localAttempt, now);
		this.#records.alarms.raise('localAttempt');
	}

	/** The unit was given other credentials by this client. */
	credentialsChanged(client: number): void {
		const { communication, clients } = this.#host.routeAProfile;
		const byHand = client === clients.handHeld;
		this.#records.logs.record(
			'communication',
			byHand ? communication.credentialsChangedByHand : communication.credentialsChanged,
			this.#host.clock.now(),
		);
		this.#host.log.write('Route A', `Route B: new credentials, ${reasonOf(client)}`);
	}

	/** The unit has another key pair, and what is sealed for the one before is nobody's. */
	pairDrawn(): void {
		this.#host.record(this.#host.routeAProfile.events.parametersChanged);
		this.#host.log.write('Route A', 'Route B: the communication unit has drawn another key pair for its credentials');
	}

	/** The voltage unit has told of a voltage that leaves its band, or is back. */
	onVoltage({ kind, quantity, state }: VoltageEvent): void {
		const { begins, ends } = this.#host.routeAProfile.voltage;
		const code = (state === 'ended' ? ends : begins)[kind];
		if (state === 'cut' || code === undefined) return;
		const line = kind !== 'imbalance' && quantity.startsWith('T') ? 3 : 1;
		this.#records.logs.record('powerQuality', code + line - 1, this.#host.clock.now());
		this.#records.alarms.raise(state === 'ended' ? 'voltageNormal' : VOLTAGE_ALARMS[kind], line);
	}
}

/** What happens to a meter's units and its supply, in words: for people, and for the expectations of a scenario. */
import type { BaseEvent } from '../../../src/meter/backplane/base-log.js';
import type { VoltageEvent } from '../../../src/meter/voltage/voltage-event.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator.js';

/** Undefined for what only concerns a HEMS. */
export function meterEventText(event: SimulatorEvent): string | undefined {
	switch (event.kind) {
		case 'base':
			return baseText(event.event);
		case 'voltage':
			return voltageText(event.event);
		case 'supply':
			return `supply ${event.on ? 'on' : 'off'}`;
		default:
			return undefined;
	}
}

/** `metering pulled unannounced: 1p3w-60-2way M0001001` */
export function baseText({ event, place, detail }: BaseEvent): string {
	const what = place === undefined ? `base ${event}` : event.startsWith(place) ? event : `${place} ${event}`;
	return detail === '' ? what : `${what}: ${detail}`;
}

/** `voltage sag R-N ended: 91.2 V, 12.3 s` */
export function voltageText({ kind, quantity, state, extreme, duration }: VoltageEvent): string {
	const worst = kind === 'imbalance' ? `${extreme.toFixed(1)} %` : `${extreme.toFixed(1)} V`;
	return `voltage ${kind} ${quantity} ${state === 'lasting' ? 'begins' : state}: ${worst}${state === 'lasting' ? '' : `, ${duration / 1000} s`}`;
}

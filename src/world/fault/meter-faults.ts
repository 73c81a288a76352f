/** What makes a meter's Route B fail, as it is put together: each layer that can fail gets a wrapper, and the layers know nothing of it. */
import type { Radio } from '../../../hal/ports/radio.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Datagrams, PeerEvent } from '../../../modules/datagram/datagram.js';
import type { Link } from '../../../modules/ipv6/link.js';
import type { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { PanaRules } from '../../wi-sun/authenticator.js';
import { AskingMeter } from './asking-meter.js';
import { DeafLink } from './deaf-link.js';
import type { FaultSwitches } from './fault-switches.js';
import type { FaultName } from './fault-table.js';
import { FaultyCredentials } from './faulty-credentials.js';
import { LateBeacons } from './late-beacons.js';
import { FaultyReplies } from './replies.js';
import { type SessionActions, SessionFaults } from './session-faults.js';

export interface MeterFaultsOptions {
	/** Of the meter: they outlast the power, while this lives as long as there is power. */
	readonly switches: FaultSwitches;
	readonly scheduler: Scheduler;
	readonly actions: SessionActions;
}

/** Within so many ms both answers of one authentication are thought over. */
const AUTHENTICATION = 60_000;

export class MeterFaults {
	/** What the meter's PANA does otherwise than by default. */
	readonly pana: PanaRules;
	readonly #options: MeterFaultsOptions;
	readonly #session: SessionFaults;
	#credentials: FaultyCredentials | undefined;
	#asking: AskingMeter | undefined;
	#limit: (() => void) | undefined;
	/** Of the authentication that is under way: the other half of its time. */
	#half: { readonly at: number; readonly time: number } | undefined;

	constructor(options: MeterFaultsOptions) {
		const { switches, scheduler, actions } = options;
		this.#options = options;
		this.#session = new SessionFaults(switches, scheduler, actions);
		this.pana = { lifetime: () => this.#lifetime(), deliberation: () => this.#deliberation() };
		switches.onChange = this.#onChange;
	}

	/** The power is gone: what was switched strikes whatever comes up next. */
	stop(): void {
		const { switches } = this.#options;
		if (switches.onChange === this.#onChange) switches.onChange = () => {};
	}

	radio(inner: Radio): Radio {
		return new LateBeacons(inner, this.#options.scheduler, this.#options.switches);
	}

	/** `usual`: ms of transmission an hour while the fault is off. */
	limit(radio: LimitedRadio, usual: number): void {
		const { switches } = this.#options;
		this.#limit = () => {
			radio.limit = switches.find('transmit-limit')?.choice.value.delay?.min ?? usual;
		};
		this.#limit();
	}

	link(inner: Link): Link {
		return new DeafLink(inner, this.#options.scheduler, this.#options.switches);
	}

	/** Right above the stack. */
	stack(inner: Datagrams): Datagrams {
		this.#credentials = new FaultyCredentials(inner, this.#options.switches);
		return this.#credentials;
	}

	/** Right below the meter's objects. */
	replies(inner: Datagrams): Datagrams {
		const { scheduler, switches } = this.#options;
		const isMute = () => this.#session.isMute;
		this.#asking = new AskingMeter({ inner, scheduler, switches, isMute });
		return new FaultyReplies({ inner: this.#asking, scheduler, switches, isMute });
	}

	onPeer(event: PeerEvent, peer: Uint8Array): void {
		this.#session.onPeer(event, peer);
	}

	readonly #onChange = (name: FaultName): void => {
		this.#session.onChange(name);
		if (name === 'wrong-password') this.#credentials?.onChange();
		if (name === 'transmit-limit') this.#limit?.();
		if (name === 'meter-asks') this.#asking?.onChange();
	};

	/** s */
	#lifetime(): number | undefined {
		const fault = this.#options.switches.take('short-lifetime');
		return fault && this.#options.switches.delayOf(fault) / 1000;
	}

	/** An authentication has two answers to think over. */
	#deliberation(): number {
		const now = this.#options.scheduler.now();
		const half = this.#half;
		this.#half = undefined;
		if (half !== undefined && now - half.at < AUTHENTICATION) return half.time;
		const time = this.#options.switches.delay('slow-join') / 2;
		if (time > 0) this.#half = { at: now, time };
		return time;
	}
}

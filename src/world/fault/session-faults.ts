import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import type { PeerEvent } from '../../../modules/datagram/datagram.js';
import type { FaultSwitches } from './fault-switches.js';
import type { FaultName } from './fault-table.js';

/** What a meter does to the session of its HEMS. */
export interface SessionActions {
	/** Ends it. */
	terminate(peer: Uint8Array): void;
	/** Forgets it without a word. */
	restart(): void;
	/** Takes its PAN to another place, with the session. */
	move(): void;
}

type SessionFault = 'end-session' | 'lost-session' | 'moved-pan' | 'mute';

const FAULTS: Readonly<Record<SessionFault, (faults: SessionFaults, actions: SessionActions, peer: Uint8Array) => void>> = frozen({
	'end-session': (_, actions, peer) => actions.terminate(peer),
	'lost-session': (_, actions) => actions.restart(),
	'moved-pan': (_, actions) => actions.move(),
	mute: (faults) => faults.fallSilent(),
});
const NAMES = Object.freeze(Object.keys(FAULTS) as SessionFault[]);

/** From a join to its end; what one was to meet befalls no other. */
interface Session {
	/** Who has it. */
	readonly peer: Uint8Array;
}

/** What befalls a session some time after its join, or after the fault was switched on, where it stood by then. */
export class SessionFaults {
	readonly #switches: FaultSwitches;
	readonly #scheduler: Scheduler;
	readonly #actions: SessionActions;
	#session: Session | undefined;
	#isMute = false;

	constructor(switches: FaultSwitches, scheduler: Scheduler, actions: SessionActions) {
		this.#switches = switches;
		this.#scheduler = scheduler;
		this.#actions = actions;
	}

	/** Nothing that the meter says leaves. */
	get isMute(): boolean {
		return this.#isMute;
	}

	onPeer(event: PeerEvent, peer: Uint8Array): void {
		if (event === 'joined') {
			this.#isMute = false;
			this.#session = { peer: peer.slice() };
			for (const name of NAMES) this.#arm(name);
		} else if ((event === 'left' || event === 'expired') && this.#session && equalBytes(this.#session.peer, peer)) this.#session = undefined;
	}

	onChange(name: FaultName): void {
		const changed = NAMES.find((each) => each === name);
		if (changed === undefined) return;
		if (changed === 'mute') this.#isMute = false;
		this.#arm(changed);
	}

	/** Until the next join, or until the fault is switched off. */
	fallSilent(): void {
		this.#isMute = true;
	}

	#arm(name: SessionFault): void {
		const session = this.#session;
		const fault = session && this.#switches.draw(name);
		if (session === undefined || fault === undefined) return;
		this.#scheduler.after(this.#switches.delayOf(fault), () => {
			if (session !== this.#session || !fault.isOn || !this.#switches.holds(fault)) return;
			fault.strike();
			FAULTS[name](this, this.#actions, session.peer);
		});
	}
}

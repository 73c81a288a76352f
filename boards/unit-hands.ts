/** Hands at the units of a meter: whoever pulls one out of the base and pushes it in again, by a contact at its place, or by a word; and presses its button. */
import type { Input } from '../hal/ports/input.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Backplane } from '../src/meter/backplane/backplane.js';
import { PLACES, type Place } from '../src/meter/backplane/messages.js';
import type { Unit } from '../src/meter/backplane/unit.js';
import type { SwitchingPlugIn } from '../src/meter/switching/switching-plug-in.js';

/** From one look at the contacts to the next, ms; a unit is there, or gone, when so many in a row say so. */
const LOOK = 50;
const LOOKS = 4;

export class UnitHands {
	private readonly base: Backplane;
	private readonly places: readonly Place[];
	private readonly switching: SwitchingPlugIn | undefined;
	private readonly pulled = new Map<Place, Unit>();

	/** `places`: those that units are in; `switching`: the unit with a button, if there is one. */
	constructor(base: Backplane, places: readonly Place[], switching: SwitchingPlugIn | undefined) {
		this.base = base;
		this.places = places;
		this.switching = switching;
	}

	/** False: there is none in its place. */
	pull(place: Place): boolean {
		if (this.pulled.has(place) || !this.places.includes(place)) return false;
		this.pulled.set(place, this.base.pull(place));
		return true;
	}

	/** Pushes in the unit that was pulled. False: it is in its place, or there never was one. */
	plug(place: Place): boolean {
		const unit = this.pulled.get(place);
		if (unit === undefined) return false;
		this.pulled.delete(place);
		this.base.plug(place, unit);
		return true;
	}

	/** Presses the button of the switching unit: closes what tripped, or is ready for a hand. False: there is none with power. */
	reset(): boolean {
		return this.switching?.reset('button', () => {}) ?? false;
	}

	/**
	 * `pull metering`, `plug metering`, `breaker reset`: what came of it, as a line for people; another line says what would be right. What the contact does
	 * then, or why it does nothing, is in the log.
	 */
	obey(line: string): string {
		if (line.trim() === 'breaker reset') return this.reset() ? 'breaker: its button is pressed' : 'breaker: no switching unit has power';
		const [verb, name = '', ...rest] = line.trim().split(' ');
		const place = PLACES.find((each) => each === name);
		if ((verb !== 'pull' && verb !== 'plug') || place === undefined || rest.length > 0)
			return `expected pull or plug, and ${PLACES.join(', ')}, or breaker reset, got ${line.trim()}`;
		const isDone = verb === 'pull' ? this.pull(place) : this.plug(place);
		return isDone
			? `${place}: ${verb === 'pull' ? 'pulled' : 'plugged in'}`
			: `${place}: ${verb === 'pull' ? 'no unit is in its place' : 'no unit was pulled'}`;
	}
}

/** Contacts at the places, each closed while a unit is there: bounces, and what is shorter than 200 ms, are nothing. */
export class PulledContacts {
	private readonly hands: UnitHands;
	private readonly contacts: readonly (readonly [Place, Input])[];
	private readonly scheduler: Scheduler;
	/** Of each contact, looks in a row that say another thing than what the base was told, and that. */
	private readonly looks: number[] = [];
	private readonly told: boolean[] = [];

	/** Before the base starts: what is not there then was pulled while the power was off. */
	constructor(hands: UnitHands, contacts: Readonly<Partial<Record<Place, Input>>>, scheduler: Scheduler) {
		this.hands = hands;
		this.scheduler = scheduler;
		this.contacts = PLACES.flatMap((place) => (contacts[place] === undefined ? [] : [[place, contacts[place]] as const]));
		for (const [place, { active }] of this.contacts) {
			this.looks.push(0);
			this.told.push(active);
			if (!active) hands.pull(place);
		}
		if (this.contacts.length > 0) this.look();
	}

	private look(): void {
		this.scheduler.after(LOOK, () => {
			this.look();
			for (let i = 0; i < this.contacts.length; i++) {
				const [place, { active }] = this.contacts[i]!;
				this.looks[i] = active === this.told[i] ? 0 : this.looks[i]! + 1;
				if (this.looks[i]! < LOOKS) continue;
				this.looks[i] = 0;
				this.told[i] = active;
				if (active) this.hands.plug(place);
				else this.hands.pull(place);
			}
		});
	}
}

/**
 * The one composition of a meter: units in a base. What it measures by, where its units keep what they store, the services of its communication unit and
 * their links are handed in; so the same meter stands in a virtual air, behind a Wi-SUN module, on a power line, on a LAN, on a board and in a simulator.
 *
 * | base        | its units                                                     |
 * |-------------|---------------------------------------------------------------|
 * | `Backplane` | are plugged in and pulled, watched, and isolated if they fail |
 * | `FixedBase` | are built in, and it keeps nothing                            |
 */
import type { Base } from './backplane/base.js';
import { CoverPlugIn } from './backplane/cover-plug-in.js';
import { PLACES, type Place, type UnitIdentity } from './backplane/messages.js';
import type { Unit } from './backplane/unit.js';
import type { UnitKind } from './catalogue/unit-types.js';
import { CommunicationPlugIn, type CommunicationPlugInOptions } from './communication/communication-plug-in.js';
import { MeteringPlugIn, type MeteringPlugInOptions } from './metering/metering-plug-in.js';
import type { IntervalReadings } from './metering/readings.js';
import { SwitchingPlugIn, type SwitchingPlugInOptions } from './switching/switching-plug-in.js';
import { VoltagePlugIn, type VoltagePlugInOptions } from './voltage/voltage-plug-in.js';

/** What each kind of unit is made of. */
export interface UnitOptions {
	readonly metering: MeteringPlugInOptions;
	readonly communication: CommunicationPlugInOptions;
	readonly switching: SwitchingPlugInOptions;
	readonly voltage: VoltagePlugInOptions;
	readonly cover: { readonly identity: UnitIdentity & { readonly kind: 'cover' } };
}

interface Units {
	readonly metering: MeteringPlugIn;
	readonly communication: CommunicationPlugIn;
	readonly switching: SwitchingPlugIn;
	readonly voltage: VoltagePlugIn;
	readonly cover: CoverPlugIn;
}

const MAKERS: { readonly [Kind in UnitKind]: (options: UnitOptions[Kind]) => Units[Kind] } = Object.freeze({
	metering: (options: MeteringPlugInOptions) => new MeteringPlugIn(options),
	communication: (options: CommunicationPlugInOptions) => new CommunicationPlugIn(options),
	switching: (options: SwitchingPlugInOptions) => new SwitchingPlugIn(options),
	voltage: (options: VoltagePlugInOptions) => new VoltagePlugIn(options),
	cover: ({ identity }: UnitOptions['cover']) => new CoverPlugIn(identity),
});

export function createUnit<Kind extends UnitKind>(kind: Kind, options: UnitOptions[Kind]): Units[Kind] {
	return MAKERS[kind](options);
}

/** A meter from when its power comes until it goes; its units outlast it. */
export class Meter<B extends Base = Base> {
	readonly base: B;

	constructor(base: B, units: Readonly<Partial<Record<Place, Unit>>>) {
		this.base = base;
		for (const place of PLACES) {
			const unit = units[place];
			if (unit !== undefined) base.plug(place, unit);
		}
	}

	get readings(): IntervalReadings {
		return this.base.readings;
	}

	start(): void {
		this.base.start();
	}

	/** All units write down where they stand, and stop. */
	shutdown(): void {
		this.base.shutdown();
	}
}

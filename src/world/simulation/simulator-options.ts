/** What a simulator is made of. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { ModuleName } from '../../../modules/wi-sun-module/models.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import type { UtilityProfile } from '../../meter/switching/utility.js';
import type { Credentials } from '../../route-b/credentials.js';
import type { LocationStore } from '../../route-b/location.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import type { NotificationRules } from '../../route-b/notifications.js';
import type { AnswerDelay } from '../../route-b/route-b.js';
import type { DonglePort } from '../dongle/dongle.js';
import type { ModelChanges } from '../fault/dongle-faults.js';
import type { FaultChoice } from '../fault/fault-choice.js';
import type { LoadSource } from '../load/source.js';
import type { BehindChoice } from '../mbus/behind.js';
import type { RouteASettings } from '../meter/emulated-meter.js';
import type { Lan, RouteBCarrier } from '../meter/link.js';
import type { CredentialKeys } from '../meter/units-credentials.js';
import type { UnitMemory } from '../units/unit-memory.js';
import type { Makers } from '../units/unit-shelf.js';
import type { SimulatorEvent } from './simulator-event.js';

export interface SimulatorOptions {
	readonly seed: number;
	/** Which run of a memory that goes on it is, from 1: sessions of each draw other random numbers, so that no link key comes twice. */
	readonly run?: number;
	/** The world's time at the start, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	/** Lead of the meters' clocks over that time, ms; negative: behind. */
	readonly clockOffset?: number;
	/** At the terminals of all meters, or of each by its number. */
	readonly load: LoadSource | ((number: number) => LoadSource);
	readonly profile: MeterProfile;
	readonly credentials: Credentials;
	/** See `RouteBSettings`; of each meter by its number. */
	readonly credentialKeys?: ((number: number) => CredentialKeys | undefined) | undefined;
	readonly log: Log;
	readonly onEvent: (event: SimulatorEvent) => void;
	/** Whether the lines at the dongles' serial ports are told as well; default: false. */
	readonly hearsSerial?: () => boolean;
	/** What the first meter keeps through a power cut, or each by its number; without it a new memory, filled with `pastDays` of the load. */
	readonly flash?: Flash | ((number: number) => Flash);
	readonly pastDays?: number;
	/** What the other units of the first meter keep, and which there are; without it a new memory. */
	readonly memory?: UnitMemory;
	/** The units of the meters; without it those that the memory knows of, or the usual ones. */
	readonly combination?: Combination | undefined;
	/** Their makers, where one is told. */
	readonly makers?: Makers | undefined;
	/** Whose ampere breaker the switching units are. */
	readonly utility?: UtilityProfile;
	readonly location?: LocationStore;
	/** What goes wrong from the start. */
	readonly faults?: readonly FaultChoice[];
	/** Of the Route A of each meter what is not drawn by the seed. */
	readonly routeA?: Partial<RouteASettings> | ((number: number) => Partial<RouteASettings>);
	/** What carries the Route B of the meters in place of the virtual air. */
	readonly carrier?: RouteBCarrier;
	/** The first meter answers there, too. */
	readonly lan?: Lan | undefined;
	/** How many at the start; one by default. What is drawn for each comes from the seed and its own number. */
	readonly meters?: number;
	readonly neighbours?: number;
	/** ms of transmission an hour for every radio; default: the law's 360 s. */
	readonly transmitLimit?: number;
	readonly answerDelay?: AnswerDelay;
	readonly notifications?: NotificationRules;
	/** Meters behind each meter, by its number, on an M-Bus line of its own; default: none. */
	readonly behind?: (number: number) => readonly BehindChoice[];
	/** Of its objects of class 72; default: 0. */
	readonly mbusVersion?: 0 | 1;
	/** Gets the bytes of a capture of the whole air, and of the power line. */
	readonly capture?: (bytes: Uint8Array) => void;
}

export interface DonglePlace {
	readonly model: ModuleName;
	/** What it does otherwise than its model. */
	readonly changes?: ModelChanges;
	readonly serial: Serial;
	/** Port that it is plugged into; without it, or what it cannot do, the dongle alone is silent. */
	readonly port?: Partial<DonglePort>;
	/** Where SKSAVE and WOPT keep; without it in memory. */
	readonly nonvolatile?: Nonvolatile;
}

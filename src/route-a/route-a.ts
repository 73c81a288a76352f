/**
 * Route A of a meter, what the utility sees of it: its COSEM objects, its clients with their keys, and its event log. Sans I/O: whatever carries APDUs
 * (tcp.ts, udp.ts, local-port.ts) connects to `server`.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { AssociationFacts } from '../../modules/cosem/association-object.js';
import type { ClockFacts } from '../../modules/cosem/clock.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { ServerStatistics, Suspicion, Watcher } from '../../modules/dlms/server/refusals.js';
import { CosemServer } from '../../modules/dlms/server/server.js';
import { END_OF_TIME } from '../../modules/time/end-of-time.js';
import type { Place, SwitchReport } from '../meter/backplane/messages.js';
import type { RouteCounts, UnitCredentials } from '../meter/communication/service.js';
import type { IntervalReadings } from '../meter/metering/readings.js';
import type { SwitchEntry } from '../meter/switching/switch-entry.js';
import { certificatesOf, type MeterCertificates } from './certificates/certificates.js';
import { clientsOf } from './clients.js';
import { Control } from './control/control.js';
import { ControlPlace } from './control/control-place.js';
import { Suspicions } from './control/suspicions.js';
import { entriesOf } from './entries.js';
import type { InstalledUnit, LocalPort, NetworkFacts } from './facts.js';
import { checkIdentity, logicalDeviceName } from './identity.js';
import { hasImages, leavingHeard } from './image/image-place.js';
import { setupMethods } from './keys.js';
import { LoadProfileRows } from './load-profile.js';
import type { LocalPortWatcher } from './local-port.js';
import { type MbusAlarm, MbusChannels } from './mbus/mbus-channels.js';
import { MeterClock } from './meter-clock.js';
import { MeterDevice, type MeterState } from './meter-state.js';
import type { PaymentMode } from './payment/payment.js';
import { REGISTER_UNITS } from './register-units.js';
import type { RouteAOptions, RouteAPlace } from './route-a-options.js';
import { IDIS_PROFILE, type RouteAProfile } from './route-a-profile.js';
import { EventLog } from './standard-log.js';
import { TariffMemory } from './tariff/tariff-slots.js';

const MAX_PDU = 1024;
/** The whole object list, for those who cannot take it in blocks. */
const MAX_SEND = 4096;

/** What outlasts a Route A that another goes on for, under the same power, and stands on no flash. */
export interface RouteARun {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly startedAt: number;
	readonly statistics: ServerStatistics;
	/** Undefined: there were none. */
	readonly suspicions: Suspicions | undefined;
}

export class RouteA implements MeterState, Watcher, LocalPortWatcher {
	/** Server of whoever carries APDUs. */
	readonly server: CosemServer;
	/** 16 ASCII characters: the maker's three letters, then the serial number behind zeros. The format is unconfirmed. */
	readonly logicalDeviceName: string;
	readonly routeAProfile: RouteAProfile;
	readonly clock: ClockFacts;
	readonly association: AssociationFacts;
	readonly intervals: LoadProfileRows;
	readonly events: EventLog;
	readonly certificates: MeterCertificates | undefined;
	readonly mbus: MbusChannels | undefined;
	readonly #options: RouteAOptions;
	readonly #place: RouteAPlace;
	/** Where nothing of it is kept, it is there from the first time that it is of use. */
	#control: Control | undefined;
	/** Of `Control`, which is made later. */
	#tariffMemory: TariffMemory | undefined;
	/** What the switching unit told before. */
	#report: SwitchReport | undefined;
	/** What there was for a `Control` that is not there yet: the last client at the local port, ms since 1970-01-01T00:00:00Z; how often the clock was set, by how many ms last. */
	#localAttempt = 0;
	#clockCorrections = 0;
	#clockShift = 0;
	/** Made by the first. */
	#suspicions: Suspicions | undefined;
	/** When the meter got its power, ms since 1970-01-01T00:00:00Z; NaN: it has none yet. */
	startedAt = Number.NaN;

	/**
	 * @throws RangeError for a serial number, a supply point, a key or a register that cannot be
	 * @throws JournalError if the flash of the event log holds something else
	 */
	constructor(options: RouteAOptions, place: RouteAPlace) {
		// Without variables: a device comes here deep in its start, and goes on from here to its flash and its keys.
		checkIdentity(options);
		REGISTER_UNITS.importEnergy.scaler(place);
		this.#options = options;
		this.#place = place;
		this.routeAProfile = options.routeAProfile ?? IDIS_PROFILE;
		this.logicalDeviceName = logicalDeviceName(options, this.routeAProfile);
		this.clock = new MeterClock(this, place.clock);
		this.association = { server: this.routeAProfile.server, securitySetup: NAME.securitySetup };
		this.intervals = new LoadProfileRows(place.readings, this.routeAProfile);
		this.events = new EventLog({ capacity: this.routeAProfile.eventCapacity, deviation: this.routeAProfile.deviation, range: options.eventFlash });
		this.certificates = certificatesOf(options, this.routeAProfile, place.clock, () => this.onCertificates());
		this.mbus = this.newMbus();
		this.server = this.serve(
			clientsOf({
				keys: options.keys,
				routeAProfile: this.routeAProfile,
				store: options.store,
				cipher: options.cipher,
				random: options.random,
				log: options.log,
				firstCounter: options.firstCounter,
				transmit: options.transmit,
				...{ certificates: this.certificates, meter: this },
			}),
		);
	}

	private serve(clients: readonly ServedClient[]): CosemServer {
		const {
			maxPdu = MAX_PDU,
			maxRequest,
			blockWindow,
			maxSend = MAX_SEND,
			maxTransfer = MAX_SEND,
			random,
			log,
			onAssociation,
			between,
			makeDevice,
		} = this.#options;
		const entries = entriesOf(this, clients);
		const device = makeDevice?.(entries, this) ?? new MeterDevice(entries, this);
		const heard = leavingHeard(this.hasImages ? () => this.control.images : undefined, onAssociation);
		const told = {
			...(heard && { onAssociation: heard }),
			...(between && { between }),
			...(maxRequest !== undefined && { maxRequest }),
			...(blockWindow !== undefined && { blockWindow }),
		};
		return new CosemServer({ device, clients, maxPdu, maxSend, maxTransfer, random, log, watcher: this, ...told });
	}

	get readings(): IntervalReadings {
		return this.#place.readings;
	}

	get serial(): string {
		return this.#options.serial;
	}

	get systemTitle(): Uint8Array {
		return this.#options.keys.systemTitle;
	}

	get supplyPoint(): string {
		return this.#options.supplyPoint;
	}

	get units(): readonly InstalledUnit[] {
		const { units } = this.#place;
		return this.#control?.images?.versionsOf(units) ?? units;
	}

	get network(): NetworkFacts | undefined {
		return this.#place.network;
	}

	get localPort(): LocalPort | undefined {
		return this.#place.localPort;
	}

	get routeB(): RouteCounts | undefined {
		return this.#place.routeB;
	}

	/** Its tasks end with the power; undefined: nothing is ever due. */
	get scheduler(): Scheduler | undefined {
		return this.#place.scheduler;
	}

	get credentials(): UnitCredentials | undefined {
		return this.#place.credentials;
	}

	get erasures(): MeterState['erasures'] {
		const counts = [this.control.erasures, this.certificates?.erasures, this.mbus?.memory.erasures, this.mbus?.plans?.erasures].filter(
			(count) => count !== undefined,
		);
		return { rest: counts.length === 0 ? undefined : Math.max(...counts), keys: this.#options.store.erasures };
	}

	get canPush(): boolean {
		return this.#place.push !== undefined;
	}

	get keepsPushes(): boolean {
		return this.#options.pushFlash !== undefined;
	}

	get pushVersion(): number {
		const { pushFlash, pushVersion = 0 } = this.#options;
		return pushFlash === undefined ? 0 : pushVersion;
	}

	get hasTariff(): boolean {
		return this.#options.tariffFlash !== undefined;
	}

	get hasImages(): boolean {
		return hasImages(this.#options);
	}

	get hasHousehold(): boolean {
		return this.#options.household !== undefined;
	}

	get hasLoadRelay(): boolean {
		return this.#options.household?.output !== undefined;
	}

	get payment(): PaymentMode | undefined {
		return this.#options.household?.payment?.mode;
	}

	get cipher(): Cipher {
		return this.#options.cipher;
	}

	get setupMethods(): number {
		return setupMethods(this.#options, this.routeAProfile.clients.management, this.certificates !== undefined);
	}

	/** What is commanded and watched. */
	get control(): Control {
		return this.#control ?? this.openControl();
	}

	/** Whether something of it is kept on flash. */
	private get keepsControl(): boolean {
		const { controlFlash, tariffFlash, pushFlash, household } = this.#options;
		return this.hasImages || (this.certificates ?? controlFlash ?? tariffFlash ?? pushFlash ?? household) !== undefined;
	}

	private openControl(): Control {
		const control = this.newControl();
		this.#control = control;
		if (this.#clockCorrections > 0) control.onClockSet(this.#clockShift, this.#clockCorrections);
		if (this.#localAttempt > 0) control.incidents.onLocalAttempt(this.#localAttempt);
		if (!Number.isNaN(this.startedAt)) control.start();
		if (this.#report !== undefined) control.supply.onReport(undefined, this.#report);
		return control;
	}

	/** The switching unit has told of itself; see `Supply.onReport`. */
	onContact(entry: SwitchEntry | undefined, report: SwitchReport): void {
		if (entry === undefined && this.#control === undefined) this.#report = report;
		else this.control.supply.onReport(entry, report);
	}

	/** Who is in a place, or that nobody is any more; see `Incidents.onPlace`. */
	onPlace(place: Place, isThere: boolean): void {
		if (place === 'option' && !isThere) {
			this.#report = undefined;
			this.#control?.supply.onGone();
		}
		if (place === 'metering') this.forgetRows();
		// Nobody who is there was away, where nothing is known.
		if (!isThere || this.#control !== undefined) this.control.incidents.onPlace(place, isThere);
	}

	private newControl(): Control {
		this.openTariff();
		return new Control(new ControlPlace(this, this.#options, this.#place), this.#options.controlFlash, this.#tariffMemory);
	}

	/** A client has changed them. */
	private onCertificates(): void {
		this.record(this.routeAProfile.events.parametersChanged);
		this.control.certificatesChanged();
	}

	private newMbus(): MbusChannels | undefined {
		const { mbus, cipher, log } = this.#options;
		const { scheduler, clock } = this.#place;
		if (mbus === undefined || scheduler === undefined) return;
		const raise = (alarm: MbusAlarm, channel: number) => this.control.alarms.raise(alarm, channel);
		return new MbusChannels({ scheduler, clock, log, cipher, deviation: this.routeAProfile.deviation, raise }, mbus);
	}

	/** Something came for whoever takes pushes. False: it confirms none that waits for that. */
	onPushAnswer(apdu: Uint8Array): boolean {
		return this.#control?.push !== undefined && this.#control.sender.take(apdu);
	}

	/** A hand-held has begun to speak at the local port. */
	onLocalAttempt(): void {
		const now = this.#place.clock.now();
		if (this.#control === undefined) this.#localAttempt = now;
		else this.#control.incidents.onLocalAttempt(now);
	}

	/** Made for each who asks. */
	get failures(): readonly { readonly client: number; readonly count: number }[] {
		return this.server.options.clients.map(({ id: client }) => ({ client, count: this.#suspicions?.failures(client) ?? 0 }));
	}

	/** What is to be entered of it is entered behind the request. */
	onSuspicion(suspicion: Suspicion, client: number): void {
		const { scheduler, clock } = this.#place;
		this.#suspicions ??= new Suspicions(this.routeAProfile.suspicions, this.server.options.clients);
		if (!this.#suspicions.count(suspicion, client, scheduler?.now() ?? clock.now())) return;
		if (scheduler === undefined) this.control.incidents.onSuspicion(suspicion);
		else scheduler.after(0, () => this.control.incidents.onSuspicion(suspicion));
	}

	/**
	 * Takes up what is kept of the tariff, which is else done with the rest: in a turn of its own, where turns must be short.
	 * @throws JournalError if its flash holds something else
	 */
	openTariff(): void {
		const { tariffFlash } = this.#options;
		if (tariffFlash !== undefined) this.#tariffMemory ??= new TariffMemory(tariffFlash);
	}

	/**
	 * The meter has power. Called once, and before there is a request, in which nobody could be told that a flash holds something else.
	 * @throws JournalError if it does
	 */
	start(): void {
		this.readings.onHalfHour((at) => this.intervals.add(at));
		this.record(this.routeAProfile.events.powerUp);
		this.startedAt = this.#place.clock.now();
		if (this.#control !== undefined) this.#control.start();
		else if (this.keepsControl) this.openControl();
		this.mbus?.start();
	}

	/** What a Route A that goes on where this one leaves off has to be told, as no flash holds it. */
	get run(): RouteARun {
		return { startedAt: this.startedAt, statistics: this.server.statistics, suspicions: this.#suspicions };
	}

	/**
	 * Goes on where another left off that was started under the same power, in place of `start`: from the same flashes, and what it told by `run`.
	 * @throws JournalError if a flash holds something else
	 */
	resume({ startedAt, statistics, suspicions }: RouteARun): void {
		this.readings.onHalfHour((at) => this.intervals.add(at));
		Object.assign(this.server.statistics, statistics);
		this.#suspicions = suspicions;
		this.startedAt = startedAt;
		if (!this.keepsControl) return;
		this.#control = this.newControl();
		this.#control.resume(this.#place.clock.now() - startedAt);
	}

	/** Something happened to the meter: a code of the standard event log, as in `profile.events`. */
	record(code: number): void {
		this.events.record(code, this.#place.clock.now());
		const {
			events,
			alarms: { bits },
		} = this.routeAProfile;
		if (code === events.parametersChanged && bits.parametersChanged !== undefined) this.control.alarms.raise('parametersChanged');
		else if (code === events.keysChanged && bits.keysChanged !== undefined) this.control.alarms.raise('keysChanged');
	}

	/** What was on record of the past may not be any more: the metering unit is another one. */
	forgetRows(): void {
		this.intervals.forget();
	}

	/** AMR profile status of the newest half-hour on record. */
	get amrStatus(): number {
		return this.intervals.newestStatus;
	}

	/** Code of the newest event; 0: there was none. */
	get eventCode(): number {
		return this.events.newest;
	}

	/** Sets the clock, with the marks that the metering unit leaves; the log tells from when and to when. Returns a Data-Access-Result. */
	adjustClock(time: number): number {
		if (time < 0 || time >= END_OF_TIME) return ACCESS_RESULT.scopeOfAccessViolated;
		const { events } = this.routeAProfile;
		const shift = time - this.#place.clock.now();
		this.record(events.clockAdjustedFrom);
		this.#place.clock.set(time);
		this.events.record(events.clockAdjustedTo, time);
		if (this.#control === undefined) {
			this.#clockCorrections++;
			this.#clockShift = shift;
		} else this.#control.onClockSet(shift);
		return ACCESS_RESULT.success;
	}
}

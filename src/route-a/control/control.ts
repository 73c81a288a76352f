/**
 * What a head-end commands and watches of the meter, beside what it reads: the supply, and the logs of what happened to it.
 *
 * - All that is kept is in one typed array of slots (slot-rows.ts), and each slot on flash by itself: a change is one write, which a power cut leaves done or
 *   undone. What must hold together (an order and its entry in a log) is in one slot.
 * - Where something else has a memory of its own, that counts: the switching unit keeps control mode, contract and what was ordered of it, and is asked
 *   by messages; here is only what it told last, and in its log.
 * - Objects are constants of objects.ts that find `Control` by the device: what nobody reads takes no memory. So what comes (calendars, push, images) is
 *   a row of objects.ts, slots at the end of slot-rows.ts, and a class beside `Supply`.
 */
import type { Log } from '../../../hal/ports/log.js';
import type { Sample } from '../../../hal/ports/metrology.js';
import type { Random } from '../../../hal/ports/random.js';
import { putUint32, uint32 } from '../../../modules/bytes/uint.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { Slots } from '../../../modules/journal/slots.js';
import { SECOND } from '../../../modules/time/durations.js';
import type { SwitchOrder, SwitchReport } from '../../meter/backplane/messages.js';
import type { Counts, IntervalReadings } from '../../meter/metering/readings.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { CertificateWatch } from '../certificates/certificate-watch.js';
import { Household, type HouseholdHost } from '../household/household.js';
import type { RelayOrigin } from '../household/load-relay.js';
import { Images } from '../image/images.js';
import type { FlashRange } from '../standard-log.js';
import { Billing, type BillingHost } from '../tariff/billing.js';
import { Tariff, type TariffEvent, type TariffHost } from '../tariff/tariff.js';
import type { TariffMemory } from '../tariff/tariff-slots.js';
import { Timetable, type TimetableHost } from '../tariff/timetable.js';
import { Agenda, type Planned } from './agenda.js';
import { type AlarmRows, Alarms, type AlarmsHost, type ClearedWord } from './alarms.js';
import type { ControlHost } from './control-host.js';
import { ControlLogs } from './control-logs.js';
import { Incidents } from './incidents.js';
import { Limiter, type LimiterHost } from './limiter.js';
import { type MonitorEvent, Monitors, type MonitorsHost } from './monitors.js';
import { PowerFailures } from './power-failures.js';
import type { PushSender } from './push-order.js';
import { Pushes, type PushesHost, type PushRows } from './pushes.js';
import { Schedule, type ScheduleHost } from './schedule.js';
import { isScript, orderOf, outputOf, pushOf } from './scripts.js';
import { BRIEF_LOG_ROWS, LOG_ROWS, logsEnd, PUSH_SLOT, SLOT, SLOT_LENGTH, slotCount } from './slot-rows.js';
import { type DisconnectorCodes, reasonOf, Supply, type SupplyHost } from './supply.js';
import { SwitchMemory, withOver } from './switch-memory.js';

/** What makes a meter push. */
export interface ControlPush {
	readonly schedule: Schedule;
	readonly setups: Pushes;
}

const SHIFT = 4;
const MOST_SHIFT = 0x7fffffff;
/** By then the units have said who they are and how they stand, ms. */
const UNITS_TOLD = 5000;

export class Control
	implements SupplyHost, ScheduleHost, LimiterHost, MonitorsHost, AlarmsHost, PushesHost, TariffHost, BillingHost, HouseholdHost, TimetableHost
{
	readonly slots: Slots;
	readonly supply: Supply;
	readonly logs: ControlLogs;
	readonly memory: SwitchMemory;
	readonly disconnectSchedule: Schedule;
	readonly limiter: Limiter;
	readonly monitors: Monitors;
	readonly alarms: Alarms;
	readonly powerFailures: PowerFailures;
	readonly incidents: Incidents;
	/** Undefined: there is no way for them. */
	readonly push: ControlPush | undefined;
	/** Undefined: none can be loaded. */
	readonly images: Images | undefined;
	/** Not there: it keeps no certificates. */
	declare readonly certificateWatch?: CertificateWatch;
	/** Not there: it does nothing for the household. */
	declare readonly household?: Household;
	readonly #host: ControlHost;
	readonly #tariffMemory: TariffMemory | undefined;
	readonly #planned: Planned[];
	readonly #agenda: Agenda;
	/** There from the first time that they are of use. */
	#tariff: Tariff | undefined;
	#timetable: Timetable | undefined;
	#billing: Billing | undefined;

	/**
	 * @param range undefined: what is kept is gone with the power
	 * @param tariffMemory undefined: there is no tariff
	 * @throws JournalError if the flash holds something else
	 */
	constructor(host: ControlHost, range: FlashRange | undefined, tariffMemory: TariffMemory | undefined) {
		this.#host = host;
		const rows = range === undefined ? BRIEF_LOG_ROWS : LOG_ROWS;
		this.slots = new Slots({ range, count: slotCount(rows, range !== undefined || host.pushing !== undefined), length: SLOT_LENGTH });
		this.logs = new ControlLogs(this.slots, rows);
		this.memory = new SwitchMemory(this.slots, this.logs);
		this.supply = new Supply(this);
		this.disconnectSchedule = new Schedule(this, SLOT.disconnectSchedule);
		this.limiter = new Limiter(this);
		this.monitors = new Monitors(this);
		this.alarms = new Alarms(this);
		this.powerFailures = new PowerFailures(this.slots, this.logs, host);
		this.incidents = new Incidents(this, host);
		this.#planned = [this.disconnectSchedule, this.limiter, this.monitors];
		if (host.pushing !== undefined) {
			const first = logsEnd(rows);
			this.push = { schedule: new Schedule(this, first + PUSH_SLOT.schedule), setups: new Pushes(this, first) };
			this.#planned.push(this.push.schedule, ...this.push.setups.all);
		}
		this.images = host.images && new Images(host.images, () => this.rearm());
		if (this.images !== undefined) this.#planned.push(this.images.schedule);
		if (host.household !== undefined) {
			this.household = new Household(this, host.household);
			const { schedule, account } = this.household;
			if (schedule !== undefined) this.#planned.push(schedule);
			if (account !== undefined) this.#planned.push(account.payment);
		}
		if (host.certificates !== undefined) {
			this.certificateWatch = new CertificateWatch(this, host.certificates);
			this.#planned.push(this.certificateWatch);
		}
		this.#agenda = new Agenda(host.scheduler, host.clock, this.#planned);
		this.#tariffMemory = tariffMemory;
		if (tariffMemory?.hasTariff) {
			this.newTariff();
			this.timetable.lookAnew();
		}
		if (tariffMemory?.hasSchedule) this.newBilling();
	}

	/** How often the most worn sector of its flash, or of the tariff's, the images', the household's or the pushes', was erased; undefined: there is none. */
	get erasures(): number | undefined {
		const pushes = this.push?.setups.flash?.erasures;
		const counts = [this.slots.erasures, this.#tariffMemory?.erasures, this.images?.erasures, this.household?.erasures, pushes].filter(
			(count) => count !== undefined,
		);
		return counts.length === 0 ? undefined : Math.max(...counts);
	}

	/** Of a meter that has one; so is `billing`. */
	get tariff(): Tariff {
		return this.#tariff ?? this.newTariff();
	}

	/** Likewise. */
	get timetable(): Timetable {
		this.#timetable ??= this.plan(new Timetable(this, this.#tariffMemory!.tariffSlots()));
		return this.#timetable;
	}

	private plan<Item extends Planned>(item: Item): Item {
		this.#planned.push(item);
		return item;
	}

	private newTariff(): Tariff {
		this.#tariff = this.plan(new Tariff(this, this.#tariffMemory!.tariffSlots()));
		return this.#tariff;
	}

	get billing(): Billing {
		return this.#billing ?? this.newBilling();
	}

	private newBilling(): Billing {
		const memory = this.#tariffMemory!;
		const billing = new Billing(this, memory.billing, memory.scheduleSlots());
		this.#billing = billing;
		this.#planned.push(billing.schedule);
		return billing;
	}

	/** The meter has power. Called once. */
	start(): void {
		this.push?.setups.resume();
		this.household?.start();
		this.alarms.raise('powerFailure');
		this.alarms.raise('powerResume');
		this.powerFailures.onMetering();
		this.images?.resume();
		this.#agenda.start(UNITS_TOLD);
	}

	/** The meter has had its power for `elapsed` ms, and another `Control` was started then; called in place of `start`. */
	resume(elapsed: number): void {
		this.#agenda.start(Math.max(0, UNITS_TOLD - elapsed));
	}

	/** Method execute of a script table; returns an Action-Result. */
	execute(table: LogicalName, id: number, client: number): number {
		return this.carryOut(table, id, 'remote', (order) => this.supply.commandByUtility(order, reasonOf(client)));
	}

	isScript(table: LogicalName, id: number): boolean {
		return isScript(table, id) && (table !== NAME.outputScripts || this.household?.relay !== undefined);
	}

	runScript(table: LogicalName, id: number, done: () => void): void {
		const result = this.carryOut(table, id, 'remote', (order) => this.supply.commandByUtility(order, 'schedule of Route A', done), done);
		if (result !== ACTION_RESULT.success) this.notRun('schedule', table, id, result, done);
	}

	/** Returns an Action-Result. @param done told once the load relay has moved, or a push has begun, which outlasts the power */
	private carryOut(
		table: LogicalName,
		id: number,
		origin: RelayOrigin,
		command: (order: 'disconnect' | 'reconnect') => number,
		done?: () => void,
	): number {
		const order = orderOf(table, id);
		if (order !== undefined) return command(order);
		const output = outputOf(table, id);
		if (output !== undefined && this.household?.relay !== undefined) {
			const result = this.household.relay.command(output, origin, `script ${id}`);
			if (result === ACTION_RESULT.success) done?.();
			return result;
		}
		const setup = pushOf(table, id);
		if (setup === undefined || this.push === undefined) return ACTION_RESULT.scopeOfAccessViolated;
		const result = this.push.setups[setup].push();
		if (result === ACTION_RESULT.success) done?.();
		return result;
	}

	/** Nothing will tell of it but the log. */
	private notRun(who: string, table: LogicalName, id: number, result: number, done: () => void): void {
		this.log.write('Route A', `${who}: script ${id} of ${logicalNameText(table)}: Action-Result ${result}`);
		done();
	}

	now(): number {
		return this.#host.clock.now();
	}

	get deviation(): number {
		return this.#host.routeAProfile.deviation;
	}

	rearm(): void {
		this.#timetable?.lookAnew();
		this.#agenda.arm();
	}

	later(task: () => void): void {
		if (this.#host.scheduler === undefined) task();
		else this.#host.scheduler.after(0, task);
	}

	/** Route A has set the clock. @param shift by so many ms, the last time of `count` */
	onClockSet(shift: number, count = 1): void {
		const at = SLOT.clock * SLOT_LENGTH;
		putUint32(this.slots.bytes, at, uint32(this.slots.bytes, at) + count);
		putUint32(this.slots.bytes, at + SHIFT, Math.min(Math.max(Math.round(shift / SECOND), -MOST_SHIFT), MOST_SHIFT));
		this.slots.keep(SLOT.clock);
		this.certificatesChanged();
	}

	/** Certificates came or went; or the clock was set. */
	certificatesChanged(): void {
		this.certificateWatch?.lookAnew();
		this.rearm();
	}

	onCertificateEnds(): void {
		if (this.alarms.raise('certificateEnds')) this.#host.record(this.#host.routeAProfile.events.certificateEnds);
	}

	/** How often Route A set the clock, and by how many s the last time. */
	get clockCorrections(): { readonly count: number; readonly shift: number } {
		const at = SLOT.clock * SLOT_LENGTH;
		return { count: uint32(this.slots.bytes, at), shift: uint32(this.slots.bytes, at + SHIFT) | 0 };
	}

	get log(): Log {
		return this.#host.log;
	}

	get random(): Random {
		return this.#host.random;
	}

	/** Of a meter that has a way for pushes. */
	get sender(): PushSender {
		return this.#host.pushing!;
	}

	get alarmRows(): AlarmRows {
		return this.#host.routeAProfile.alarms;
	}

	get pushRows(): PushRows {
		return this.#host.routeAProfile.pushes;
	}

	onAlarm(): void {
		this.push?.setups.alarm.start();
	}

	get switchingSerial(): string {
		return this.#host.switchingSerial;
	}

	get meteringSerial(): string {
		return this.#host.meteringSerial;
	}

	get readings(): IntervalReadings {
		return this.#host.readings;
	}

	tariffEvent(event: TariffEvent): void {
		this.#host.record(this.#host.routeAProfile.events[event]);
	}

	rates(counts: Counts): readonly number[] {
		return this.tariff.registers.counted(counts);
	}

	billingEnded(): void {
		const { billingEnded } = this.#host.routeAProfile.events;
		if (billingEnded !== undefined) this.#host.record(billingEnded);
	}

	tell(text: string): void {
		this.log.write('Route A', text);
	}

	get codes(): DisconnectorCodes {
		return this.#host.routeAProfile.disconnector;
	}

	record(code: number, state: number, over = this.isOver): void {
		this.logs.record('disconnector', code, this.now(), withOver(state, over));
		if (code === this.codes.failure) this.alarms.raise('disconnectorFailure');
	}

	get isOver(): boolean {
		return this.memory.isOver;
	}

	limiterEvent(event: 'exceeded' | 'ok' | 'changed'): void {
		const { thresholdExceeded, thresholdOk, thresholdChanged } = this.codes;
		const code = { exceeded: thresholdExceeded, ok: thresholdOk, changed: thresholdChanged }[event];
		// How the switching unit stands is not what this tells: it stays as the log has it.
		this.record(code, this.memory.last, event === 'changed' ? this.isOver : event === 'exceeded');
	}

	monitorEvent(event: MonitorEvent, line: 1 | 3): void {
		const code = this.#host.routeAProfile.monitors[event];
		// Currents have a code of each kind for each line, voltages the codes of all lines of each kind.
		if (event === 'currentExceeded' || event === 'currentOk') this.record(code + 2 * (line - 1), this.memory.last);
		else {
			this.logs.record('powerQuality', code + line - 1, this.now());
			this.alarms.raise(event, line);
		}
	}

	cleared(what: ClearedWord): void {
		const { alarms1Cleared: alarms1, alarms2Cleared: alarms2, alarms3Cleared: alarms3, errorsCleared: errors } = this.#host.routeAProfile.events;
		this.#host.record({ alarms1, alarms2, alarms3, errors }[what]);
	}

	runLocally(table: LogicalName, id: number, done: () => void): void {
		const result = this.carryOut(table, id, 'local', (order) => this.supply.commandLocally(order, 'limiter of Route A', done), done);
		if (result !== ACTION_RESULT.success) this.notRun('limiter or monitor', table, id, result, done);
	}

	configure(order: SwitchOrder, client: number): number {
		return this.supply.configure(order, client);
	}

	get sample(): Sample | undefined {
		return this.#host.readings.sample();
	}

	get report(): SwitchReport | undefined {
		return this.supply.report;
	}

	uptime(): number {
		return this.#host.scheduler?.now() ?? 0;
	}

	supplyOrdered(order: 'disconnect' | 'reconnect'): void {
		this.household?.account?.payment.supplyOrdered(order);
	}

	parametersChanged(): void {
		this.#host.record(this.#host.routeAProfile.events.parametersChanged);
	}

	order(order: SwitchOrder, done: OnAnswered): boolean {
		return this.#host.order(order, done);
	}
}

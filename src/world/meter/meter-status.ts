/** How a meter is, for programs and for people. */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { PLACES, type Place } from '../../meter/backplane/messages.js';
import type { HemsStatus, MeterStatus, PlaceStatus, SwitchStatus } from '../schema/state-rows.js';
import { isoTime } from '../time/iso-time.js';
import type { EmulatedMeter } from './emulated-meter.js';
import { inYen } from './in-yen.js';

/** By account_status, from 1. */
const ACCOUNT_STAGES = Object.freeze(['new', 'active', 'closed'] as const);
const ACCOUNT_STATES = Object.freeze({ inCredit: 'in credit', emergency: 'emergency credit in use', out: 'out of credit' });
const NO_UNIT: PlaceStatus = Object.freeze({ state: 'empty', code: null, serial: null, firmware: null, since: null, reason: null });

export function meterStatus(meter: EmulatedMeter): MeterStatus {
	const counts = meter.hasPower ? meter.readings.counts() : undefined;
	const { wattHours } = meter.readings.counter;
	const sample = meter.hasPower ? meter.terminals.sample : undefined;
	const certification = meter.hasPower ? meter.base.certification() : undefined;
	return {
		time: isoTime(meter.clock.now()),
		power: meter.hasPower,
		supply: meter.supply,
		units: Object.fromEntries(PLACES.map((place) => [place, placeStatus(meter, place)])) as Record<Place, PlaceStatus>,
		import: counts === undefined ? null : counts.import * wattHours,
		export: counts === undefined ? null : counts.export * wattHours,
		watts: sample?.power ?? null,
		voltages: sample === undefined ? [] : [sample.voltageR, ...(sample.voltageT === undefined ? [] : [sample.voltageT])],
		...(meter.relayOn !== undefined && { relay: meter.relayOn }),
		...accountStatus(meter),
		...messageStatus(meter),
		switching: switchStatus(meter),
		hems: hemsStatus(meter),
		certified: certification === undefined ? null : { until: isoTime(certification.ends * MINUTE).slice(0, 10), state: certification.state },
		beside: meter.shelf.units.filter(({ place }) => place === null).map(({ serial }) => serial),
	};
}

/** A few lines. */
export function statusText(status: MeterStatus): string {
	const { units, switching, hems, certified, beside } = status;
	const row = (name: string, text: string) => `${name.padEnd(14)} ${text}`;
	const energy = (name: string, wattHours: number | null) =>
		wattHours === null ? `${name} unknown` : `${name} ${(wattHours / 1000).toFixed(3)} kWh`;
	const now =
		status.watts === null
			? 'nothing is measured'
			: `${status.watts.toFixed(0)} W at ${status.voltages.map((volts) => volts.toFixed(1)).join(' and ')} V`;
	const lines = [
		row('supply', `${status.power ? 'the meter has power' : 'the meter has no power'}, the house ${status.supply ? 'has' : 'has none'}; ${now}`),
		...PLACES.map((place) => row(place, placeText(units[place]))),
		row('energy', `${energy('import', status.import)}, ${energy('export', status.export)}`),
	];
	if (status.relay !== undefined) lines.push(row('load relay', status.relay ? 'on' : 'off'));
	if (status.account !== undefined) {
		const { mode, status: stage, state, credit, selectable } = status.account;
		const stands = stage === 'active' ? `, ${ACCOUNT_STATES[state]}` : '';
		lines.push(row('account', `${mode}, ${stage}${stands}: ${credit.toFixed(2)} JPY${selectable ? '; emergency credit may be selected' : ''}`));
	}
	if (status.message !== undefined) lines.push(row('message', status.message));
	if (certified !== null) lines.push(row('certified', `until ${certified.until}${certified.state === 'valid' ? '' : `: ${certified.state}`}`));
	if (switching !== null) {
		const contract = switching.contract === null ? 'no contract' : `contract ${switching.contract} A`;
		const demand = switching.demandLimit === null ? '' : `, at most ${switching.demandLimit.watts} W in ${switching.demandLimit.minutes} min`;
		const locked = switching.locked ? ', locked out' : '';
		lines.push(row('contact', `${switching.contact}${locked}, ${contract}${demand}${switching.fault === null ? '' : `; ${switching.fault}`}`));
	}
	if (hems !== null) lines.push(row('HEMS', [hems.verdict, ...hems.causes].join('; ')));
	if (beside.length > 0) lines.push(row('beside', beside.join(', ')));
	return lines.join('\n');
}

/** Of a meter with an account. */
function accountStatus({ routeA }: EmulatedMeter): Pick<MeterStatus, 'account'> {
	const payment = routeA?.payment === undefined ? undefined : routeA.control.household!.account!.payment;
	if (payment === undefined) return {};
	const { mode, status, state, credit, isSelectable } = payment;
	return { account: { mode, status: ACCOUNT_STAGES[status - 1]!, state, credit: inYen(credit), selectable: isSelectable } };
}

/** Of a meter that tells the customer something. */
function messageStatus({ routeA }: EmulatedMeter): { readonly message?: string } {
	const bytes = routeA?.hasHousehold ? routeA.control.household!.message.value : undefined;
	return bytes === undefined || bytes.length === 0 ? {} : { message: asciiText(bytes) };
}

function placeStatus(meter: EmulatedMeter, place: Place): PlaceStatus {
	const unit = meter.shelf.inPlace(place);
	if (unit === undefined) return NO_UNIT;
	const { code, serial } = unit.identity;
	const firmware = meter.firmwareOf(unit.identity);
	if (!meter.hasPower) return { ...NO_UNIT, state: 'greeting', code, serial, firmware };
	const { state, identity, since, reason } = meter.base.report(place);
	return {
		state: state === 'empty' ? 'greeting' : state,
		code: identity?.code ?? code,
		serial,
		firmware,
		since: since === undefined ? null : isoTime(since),
		reason: reason ?? null,
	};
}

function switchStatus(meter: EmulatedMeter): SwitchStatus | null {
	const unit = meter.shelf.inPlace('option')?.switching?.plugIn.unit;
	if (unit === undefined) return null;
	const { closed, locked, mode, control, fault } = unit.state;
	return {
		contact: closed ? 'closed' : 'open',
		locked,
		controlMode: mode,
		controlState: control,
		fault: fault ?? null,
		contract: unit.capacity ?? null,
		demandLimit: unit.demandLimit ?? null,
		heat: unit.heat,
	};
}

function hemsStatus(meter: EmulatedMeter): HemsStatus | null {
	const found = meter.diagnosis();
	if (found === undefined) return null;
	const { verdict, causes, items, evidence } = found;
	const times = Object.entries(evidence).map(([name, value]) => [
		name,
		name.endsWith('At') && typeof value === 'number' ? isoTime(value) : (value ?? null),
	]);
	return { verdict, causes, items: { ...items }, evidence: Object.fromEntries(times) as Record<string, unknown> };
}

function placeText({ state, code, serial, reason }: PlaceStatus): string {
	if (code === null) return 'empty';
	return `${code} ${serial}${state === 'working' ? '' : `, ${state}`}${reason === null ? '' : ` (${reason})`}`;
}

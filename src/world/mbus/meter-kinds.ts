/** The kinds of meters behind the smart meter: what each measures, and which records it tells it in. All are invented; their maker's letters belong to nobody. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { DEVICE_TYPE } from '../../../modules/mbus/header.js';
import { VIF } from '../../../modules/mbus/quantity.js';
import { type MbusRecord, numberRecord } from '../../../modules/mbus/record.js';
import { type Consumption, GAS, HEAT, WATER } from './consumption.js';

/** What a meter measured at a moment. */
export interface Measured {
	/** Litres, or Wh of heat. */
	readonly total: number;
	/** The same, an hour. */
	readonly rate: number;
}

export interface MbusMeterKind {
	readonly deviceType: number;
	readonly version: number;
	readonly hasValve: boolean;
	readonly consumption: Consumption;
	/** The counter, as it is now, and as it was at the full hour where `storage` is 1. */
	readonly counter: (measured: Measured, storage: 0 | 1) => MbusRecord;
	/** What else it tells of now. */
	readonly others: (measured: Measured) => readonly MbusRecord[];
}

/** DIFs of BCD numbers of 8, 6 and 4 digits; the bit of storage number 1. */
const BCD8 = 0x0c;
const BCD6 = 0x0b;
const BCD4 = 0x0a;
const STORED = 0x40;
/** All that 8 digits show: a counter goes on from 0. */
const MODULUS = 100_000_000;
const LITRES_10 = 10;
const KILO = 1000;
const WATTS_100 = 100;
/** Of the heat that a litre carries over, Wh: water that comes back 20 K colder. */
const WATT_HOURS_A_LITRE = 23.2;
const FLOW = 550;
const RETURN = 350;
const COLDER = 200;
/** Heat in W from which on the flow is at its hottest. */
const FULL_HEAT = 2500;
const STANDBY = 300;

function counter(vif: number, unit: number): MbusMeterKind['counter'] {
	return ({ total }, storage) => numberRecord(storage === 0 ? BCD8 : BCD8 | STORED, Uint8Array.of(vif), Math.floor(total / unit) % MODULUS);
}

function flow({ rate }: Measured): MbusRecord {
	return numberRecord(BCD6, Uint8Array.of(VIF.volumeFlow), Math.round(rate));
}

export const METER_KINDS = frozen({
	gas: {
		deviceType: DEVICE_TYPE.gas,
		version: 0x31,
		hasValve: true,
		consumption: GAS,
		counter: counter(VIF.volume, 1),
		others: (measured) => [flow(measured)],
	},
	water: {
		deviceType: DEVICE_TYPE.water,
		version: 0x22,
		hasValve: false,
		consumption: WATER,
		counter: counter(VIF.volume, 1),
		others: (measured) => [flow(measured)],
	},
	heat: {
		deviceType: DEVICE_TYPE.heat,
		version: 0x13,
		hasValve: false,
		consumption: HEAT,
		counter: counter(VIF.energy, KILO),
		others: ({ total, rate }) => {
			const share = Math.min(rate / FULL_HEAT, 1);
			return [
				numberRecord(BCD8, Uint8Array.of(VIF.volume10), Math.floor(total / WATT_HOURS_A_LITRE / LITRES_10) % MODULUS),
				numberRecord(BCD6, Uint8Array.of(VIF.power), Math.round(rate / WATTS_100)),
				numberRecord(BCD4, Uint8Array.of(VIF.flowTemperature), Math.round(STANDBY + (FLOW - STANDBY) * share)),
				numberRecord(BCD4, Uint8Array.of(VIF.returnTemperature), Math.round(STANDBY + (RETURN - STANDBY) * share - (COLDER / 10) * (1 - share))),
			];
		},
	},
} satisfies Readonly<Record<string, MbusMeterKind>>);

export type MbusMeterKindName = keyof typeof METER_KINDS;

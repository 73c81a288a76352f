import type { LogicalName } from '../dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../dlms/current-association.js';

/**
 * Logical names of a meter's objects, A to F of `A-B:C.D.E.F` as hexadecimal digits in that order (Blue Book part 1, OBIS). They agree with the Dutch
 * profile DSMR 4.2.2 and with IDIS, as far as those have the object. Meters here serve all of them, and head-ends have a word for each.
 */
export const NAME = Object.freeze({
	clock: 0x00_00_01_00_00_ff,
	billingScripts: 0x00_00_0a_00_01_ff,
	tariffScripts: 0x00_00_0a_00_64_ff,
	disconnectScripts: 0x00_00_0a_00_6a_ff,
	pushScripts: 0x00_00_0a_00_6c_ff,
	specialDays: 0x00_00_0b_00_00_ff,
	activityCalendar: 0x00_00_0d_00_00_ff,
	registerActivation: 0x00_00_0e_00_00_ff,
	billingSchedule: 0x00_00_0f_00_00_ff,
	disconnectSchedule: 0x00_00_0f_00_01_ff,
	pushSchedule: 0x00_00_0f_00_04_ff,
	limiter: 0x00_00_11_00_00_ff,
	localPort: 0x00_00_14_00_00_ff,
	hdlc: 0x00_00_16_00_00_ff,
	tcpUdp: 0x00_00_19_00_00_ff,
	macAddress: 0x00_00_19_02_00_ff,
	ipv6: 0x00_00_19_07_00_ff,
	intervalPush: 0x00_00_19_09_00_ff,
	alarmPush: 0x00_04_19_09_00_ff,
	association: CURRENT_ASSOCIATION,
	/** 0.0.40.0.x.255 of one client; this stands for all. */
	ownAssociation: 0x00_00_28_00_01_ff,
	sapAssignment: 0x00_00_29_00_00_ff,
	logicalDevice: 0x00_00_2a_00_00_ff,
	securitySetup: 0x00_00_2b_00_00_ff,
	/** 0.0.43.1.x.255 of one client; this stands for all. */
	invocationCounter: 0x00_00_2b_01_00_ff,
	installedUnits: 0x00_00_5e_51_00_ff,
	disconnectControl: 0x00_00_60_03_0a_ff,
	serial: 0x00_00_60_01_00_ff,
	supplyPoint: 0x00_00_60_01_01_ff,
	amrStatus: 0x00_00_60_0a_01_ff,
	eventCode: 0x00_00_60_0b_00_ff,
	fraudCode: 0x00_00_60_0b_01_ff,
	disconnectorCode: 0x00_00_60_0b_02_ff,
	powerQualityCode: 0x00_00_60_0b_04_ff,
	activeTariff: 0x00_00_60_0e_00_ff,
	errorRegister: 0x00_00_61_61_00_ff,
	alarmRegister1: 0x00_00_61_62_00_ff,
	alarmRegister2: 0x00_00_61_62_01_ff,
	alarmFilter1: 0x00_00_61_62_0a_ff,
	alarmFilter2: 0x00_00_61_62_0b_ff,
	alarmDescriptor1: 0x00_00_61_62_14_ff,
	alarmDescriptor2: 0x00_00_61_62_15_ff,
	billingProfile: 0x00_00_62_01_00_ff,
	eventLog: 0x00_00_63_62_00_ff,
	fraudLog: 0x00_00_63_62_01_ff,
	disconnectorLog: 0x00_00_63_62_02_ff,
	powerQualityLog: 0x00_00_63_62_04_ff,
	meteringFirmware: 0x01_00_00_02_00_ff,
	communicationFirmware: 0x01_01_00_02_00_ff,
	importPower: 0x01_00_01_07_00_ff,
	importEnergy: 0x01_00_01_08_00_ff,
	importRate1: 0x01_00_01_08_01_ff,
	importRate2: 0x01_00_01_08_02_ff,
	importRate3: 0x01_00_01_08_03_ff,
	importRate4: 0x01_00_01_08_04_ff,
	exportPower: 0x01_00_02_07_00_ff,
	exportEnergy: 0x01_00_02_08_00_ff,
	exportRate1: 0x01_00_02_08_01_ff,
	exportRate2: 0x01_00_02_08_02_ff,
	exportRate3: 0x01_00_02_08_03_ff,
	exportRate4: 0x01_00_02_08_04_ff,
	currentR: 0x01_00_1f_07_00_ff,
	voltageR: 0x01_00_20_07_00_ff,
	currentT: 0x01_00_47_07_00_ff,
	voltageT: 0x01_00_48_07_00_ff,
	currentMonitorR: 0x01_00_1f_04_00_ff,
	currentMonitorT: 0x01_00_47_04_00_ff,
	overVoltageR: 0x01_00_20_23_00_ff,
	overVoltageT: 0x01_00_48_23_00_ff,
	underVoltageR: 0x01_00_20_1f_00_ff,
	underVoltageT: 0x01_00_48_1f_00_ff,
	currentSum: 0x01_00_5a_07_00_ff,
	loadProfile: 0x01_00_63_01_00_ff,
	dailyProfile: 0x01_00_63_02_00_ff,
});

export type ObjectName = keyof typeof NAME;

/** A name with another E, as objects have it of which there are several. */
export function numbered(name: LogicalName, e: number): LogicalName {
	return name - (name % 0x10000) + 0x100 * e + (name % 0x100);
}

/**
 * The meter's COSEM objects, one row each: its class, with how each attribute is put, who may do what with it, and what of the meter it tells. Its name is the
 * row's; how head-ends call it stands in src/head-end/object-texts.ts. Rows are in the order of the object list.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { ActivityCalendarObject } from '../../modules/cosem/activity-calendar.js';
import { AssociationObject } from '../../modules/cosem/association-object.js';
import { ClockObject } from '../../modules/cosem/clock.js';
import { data } from '../../modules/cosem/data-class.js';
import { DisconnectControlObject } from '../../modules/cosem/disconnect-control.js';
import { FactsObject } from '../../modules/cosem/facts-object.js';
import { HDLC_SETUP } from '../../modules/cosem/hdlc-setup.js';
import { ImageTransferObject } from '../../modules/cosem/image-transfer.js';
import { ipv6Setup } from '../../modules/cosem/ipv6-setup.js';
import { LimiterObject } from '../../modules/cosem/limiter.js';
import { LOCAL_PORT_SETUP } from '../../modules/cosem/local-port-setup.js';
import { MAC_ADDRESS_SETUP } from '../../modules/cosem/mac-address-setup.js';
import { NAME, type ObjectName } from '../../modules/cosem/object-names.js';
import { OctetsObject } from '../../modules/cosem/octets-object.js';
import { AccountObject, ChargeObject, CreditObject, TokenGatewayObject } from '../../modules/cosem/payment-classes.js';
import { DeviceProfile, ProfileObject } from '../../modules/cosem/profile-generic.js';
import { RegisterActivationObject } from '../../modules/cosem/register-activation.js';
import { PHYSICAL_UNIT, register } from '../../modules/cosem/register-class.js';
import { SAP_ASSIGNMENT } from '../../modules/cosem/sap-assignment.js';
import { ScheduleTableObject } from '../../modules/cosem/schedule.js';
import { ScriptTableObject } from '../../modules/cosem/script-table.js';
import { SecuritySetupObject } from '../../modules/cosem/security-setup.js';
import { SecuritySetup1Object } from '../../modules/cosem/security-setup-1.js';
import { ScheduleObject } from '../../modules/cosem/single-action-schedule.js';
import { SpecialDaysObject } from '../../modules/cosem/special-days.js';
import { tcpUdpSetup } from '../../modules/cosem/tcp-udp-setup.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { CosemObject } from '../../modules/dlms/server/logical-device.js';
import { DISCONNECT_SCRIPTS, OUTPUT_SCRIPTS } from './control/scripts.js';
import { CredentialsObject, credentialVersion, routeBStatus, unitPairOf } from './credentials.js';
import { DAILY_CAPACITY, DailyRows } from './daily-rows.js';
import { UNIT_KIND } from './facts.js';
import { IMAGE_SCRIPTS } from './image/images.js';
import { InvocationCounterObject } from './invocation-counter.js';
import { MBUS_ROWS } from './mbus/mbus-rows.js';
import { type MeterState, meterOf } from './meter-state.js';
import {
	activeTariff,
	energy,
	entryCount,
	firmware,
	inflow,
	installedUnits,
	line,
	newestCode,
	octet,
	power,
	powerFailureDuration,
	powerFailures,
	text,
} from './meter-values.js';
import {
	accountOf,
	alarmWord,
	all,
	BILLING_COLUMNS,
	CAPTURE_PERIOD,
	certificateWord,
	control,
	DAILY_COLUMNS,
	DAILY_PERIOD,
	EVENT_LOG_COLUMNS,
	householdOf,
	imagesOf,
	keyed,
	LOAD_PROFILE_COLUMNS,
	log,
	managed,
	measured,
	monitor,
	type NewerVersion,
	type NumberedRow,
	type ObjectRow,
	ofAccount,
	ofCredentials,
	ofHousehold,
	ofImages,
	ofRelay,
	ofTariff,
	otherPushSetup,
	pushing,
	pushOf,
	pushSetup,
	rateRegister,
	signature,
	tells,
	tellsOfMeter,
} from './object-rows.js';
import { roleOf } from './roles.js';
import { clockCorrections, failedAuthentications, flashWear, restarts, routeARequests, routeBSessions, routeBTraffic } from './statistics.js';
import { BILLING_CAPACITY, BILLING_SCRIPTS } from './tariff/billing.js';
import { TARIFF_SCRIPTS } from './tariff/tariff-scripts.js';

/** Rights to an association with HLS, and to the one that a client sees by its own name, too. */
const HLS = '111111011/1';
const VIEW = '111111011';

/** L1 is phase R and L3 is phase T, as three phases R, S, T would be counted; which a real meter takes is unconfirmed. */
export const OBJECT_ROWS: Readonly<Record<ObjectName, ObjectRow>> = frozen({
	association: {
		rights: { public: '11111101', reading: HLS, management: HLS, preEstablished: VIEW },
		make: (name, { association }) => new AssociationObject({ name, facts: association }),
	},
	ownAssociation: {
		rights: { public: '11111101', reading: VIEW, management: VIEW, preEstablished: VIEW },
		private: true,
		number: ({ id, rights = id }, numbers) => numbers.associations[roleOf(numbers, rights)!],
		makeOne: (name, { association }) => new AssociationObject({ name, facts: association }),
	},
	invocationCounter: {
		rights: { ...all('11'), preEstablished: '11' },
		private: false,
		number: ({ id, security }, { clients }) => (security === undefined ? undefined : id === clients.management ? 0 : id),
		makeOne: (name, _meter, { security }) => new InvocationCounterObject(name, security!),
	},
	sapAssignment: tells(all('11'), SAP_ASSIGNMENT, ({ association, logicalDeviceName }) => [{ address: association.server, logicalDeviceName }]),
	securitySetup: {
		rights: { reading: '11111', management: '11111/11', preEstablished: '11111' },
		make: (name, { cipher }) => new SecuritySetupObject({ name, cipher }),
		newer: {
			rights: { reading: '111111', management: '111111/11111111', preEstablished: '111111' },
			methods: ({ setupMethods }) => setupMethods,
			make: (name, { cipher, certificates: keeper }) => new SecuritySetup1Object({ name, cipher, keeper }),
		},
	},
	clock: {
		rights: { public: '111111111', reading: '111111111', management: '131111111/111111', preEstablished: '13' },
		make: (name) => new ClockObject(name, (device) => meterOf(device).clock),
	},
	logicalDevice: tellsOfMeter(all('11'), data(text('logicalDeviceName'))),
	serial: tellsOfMeter(all('11'), data(text('serial'))),
	supplyPoint: tellsOfMeter(keyed('11'), data(text('supplyPoint'))),
	importEnergy: measured('importEnergy', energy('import')),
	exportEnergy: measured('exportEnergy', energy('export')),
	importPower: measured('importPower', power(1)),
	exportPower: measured('exportPower', power(-1)),
	currentR: measured('currentR', line('currentR')),
	voltageR: measured('voltageR', line('voltageR')),
	currentT: measured('currentT', line('currentT')),
	voltageT: measured('voltageT', line('voltageT')),
	currentSum: measured('currentSum', inflow),
	amrStatus: tellsOfMeter(keyed('11'), data(octet('amrStatus'))),
	eventCode: tellsOfMeter(keyed('11'), data(octet('eventCode'))),
	meteringFirmware: tellsOfMeter(keyed('11'), data(firmware(UNIT_KIND.metering))),
	communicationFirmware: tellsOfMeter(keyed('11'), data(firmware(UNIT_KIND.communication))),
	installedUnits: tellsOfMeter(keyed('11'), data(installedUnits)),
	disconnectControl: control(
		{ reading: '1111', management: '1113/11' },
		(name) => new DisconnectControlObject(name, (device) => meterOf(device).control.supply),
	),
	loadProfile: {
		rights: keyed('11111111'),
		make: (name, { intervals: rows, routeAProfile: { profileCapacity: capacity, deviation } }) =>
			new ProfileObject({ name, columns: LOAD_PROFILE_COLUMNS, rows, capturePeriod: CAPTURE_PERIOD, capacity, deviation }),
	},
	eventLog: {
		rights: keyed('11111111'),
		make: (name, { events: rows, routeAProfile: { eventCapacity: capacity, deviation } }) =>
			new ProfileObject({ name, columns: EVENT_LOG_COLUMNS, rows, capturePeriod: 0, capacity, deviation }),
	},
	disconnectScripts: control(
		{ reading: '11', management: '11/1' },
		(name) => new ScriptTableObject(name, DISCONNECT_SCRIPTS, (device, id, client) => meterOf(device).control.execute(name, id, client)),
	),
	disconnectSchedule: control(
		{ reading: '1111', management: '1333' },
		(name) => new ScheduleObject(name, (device) => meterOf(device).control.disconnectSchedule),
	),
	limiter: control(
		{ reading: '11111111111', management: '13133333313', preEstablished: '10000003' },
		(name) => new LimiterObject(name, (device) => meterOf(device).control.limiter),
	),
	currentMonitorR: monitor('currentMonitorR'),
	currentMonitorT: monitor('currentMonitorT'),
	overVoltageR: monitor('overVoltageR'),
	overVoltageT: monitor('overVoltageT'),
	underVoltageR: monitor('underVoltageR'),
	underVoltageT: monitor('underVoltageT'),
	errorRegister: alarmWord('errors'),
	alarmRegister1: alarmWord('register1'),
	alarmRegister2: alarmWord('register2'),
	alarmFilter1: alarmWord('filter1'),
	alarmFilter2: alarmWord('filter2'),
	alarmDescriptor1: alarmWord('descriptor1'),
	alarmDescriptor2: alarmWord('descriptor2'),
	alarmRegister3: certificateWord('register3'),
	alarmFilter3: certificateWord('filter3'),
	alarmDescriptor3: certificateWord('descriptor3'),
	fraudCode: tellsOfMeter(keyed('11'), data(newestCode('fraud'))),
	fraudLog: log('fraud', NAME.fraudCode),
	disconnectorCode: tellsOfMeter(keyed('11'), data(newestCode('disconnector'))),
	disconnectorLog: log('disconnector', NAME.disconnectorCode),
	powerQualityCode: tellsOfMeter(keyed('11'), data(newestCode('powerQuality'))),
	powerQualityLog: log('powerQuality', NAME.powerQualityCode),
	connectivityPush: otherPushSetup('connectivity'),
	intervalPush: pushSetup('interval'),
	alarmPush: pushSetup('alarm'),
	installationPush: otherPushSetup('installation'),
	pushScripts: pushing(
		{ reading: '11', management: '11/1' },
		(name) =>
			new ScriptTableObject(
				name,
				(device) => meterOf(device).routeAProfile.pushScripts,
				(device, id, client) => meterOf(device).control.execute(name, id, client),
			),
	),
	pushSchedule: pushing({ reading: '1111', management: '1333' }, (name) => new ScheduleObject(name, (device) => pushOf(device).schedule)),
	activityCalendar: ofTariff(
		{ reading: '1111111111', management: '1111133333/1' },
		(name) => new ActivityCalendarObject(name, (device) => meterOf(device).control.tariff),
	),
	specialDays: ofTariff({ reading: '11', management: '13/11' }, (name) => new SpecialDaysObject(name, (device) => meterOf(device).control.tariff)),
	schedule: ofTariff({ reading: '11', management: '13/111' }, (name) => new ScheduleTableObject(name, (device) => meterOf(device).control.timetable)),
	registerActivation: ofTariff(
		{ reading: '1111', management: '1113/011' },
		(name) => new RegisterActivationObject(name, (device) => meterOf(device).control.tariff.registers),
	),
	tariffScripts: ofTariff(
		{ reading: '11', management: '11/1' },
		(name) => new ScriptTableObject(name, TARIFF_SCRIPTS, (device, id) => meterOf(device).control.tariff.execute(id)),
	),
	activeTariff: ofTariff(keyed('11'), (name) => new FactsObject(data(activeTariff), name, meterOf)),
	importRate1: rateRegister('importRate1'),
	importRate2: rateRegister('importRate2'),
	importRate3: rateRegister('importRate3'),
	importRate4: rateRegister('importRate4'),
	exportRate1: rateRegister('exportRate1'),
	exportRate2: rateRegister('exportRate2'),
	exportRate3: rateRegister('exportRate3'),
	exportRate4: rateRegister('exportRate4'),
	billingScripts: ofTariff(
		{ reading: '11', management: '11/1' },
		(name) => new ScriptTableObject(name, BILLING_SCRIPTS, (device) => meterOf(device).control.billing.execute()),
	),
	billingSchedule: ofTariff(
		{ reading: '1111', management: '1333' },
		(name) => new ScheduleObject(name, (device) => meterOf(device).control.billing.schedule),
	),
	billingProfile: ofTariff(
		keyed('11111111'),
		(own) =>
			new DeviceProfile(own, (name, device) => {
				const {
					control: { billing: rows },
					routeAProfile: { deviation },
				} = meterOf(device);
				return { name, columns: BILLING_COLUMNS, rows, capturePeriod: 0, capacity: BILLING_CAPACITY, deviation };
			}),
	),
	dailyProfile: ofTariff(
		keyed('11111111'),
		(own) =>
			new DeviceProfile(own, (name, device) => {
				const {
					readings,
					routeAProfile: { deviation },
				} = meterOf(device);
				const rows = new DailyRows(readings, deviation);
				return { name, columns: DAILY_COLUMNS, rows, capturePeriod: DAILY_PERIOD, capacity: DAILY_CAPACITY, deviation };
			}),
	),
	imageTransfer: ofImages(
		{ reading: '1111111', management: '1111311/1111', preEstablished: '/01' },
		(name) => new ImageTransferObject(name, imagesOf),
	),
	imageScripts: ofImages(
		{ reading: '11', management: '11/1' },
		(name) => new ScriptTableObject(name, IMAGE_SCRIPTS, (device, _id, client) => imagesOf(device).execute(client)),
	),
	imageSchedule: ofImages({ reading: '1111', management: '1333' }, (name) => new ScheduleObject(name, (device) => imagesOf(device).schedule)),
	meteringSignature: signature(UNIT_KIND.metering),
	communicationSignature: signature(UNIT_KIND.communication),
	loadRelay: ofRelay(
		{ reading: '1111', management: '1113/11', preEstablished: '1/11' },
		(name) => new DisconnectControlObject(name, (device) => householdOf(device).relay!),
	),
	outputScripts: ofRelay(
		{ reading: '11', management: '11/1' },
		(name) => new ScriptTableObject(name, OUTPUT_SCRIPTS, (device, id, client) => meterOf(device).control.execute(name, id, client)),
	),
	outputSchedule: ofRelay({ reading: '1111', management: '1333' }, (name) => new ScheduleObject(name, (device) => householdOf(device).schedule!)),
	consumerMessage: ofHousehold((name) => new OctetsObject(name, (device) => householdOf(device).message)),
	consumerCode: ofHousehold((name) => new OctetsObject(name, (device) => householdOf(device).code)),
	account: ofAccount('1'.repeat(15), '3111/111', (name) => new AccountObject(name, (device) => accountOf(device).account)),
	tokenCredit: ofAccount('1'.repeat(10), '1/11', (name) => new CreditObject(name, (device) => accountOf(device).tokenCredit)),
	emergencyCredit: {
		...ofAccount('1'.repeat(8), '311/001', (name) => new CreditObject(name, (device) => accountOf(device).emergencyCredit)),
		isIn: ({ payment }) => payment === 'prepaid',
	},
	charge: ofAccount('1'.repeat(12), '1/11', (name) => new ChargeObject(name, (device) => accountOf(device).charge)),
	tokenGateway: ofAccount('1'.repeat(5), '1/1', (name) => new TokenGatewayObject(name, (device) => accountOf(device).gateway)),
	tcpUdp: tells(managed('111111'), tcpUdpSetup(NAME.ipv6), ({ network }) => network),
	ipv6: tells(managed('1111111111'), ipv6Setup(NAME.macAddress), ({ network }) => network),
	macAddress: tells(managed('11'), MAC_ADDRESS_SETUP, ({ network }) => network),
	localPort: tells(managed('111111'), LOCAL_PORT_SETUP, ({ localPort }) => localPort),
	hdlc: tells(managed('111111111'), HDLC_SETUP, ({ localPort }) => localPort),
	communicationCode: tellsOfMeter(keyed('11'), data(newestCode('communication'))),
	communicationCount: {
		rights: keyed('11'),
		of: (name) => new FactsObject(data(entryCount('communication')), name, meterOf),
		isIn: ({ routeAProfile }) => routeAProfile.numbersCommunication,
	},
	communicationLog: log('communication', NAME.communicationCode),
	powerFailures: tellsOfMeter(keyed('11'), data(powerFailures('count'))),
	longPowerFailures: tellsOfMeter(keyed('11'), data(powerFailures('longCount'))),
	powerFailureDuration: tellsOfMeter(keyed('111'), register(PHYSICAL_UNIT.second, 0, powerFailureDuration)),
	powerFailureLog: log('powerFailure', NAME.powerFailureDuration, 3),
	restarts: tellsOfMeter(keyed('11'), data(restarts)),
	clockCorrections: tellsOfMeter(keyed('11'), data(clockCorrections)),
	flashWear: tellsOfMeter(keyed('11'), data(flashWear)),
	failedAuthentications: tellsOfMeter(keyed('11'), data(failedAuthentications)),
	routeARequests: tellsOfMeter(keyed('11'), data(routeARequests)),
	routeBSessions: tells(keyed('11'), data(routeBSessions), ({ routeB }) => routeB),
	routeBTraffic: tells(keyed('11'), data(routeBTraffic), ({ routeB }) => routeB),
	...MBUS_ROWS,
	routeBCredentials: ofCredentials('12', (name) => new CredentialsObject(name)),
	routeBStatus: ofCredentials('11', (name) => new FactsObject(data(routeBStatus), name, meterOf)),
	credentialVersion: ofCredentials('11', (name) => new FactsObject(data(credentialVersion), name, meterOf)),
	unitSecuritySetup: {
		rights: { management: '111111/00011', handHeld: '111111/00001' },
		make: (name, meter) => new SecuritySetup1Object({ name, cipher: meter.cipher, keeper: unitPairOf(meter) }),
		isIn: ({ credentials }) => credentials?.pair !== undefined,
	},
});

export const OBJECT_NAMES = Object.freeze(Object.keys(OBJECT_ROWS) as ObjectName[]);

/** The objects that are the same in all meters: at the top level of a module they cost no RAM. */
const TELLING: { readonly [N in ObjectName]?: CosemObject } = frozen(
	Object.fromEntries(
		OBJECT_NAMES.flatMap((key) => {
			const row = OBJECT_ROWS[key];
			return 'of' in row ? [[key, row.of(NAME[key])]] : [];
		}),
	),
);

/** Undefined: this meter has the older one, or there is no other. */
export function newerOf(row: ObjectRow, meter: MeterState): NewerVersion | undefined {
	if ('number' in row || row.newer === undefined || row.isIn?.(meter) === false) return undefined;
	return row.newer.methods(meter) > 0 ? row.newer : undefined;
}

/** The one object of a row; undefined: this meter has none. */
export function objectOf(key: ObjectName, row: Exclude<ObjectRow, NumberedRow>, meter: MeterState): CosemObject | undefined {
	if (row.isIn?.(meter) === false) return undefined;
	if ('make' in row) return row.make(nameOf(key, meter), meter);
	const own = meter.routeAProfile.names[key];
	return own === undefined ? TELLING[key] : row.of(own);
}

/** The name that an object has in this meter. */
export function nameOf(key: ObjectName, { routeAProfile: { names } }: MeterState): LogicalName {
	return names[key] ?? NAME[key];
}

/** What objects are for, in words. */

import type { Companion } from '../../modules/cosem/companion.js';
import { NAME, numbered, type ObjectName } from '../../modules/cosem/object-names.js';
import { type LogicalName, parseLogicalName } from '../../modules/dlms/axdr/obis.js';

/** What the objects are for that meters here have. */
const OWN_OBJECTS: Readonly<Record<ObjectName, string>> = Object.freeze({
	clock: 'clock',
	association: 'current association',
	ownAssociation: 'association',
	sapAssignment: 'logical devices',
	logicalDevice: 'logical device name',
	securitySetup: 'security setup',
	invocationCounter: 'invocation counter',
	serial: 'serial number',
	supplyPoint: 'supply point number',
	amrStatus: 'status of the intervals',
	eventCode: 'event code',
	eventLog: 'standard event log',
	disconnectControl: 'disconnect control',
	disconnectScripts: 'disconnect scripts',
	outputScripts: 'load relay scripts',
	outputSchedule: 'load relay schedule',
	loadRelay: 'load relay',
	account: 'account',
	tokenCredit: 'token credit',
	emergencyCredit: 'emergency credit',
	charge: 'charge',
	tokenGateway: 'token gateway',
	consumerMessage: 'consumer message',
	consumerCode: 'consumer message code',
	disconnectSchedule: 'disconnect schedule',
	connectivityPush: 'connectivity push',
	intervalPush: 'interval push',
	alarmPush: 'alarm push',
	installationPush: 'installation push',
	pushScripts: 'push scripts',
	pushSchedule: 'push schedule',
	schedule: 'schedule',
	activityCalendar: 'activity calendar',
	specialDays: 'special days',
	registerActivation: 'register activation',
	tariffScripts: 'tariff scripts',
	activeTariff: 'active tariff',
	billingScripts: 'end of billing scripts',
	billingSchedule: 'end of billing schedule',
	billingProfile: 'monthly billing',
	imageTransfer: 'image transfer',
	imageScripts: 'image activation scripts',
	imageSchedule: 'image activation schedule',
	meteringSignature: 'firmware signature',
	communicationSignature: 'firmware signature, communication',
	limiter: 'limiter',
	currentSum: 'sum of currents',
	currentMonitorR: 'monitor of current L1',
	currentMonitorT: 'monitor of current L3',
	overVoltageR: 'over-voltage L1',
	overVoltageT: 'over-voltage L3',
	underVoltageR: 'under-voltage L1',
	underVoltageT: 'under-voltage L3',
	powerQualityCode: 'power quality event code',
	powerQualityLog: 'power quality log',
	errorRegister: 'error register',
	alarmRegister1: 'alarm register 1',
	alarmRegister2: 'alarm register 2',
	alarmRegister3: 'alarm register 3',
	alarmFilter1: 'alarm filter 1',
	alarmFilter2: 'alarm filter 2',
	alarmFilter3: 'alarm filter 3',
	alarmDescriptor1: 'alarm descriptor 1',
	alarmDescriptor2: 'alarm descriptor 2',
	alarmDescriptor3: 'alarm descriptor 3',
	fraudCode: 'fraud event code',
	fraudLog: 'fraud log',
	disconnectorCode: 'disconnector event code',
	disconnectorLog: 'disconnector log',
	localPort: 'local port',
	hdlc: 'HDLC',
	tcpUdp: 'TCP and UDP',
	macAddress: 'MAC address',
	ipv6: 'IPv6',
	meteringFirmware: 'firmware',
	communicationFirmware: 'firmware, communication',
	installedUnits: 'installed units',
	importPower: 'import power',
	exportPower: 'export power',
	importEnergy: 'import energy',
	exportEnergy: 'export energy',
	importRate1: 'import energy, rate 1',
	importRate2: 'import energy, rate 2',
	importRate3: 'import energy, rate 3',
	importRate4: 'import energy, rate 4',
	exportRate1: 'export energy, rate 1',
	exportRate2: 'export energy, rate 2',
	exportRate3: 'export energy, rate 3',
	exportRate4: 'export energy, rate 4',
	currentR: 'current L1',
	currentT: 'current L3',
	voltageR: 'voltage L1',
	voltageT: 'voltage L3',
	loadProfile: 'load profile',
	communicationCode: 'communication event code',
	communicationCount: 'communication event counter',
	communicationLog: 'communication log',
	powerFailures: 'power failures',
	longPowerFailures: 'long power failures',
	powerFailureDuration: 'duration of the last power failure',
	powerFailureLog: 'power failure log',
	restarts: 'restarts',
	clockCorrections: 'clock corrections',
	flashWear: 'flash wear',
	failedAuthentications: 'failed authentications',
	routeARequests: 'Route A requests',
	routeBSessions: 'Route B sessions',
	routeBTraffic: 'Route B traffic',
	mbusClient1: 'M-Bus client, channel 1',
	mbusDevice1: 'M-Bus meter, channel 1',
	mbusStatus1: 'M-Bus status, channel 1',
	mbusValue1: 'M-Bus value, channel 1',
	mbusSecondValue1: 'M-Bus second value, channel 1',
	mbusProfile1: 'M-Bus profile, channel 1',
	mbusDailyProfile1: 'M-Bus daily profile, channel 1',
	mbusMonthlyProfile1: 'M-Bus monthly profile, channel 1',
	mbusValve1: 'M-Bus valve, channel 1',
	mbusValveCode1: 'M-Bus valve event code, channel 1',
	mbusValveLog1: 'M-Bus valve log, channel 1',
	mbusValveScripts1: 'M-Bus valve scripts, channel 1',
	mbusValveSchedule1: 'M-Bus valve schedule, channel 1',
	mbusDiagnostic1: 'M-Bus diagnostic, channel 1',
	mbusClient2: 'M-Bus client, channel 2',
	mbusDevice2: 'M-Bus meter, channel 2',
	mbusStatus2: 'M-Bus status, channel 2',
	mbusValue2: 'M-Bus value, channel 2',
	mbusSecondValue2: 'M-Bus second value, channel 2',
	mbusProfile2: 'M-Bus profile, channel 2',
	mbusDailyProfile2: 'M-Bus daily profile, channel 2',
	mbusMonthlyProfile2: 'M-Bus monthly profile, channel 2',
	mbusValve2: 'M-Bus valve, channel 2',
	mbusValveCode2: 'M-Bus valve event code, channel 2',
	mbusValveLog2: 'M-Bus valve log, channel 2',
	mbusValveScripts2: 'M-Bus valve scripts, channel 2',
	mbusValveSchedule2: 'M-Bus valve schedule, channel 2',
	mbusDiagnostic2: 'M-Bus diagnostic, channel 2',
	mbusClient3: 'M-Bus client, channel 3',
	mbusDevice3: 'M-Bus meter, channel 3',
	mbusStatus3: 'M-Bus status, channel 3',
	mbusValue3: 'M-Bus value, channel 3',
	mbusSecondValue3: 'M-Bus second value, channel 3',
	mbusProfile3: 'M-Bus profile, channel 3',
	mbusDailyProfile3: 'M-Bus daily profile, channel 3',
	mbusMonthlyProfile3: 'M-Bus monthly profile, channel 3',
	mbusValve3: 'M-Bus valve, channel 3',
	mbusValveCode3: 'M-Bus valve event code, channel 3',
	mbusValveLog3: 'M-Bus valve log, channel 3',
	mbusValveScripts3: 'M-Bus valve scripts, channel 3',
	mbusValveSchedule3: 'M-Bus valve schedule, channel 3',
	mbusDiagnostic3: 'M-Bus diagnostic, channel 3',
	mbusClient4: 'M-Bus client, channel 4',
	mbusDevice4: 'M-Bus meter, channel 4',
	mbusStatus4: 'M-Bus status, channel 4',
	mbusValue4: 'M-Bus value, channel 4',
	mbusSecondValue4: 'M-Bus second value, channel 4',
	mbusProfile4: 'M-Bus profile, channel 4',
	mbusDailyProfile4: 'M-Bus daily profile, channel 4',
	mbusMonthlyProfile4: 'M-Bus monthly profile, channel 4',
	mbusValve4: 'M-Bus valve, channel 4',
	mbusValveCode4: 'M-Bus valve event code, channel 4',
	mbusValveLog4: 'M-Bus valve log, channel 4',
	mbusValveScripts4: 'M-Bus valve scripts, channel 4',
	mbusValveSchedule4: 'M-Bus valve schedule, channel 4',
	mbusDiagnostic4: 'M-Bus diagnostic, channel 4',
	mbusCode: 'M-Bus event code',
	mbusLog: 'M-Bus log',
	dailyProfile: 'daily profile',
	routeBCredentials: 'Route B credentials, sealed',
	routeBStatus: 'Route B status',
	credentialVersion: 'version of the Route B credentials',
	unitSecuritySetup: 'security setup of the communication unit',
});

/** What other well-known objects are for (Blue Book part 1, OBIS; IDIS). */
const OTHER_OBJECTS = Object.freeze({
	'1.0.51.7.0.255': 'current L2',
	'1.0.52.7.0.255': 'voltage L2',
});

type OtherObject = keyof typeof OTHER_OBJECTS;

/** What each object is for, in one language. */
export interface ObjectTexts {
	/** Objects that meters here have. */
	readonly own: Readonly<Record<ObjectName, string>>;
	/** Other well-known ones, by their logical names. */
	readonly other: Readonly<Record<OtherObject, string>>;
}

const OBJECT_TEXTS: ObjectTexts = Object.freeze({ own: OWN_OBJECTS, other: OTHER_OBJECTS });

const OBJECTS: ReadonlyMap<LogicalName, (texts: ObjectTexts) => string> = new Map([
	...(Object.keys(OTHER_OBJECTS) as OtherObject[]).map((obis) => [parseLogicalName(obis), ({ other }: ObjectTexts) => other[obis]] as const),
	...(Object.keys(OWN_OBJECTS) as ObjectName[]).map((key) => [NAME[key], ({ own }: ObjectTexts) => own[key]] as const),
]);

/** Power quality and communication have each other's numbers there, and push set-ups numbers of their own. By them, the names that they have with us. */
const DSMR_NAMES: ReadonlyMap<LogicalName, LogicalName> = new Map([
	[NAME.connectivityPush, NAME.intervalPush],
	[NAME.intervalPush, NAME.alarmPush],
	[NAME.powerQualityLog, NAME.communicationLog],
	[NAME.communicationLog, NAME.powerQualityLog],
	[NAME.powerQualityCode, NAME.communicationCode],
	[NAME.communicationCode, NAME.powerQualityCode],
]);

/** Objects of which each client has one, told apart by E. */
const NUMBERED: readonly ObjectName[] = Object.freeze(['ownAssociation', 'invocationCounter'] as const);

/** Name of an object, default: English; empty if nobody here knows it. @param companion whose numbers of logs and push set-ups the meter has */
export function objectName(name: LogicalName, texts = OBJECT_TEXTS, companion: Companion = 'japan'): string {
	const known = OBJECTS.get(usualName(name, companion));
	if (known !== undefined) return known(texts);
	const key = NUMBERED.find((each) => numbered(name, 0) === numbered(NAME[each], 0));
	return key === undefined ? '' : texts.own[key];
}

/** The name that an object has in a meter of a companion, by the one that it has with us; undefined: there is none. */
export function nameIn(companion: Companion, name: LogicalName): LogicalName | undefined {
	if (companion !== 'dsmr') return name;
	for (const [own, usual] of DSMR_NAMES) if (usual === name) return own;
	return name === NAME.connectivityPush || name === NAME.installationPush ? undefined : name;
}

/** The name that a log, the object of its codes, or a push set-up has with us. */
function usualName(name: LogicalName, companion: Companion): LogicalName {
	return (companion === 'dsmr' ? DSMR_NAMES.get(name) : undefined) ?? name;
}

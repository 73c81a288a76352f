/** What objects are for, in words. */
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
	disconnectSchedule: 'disconnect schedule',
	intervalPush: 'interval push',
	alarmPush: 'alarm push',
	pushScripts: 'push scripts',
	pushSchedule: 'push schedule',
	activityCalendar: 'activity calendar',
	specialDays: 'special days',
	registerActivation: 'register activation',
	tariffScripts: 'tariff scripts',
	activeTariff: 'active tariff',
	billingScripts: 'end of billing scripts',
	billingSchedule: 'end of billing schedule',
	billingProfile: 'monthly billing',
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
	alarmFilter1: 'alarm filter 1',
	alarmFilter2: 'alarm filter 2',
	alarmDescriptor1: 'alarm descriptor 1',
	alarmDescriptor2: 'alarm descriptor 2',
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
	routeBCredentials: 'Route B credentials, sealed',
	routeBStatus: 'Route B status',
	credentialVersion: 'version of the Route B credentials',
});

/** What other well-known objects are for (Blue Book part 1, OBIS; IDIS). */
const OTHER_OBJECTS = Object.freeze({
	'0.0.44.0.0.255': 'image transfer',
	'1.0.0.2.8.255': 'firmware signature',
	'1.0.51.7.0.255': 'current L2',
	'1.0.52.7.0.255': 'voltage L2',
	'1.0.99.2.0.255': 'daily profile',
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

/** Objects of which each client has one, told apart by E. */
const NUMBERED: readonly ObjectName[] = Object.freeze(['ownAssociation', 'invocationCounter'] as const);

/** Name of an object, default: English; empty if nobody here knows it. */
export function objectName(name: LogicalName, texts = OBJECT_TEXTS): string {
	const known = OBJECTS.get(name);
	if (known !== undefined) return known(texts);
	const key = NUMBERED.find((each) => numbered(name, 0) === numbered(NAME[each], 0));
	return key === undefined ? '' : texts.own[key];
}

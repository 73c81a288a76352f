import { RamFlash } from '../../../hal/virtual/flash.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { modeOf, type Rights } from '../../../modules/dlms/server/logical-device.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import { PUSH_SECTORS } from '../../../src/route-a/control/push-flash.js';
import { IMAGE_SECTORS } from '../../../src/route-a/image/image-memory.js';
import { OBJECT_NAMES, OBJECT_ROWS } from '../../../src/route-a/objects.js';
import { equal } from '../../assert.js';
import { MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { ChannelsRig } from './mbus/channels-rig.js';
import { CREDENTIALS, meter, newKeys, PRE_ESTABLISHED, READING } from './route-a-rig.js';

const CLIENTS = [PUBLIC, READING, MANAGEMENT, PRE_ESTABLISHED] as const;
const LOG = '11111111';
/** More than any class has. */
const MOST = Object.freeze({ attributes: 20, methods: 12 });

/**
 * Rights to each object: public, reading, management, pre-established. A digit for each attribute and, behind a slash, each method: 0 nothing, 1 read or
 * access, 2 write, 3 both; empty: the client does not see it.
 */
const RIGHTS: readonly (readonly [(typeof OBJECT_NAMES)[number], string, string, string, string])[] = [
	['association', '11111101', '111111011/1', '111111011/1', '111111011'],
	['ownAssociation', '11111101', '111111011', '111111011', '111111011'],
	['invocationCounter', '11', '11', '11', '11'],
	['sapAssignment', '11', '11', '11', ''],
	['securitySetup', '', '11111', '11111/11', '11111'],
	['clock', '111111111', '111111111', '131111111/111111', '13'],
	['logicalDevice', '11', '11', '11', ''],
	['serial', '11', '11', '11', ''],
	['supplyPoint', '', '11', '11', ''],
	['importEnergy', '', '111', '111', ''],
	['exportEnergy', '', '111', '111', ''],
	['importPower', '', '111', '111', ''],
	['exportPower', '', '111', '111', ''],
	['currentR', '', '111', '111', ''],
	['voltageR', '', '111', '111', ''],
	['currentT', '', '111', '111', ''],
	['voltageT', '', '111', '111', ''],
	['currentSum', '', '111', '111', ''],
	['amrStatus', '', '11', '11', ''],
	['eventCode', '', '11', '11', ''],
	['meteringFirmware', '', '11', '11', ''],
	['communicationFirmware', '', '11', '11', ''],
	['installedUnits', '', '11', '11', ''],
	['disconnectControl', '', '1111', '1113/11', ''],
	['loadProfile', '', LOG, LOG, ''],
	['eventLog', '', LOG, LOG, ''],
	['disconnectScripts', '', '11', '11/1', ''],
	['disconnectSchedule', '', '1111', '1333', ''],
	['limiter', '', '11111111111', '13133333313', '10000003'],
	['currentMonitorR', '', '1111', '1313', ''],
	['currentMonitorT', '', '1111', '1313', ''],
	['overVoltageR', '', '1111', '1313', ''],
	['overVoltageT', '', '1111', '1313', ''],
	['underVoltageR', '', '1111', '1313', ''],
	['underVoltageT', '', '1111', '1313', ''],
	['errorRegister', '', '11', '13', ''],
	['alarmRegister1', '', '11', '13', ''],
	['alarmRegister2', '', '11', '13', ''],
	['alarmFilter1', '', '11', '13', ''],
	['alarmFilter2', '', '11', '13', ''],
	['alarmDescriptor1', '', '11', '13', ''],
	['alarmDescriptor2', '', '11', '13', ''],
	['alarmRegister3', '', '11', '13', ''],
	['alarmFilter3', '', '11', '13', ''],
	['alarmDescriptor3', '', '11', '13', ''],
	['fraudCode', '', '11', '11', ''],
	['fraudLog', '', LOG, LOG, ''],
	['disconnectorCode', '', '11', '11', ''],
	['disconnectorLog', '', LOG, LOG, ''],
	['powerQualityCode', '', '11', '11', ''],
	['powerQualityLog', '', LOG, LOG, ''],
	['connectivityPush', '', '1111111', '1333333/1', ''],
	['intervalPush', '', '1111111', '1333333/1', ''],
	['alarmPush', '', '1111111', '1333333/1', ''],
	['installationPush', '', '1111111', '1333333/1', ''],
	['pushScripts', '', '11', '11/1', ''],
	['pushSchedule', '', '1111', '1333', ''],
	['activityCalendar', '', '1111111111', '1111133333/1', ''],
	['specialDays', '', '11', '13/11', ''],
	['schedule', '', '11', '13/111', ''],
	['registerActivation', '', '1111', '1113/011', ''],
	['tariffScripts', '', '11', '11/1', ''],
	['activeTariff', '', '11', '11', ''],
	['importRate1', '', '111', '111', ''],
	['importRate2', '', '111', '111', ''],
	['importRate3', '', '111', '111', ''],
	['importRate4', '', '111', '111', ''],
	['exportRate1', '', '111', '111', ''],
	['exportRate2', '', '111', '111', ''],
	['exportRate3', '', '111', '111', ''],
	['exportRate4', '', '111', '111', ''],
	['billingScripts', '', '11', '11/1', ''],
	['billingSchedule', '', '1111', '1333', ''],
	['billingProfile', '', LOG, LOG, ''],
	['dailyProfile', '', LOG, LOG, ''],
	['imageTransfer', '', '1111111', '1111311/1111', '/01'],
	['imageScripts', '', '11', '11/1', ''],
	['imageSchedule', '', '1111', '1333', ''],
	['meteringSignature', '', '11', '11', ''],
	['communicationSignature', '', '11', '11', ''],
	['loadRelay', '', '1111', '1113/11', '1/11'],
	['outputScripts', '', '11', '11/1', ''],
	['outputSchedule', '', '1111', '1333', ''],
	['consumerMessage', '', '11', '13', ''],
	['consumerCode', '', '11', '13', ''],
	['account', '', '1111111111111111111', '1111111111111113111/111', ''],
	['tokenCredit', '', '11111111111', '11111111111/11', ''],
	['emergencyCredit', '', '11111111111', '11111111311/001', ''],
	['charge', '', '1111111111111', '1111111111111/11', ''],
	['tokenGateway', '', '111111', '111111/1', ''],
	['tcpUdp', '', '', '111111', ''],
	['ipv6', '', '', '1111111111', ''],
	['macAddress', '', '', '11', ''],
	['localPort', '', '', '111111', ''],
	['hdlc', '', '', '111111111', ''],
	['communicationCode', '', '11', '11', ''],
	['communicationCount', '', '11', '11', ''],
	['communicationLog', '', LOG, LOG, ''],
	['powerFailures', '', '11', '11', ''],
	['longPowerFailures', '', '11', '11', ''],
	['powerFailureDuration', '', '111', '111', ''],
	['powerFailureLog', '', LOG, LOG, ''],
	['restarts', '', '11', '11', ''],
	['clockCorrections', '', '11', '11', ''],
	['flashWear', '', '11', '11', ''],
	['failedAuthentications', '', '11', '11', ''],
	['routeARequests', '', '11', '11', ''],
	['routeBSessions', '', '11', '11', ''],
	['routeBTraffic', '', '11', '11', ''],
	['mbusClient1', '', '11111111111111', '11333333311111/11111111', ''],
	['mbusDevice1', '', '11', '11', ''],
	['mbusStatus1', '', '11', '11', ''],
	['mbusValue1', '', '11111', '11111', ''],
	['mbusSecondValue1', '', '11111', '11111', ''],
	['mbusProfile1', '', LOG, LOG, ''],
	['mbusDailyProfile1', '', LOG, LOG, ''],
	['mbusMonthlyProfile1', '', LOG, LOG, ''],
	['mbusValve1', '', '1111', '1113/11', ''],
	['mbusValveCode1', '', '11', '11', ''],
	['mbusValveLog1', '', LOG, LOG, ''],
	['mbusValveScripts1', '', '11', '11/1', ''],
	['mbusValveSchedule1', '', '1111', '1333', ''],
	['mbusDiagnostic1', '', '111111111', '111111111/1', ''],
	['mbusClient2', '', '11111111111111', '11333333311111/11111111', ''],
	['mbusDevice2', '', '11', '11', ''],
	['mbusStatus2', '', '11', '11', ''],
	['mbusValue2', '', '11111', '11111', ''],
	['mbusSecondValue2', '', '11111', '11111', ''],
	['mbusProfile2', '', LOG, LOG, ''],
	['mbusDailyProfile2', '', LOG, LOG, ''],
	['mbusMonthlyProfile2', '', LOG, LOG, ''],
	['mbusValve2', '', '1111', '1113/11', ''],
	['mbusValveCode2', '', '11', '11', ''],
	['mbusValveLog2', '', LOG, LOG, ''],
	['mbusValveScripts2', '', '11', '11/1', ''],
	['mbusValveSchedule2', '', '1111', '1333', ''],
	['mbusDiagnostic2', '', '111111111', '111111111/1', ''],
	['mbusClient3', '', '11111111111111', '11333333311111/11111111', ''],
	['mbusDevice3', '', '11', '11', ''],
	['mbusStatus3', '', '11', '11', ''],
	['mbusValue3', '', '11111', '11111', ''],
	['mbusSecondValue3', '', '11111', '11111', ''],
	['mbusProfile3', '', LOG, LOG, ''],
	['mbusDailyProfile3', '', LOG, LOG, ''],
	['mbusMonthlyProfile3', '', LOG, LOG, ''],
	['mbusValve3', '', '1111', '1113/11', ''],
	['mbusValveCode3', '', '11', '11', ''],
	['mbusValveLog3', '', LOG, LOG, ''],
	['mbusValveScripts3', '', '11', '11/1', ''],
	['mbusValveSchedule3', '', '1111', '1333', ''],
	['mbusDiagnostic3', '', '111111111', '111111111/1', ''],
	['mbusClient4', '', '11111111111111', '11333333311111/11111111', ''],
	['mbusDevice4', '', '11', '11', ''],
	['mbusStatus4', '', '11', '11', ''],
	['mbusValue4', '', '11111', '11111', ''],
	['mbusSecondValue4', '', '11111', '11111', ''],
	['mbusProfile4', '', LOG, LOG, ''],
	['mbusDailyProfile4', '', LOG, LOG, ''],
	['mbusMonthlyProfile4', '', LOG, LOG, ''],
	['mbusValve4', '', '1111', '1113/11', ''],
	['mbusValveCode4', '', '11', '11', ''],
	['mbusValveLog4', '', LOG, LOG, ''],
	['mbusValveScripts4', '', '11', '11/1', ''],
	['mbusValveSchedule4', '', '1111', '1333', ''],
	['mbusDiagnostic4', '', '111111111', '111111111/1', ''],
	['mbusCode', '', '11', '11', ''],
	['mbusLog', '', LOG, LOG, ''],
	['routeBCredentials', '', '', '12', ''],
	['routeBStatus', '', '', '11', ''],
	['credentialVersion', '', '', '11', ''],
	['unitSecuritySetup', '', '', '111111/00011', ''],
];

/** Only where elliptic curves are: certificate-watch.node.test.ts has them. */
const OF_CERTIFICATES: readonly string[] = ['alarmRegister3', 'alarmFilter3', 'alarmDescriptor3'];
/** Of a communication unit. */
const PAIR = { publicKey: new Uint8Array(64), sign: () => new Uint8Array(64), draw: () => true };

describe('Route A: rights', () => {
	it('has a row here for each object', () => {
		equal(RIGHTS.map(([name]) => name).join(), OBJECT_NAMES.join());
	});

	for (const [key, ...digits] of RIGHTS) {
		if (OF_CERTIFICATES.includes(key)) continue;
		it(`${key}: each client may do what it may with each attribute and method, and no more`, () => {
			const credentials = { ...CREDENTIALS, pair: PAIR };
			const images = {
				credentials,
				imageFlash: new RamFlash(IMAGE_SECTORS),
				pushFlash: new RamFlash(PUSH_SECTORS),
				keys: newKeys({ firmwareKey: new Uint8Array(16) }),
			};
			const isDutch = key === 'communicationCount';
			const { routeA } = isDutch ? meter({ ...images, routeAProfile: COMPANION_PROFILES.dsmr }) : new ChannelsRig().start(images).meter;
			const { objects, rights } = routeA.server.options.device;
			// Of objects of which there are several, the first.
			const at = objects.findIndex(
				({ name }) => name === NAME[key] || (isNumbered(key) && name - (name % 0x10000) === NAME[key] - (NAME[key] % 0x10000)),
			);
			const { type } = objects[at]!;
			for (const [i, client] of CLIENTS.entries()) {
				// An association of its own each client sees alone.
				const granted = key === 'ownAssociation' ? ownRights(client, objects, rights) : rights[at]![client];
				equal(wrongRights(digits[i]!, granted, type), undefined, `client ${client}`);
			}
		});
	}

	for (const [i, role] of (['public', 'reading', 'management', 'preEstablished'] as const).entries()) {
		it(`notices each digit that is another one in the rows of rights: ${role}`, () => {
			for (const [key, ...digits] of RIGHTS) {
				const told = OBJECT_ROWS[key].rights[role];
				if (told === undefined) {
					equal(wrongRights(digits[i]!, { attributes: '1', methods: '' }, MOST) !== undefined, true, `${key}: seen`);
					continue;
				}
				equal(wrongRights(digits[i]!, rightsOf(told), MOST), undefined, key);
				equal(wrongRights(digits[i]!, undefined, MOST) !== undefined, true, `${key}: not seen`);
				for (let at = 0; at < told.length; at++) {
					if (told[at] === '/') continue;
					for (const other of '0123') {
						if (other === told[at]) continue;
						const changed = told.slice(0, at) + other + told.slice(at + 1);
						equal(wrongRights(digits[i]!, rightsOf(changed), MOST) !== undefined, true, `${key}: ${told}, ${changed}`);
					}
				}
			}
		});
	}

	it('lets a hand-held do what the reading client may, and what the management client may with credentials of Route B: in each companion', () => {
		for (const { access, clients } of Object.values(COMPANION_PROFILES)) {
			const told = (key: (typeof OBJECT_NAMES)[number], client: number) => {
				const rights = access[key][client];
				return rights === undefined ? 'unseen' : `${rights.attributes}/${rights.methods}`;
			};
			for (const key of OBJECT_NAMES) {
				const isOfCredentials = ['routeBCredentials', 'routeBStatus', 'credentialVersion'].includes(key);
				// It asks for a request, and has no pair drawn.
				if (key === 'unitSecuritySetup') equal(told(key, clients.handHeld), '111111/00001');
				else equal(told(key, clients.handHeld), told(key, isOfCredentials ? clients.management : clients.reading), key);
			}
		}
	});

	it('lets the management client alone write or call anything but what opens an association, and the pre-established one set the time and an emergency, switch loads, and send blocks of an image', () => {
		for (const [key, forPublic, reading, , preEstablished] of RIGHTS) {
			for (const digits of [forPublic, reading]) {
				const [attributes = '', methods = ''] = digits.split('/');
				equal(/[23]/.test(attributes), false, key);
				equal(methods === '' || key === 'association', true, key);
			}
			equal(/[23/]/.test(preEstablished), ['clock', 'limiter', 'imageTransfer', 'loadRelay'].includes(key), key);
		}
	});
});

describe('Route A: rights to the newer version of an object', () => {
	it('securitySetup: each client may do what it may, and of methods those that the meter offers', () => {
		const { objects, rights } = meter({ keys: newKeys({ securitySetup: 1 }) }).routeA.server.options.device;
		const at = objects.findIndex(({ name }) => name === NAME.securitySetup);
		equal(objects[at]!.type.version, 1);
		equal(rights[at]![PUBLIC], undefined);
		for (const [client, attributes, methods] of [
			[READING, '111111', ''],
			[MANAGEMENT, '111111', '11'],
			[PRE_ESTABLISHED, '111111', ''],
		] as const) {
			equal(rights[at]![client]!.attributes, attributes, `client ${client}`);
			equal(rights[at]![client]!.methods, methods, `client ${client}`);
		}
	});
});

describe('Route A: rights to push set-ups of version 2', () => {
	for (const name of ['alarmPush', 'intervalPush', 'connectivityPush', 'installationPush'] as const)
		it(`${name}: management sets all but the last confirmation, and calls both methods; who reads reads all`, () => {
			const { objects, rights } = meter({ pushVersion: 2, pushFlash: new RamFlash(PUSH_SECTORS) }).routeA.server.options.device;
			const at = objects.findIndex((object) => object.name === NAME[name]);
			equal(objects[at]!.type.version, 2);
			equal(rights[at]![PUBLIC], undefined);
			equal(rights[at]![PRE_ESTABLISHED], undefined);
			for (const [client, attributes, methods] of [
				[READING, '1111111111111', ''],
				[MANAGEMENT, '1333333333331', '11'],
			] as const) {
				equal(rights[at]![client]!.attributes, attributes, `client ${client}`);
				equal(rights[at]![client]!.methods, methods, `client ${client}`);
			}
		});
});

function rightsOf(digits: string): Rights {
	const [attributes = '', methods = ''] = digits.split('/');
	return { attributes, methods };
}

/** What of an object's rights is not as the digits say; undefined: nothing. */
function wrongRights(
	digits: string,
	granted: Rights | undefined,
	type: { readonly attributes: number; readonly methods: number },
): string | undefined {
	if ((granted === undefined) !== (digits === '')) return 'sees it';
	const { attributes, methods } = rightsOf(digits);
	for (let index = 1; index <= type.attributes; index++)
		if (modeOf(granted?.attributes ?? '', index) !== modeOf(attributes, index)) return `attribute ${index}`;
	for (let index = 1; index <= type.methods; index++) if (modeOf(granted?.methods ?? '', index) !== modeOf(methods, index)) return `method ${index}`;
	return undefined;
}

function isNumbered(key: string): boolean {
	return key === 'ownAssociation' || key === 'invocationCounter';
}

type Device = ReturnType<typeof meter>['routeA']['server']['options']['device'];

function ownRights(client: number, objects: Device['objects'], rights: Device['rights']) {
	const at = objects.findIndex(
		({ name }, i) => name !== NAME.association && name - (name % 0x10000) === 0x0000_2800_0000 && rights[i]![client] !== undefined,
	);
	return at < 0 ? undefined : rights[at]![client];
}

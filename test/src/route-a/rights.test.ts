import { NAME } from '../../../modules/cosem/object-names.js';
import { modeOf } from '../../../modules/dlms/server/logical-device.js';
import { OBJECT_NAMES } from '../../../src/route-a/objects.js';
import { equal } from '../../assert.js';
import { MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { meter, PRE_ESTABLISHED, READING } from './route-a-rig.js';

const CLIENTS = [PUBLIC, READING, MANAGEMENT, PRE_ESTABLISHED] as const;
const LOG = '11111111';

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
	['limiter', '', '11111111111', '13133333313', ''],
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
	['fraudCode', '', '11', '11', ''],
	['fraudLog', '', LOG, LOG, ''],
	['disconnectorCode', '', '11', '11', ''],
	['disconnectorLog', '', LOG, LOG, ''],
	['powerQualityCode', '', '11', '11', ''],
	['powerQualityLog', '', LOG, LOG, ''],
	['intervalPush', '', '1111111', '1333333/1', ''],
	['alarmPush', '', '1111111', '1333333/1', ''],
	['pushScripts', '', '11', '11/1', ''],
	['pushSchedule', '', '1111', '1333', ''],
	['activityCalendar', '', '1111111111', '1111133333/1', ''],
	['specialDays', '', '11', '13/11', ''],
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
	['tcpUdp', '', '', '111111', ''],
	['ipv6', '', '', '1111111111', ''],
	['macAddress', '', '', '11', ''],
	['localPort', '', '', '111111', ''],
	['hdlc', '', '', '111111111', ''],
	['communicationCode', '', '11', '11', ''],
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
	['routeBCredentials', '', '', '12', ''],
	['routeBStatus', '', '', '11', ''],
	['credentialVersion', '', '', '11', ''],
];

describe('Route A: rights', () => {
	it('has a row here for each object', () => {
		equal(RIGHTS.map(([name]) => name).join(), OBJECT_NAMES.join());
	});

	for (const [key, ...digits] of RIGHTS) {
		it(`${key}: each client may do what it may with each attribute and method, and no more`, () => {
			const { objects, rights } = meter().routeA.server.options.device;
			// Of objects of which there are several, the first.
			const at = objects.findIndex(
				({ name }) => name === NAME[key] || (isNumbered(key) && name - (name % 0x10000) === NAME[key] - (NAME[key] % 0x10000)),
			);
			const { type } = objects[at]!;
			for (const [i, client] of CLIENTS.entries()) {
				const [attributes = '', methods = ''] = digits[i]!.split('/');
				// An association of its own each client sees alone.
				const granted = key === 'ownAssociation' ? ownRights(client, objects, rights) : rights[at]![client];
				equal(granted === undefined, digits[i] === '', `client ${client} sees it`);
				for (let index = 1; index <= type.attributes; index++)
					equal(modeOf(granted?.attributes ?? '', index), modeOf(attributes, index), `client ${client}, attribute ${index}`);
				for (let index = 1; index <= type.methods; index++)
					equal(modeOf(granted?.methods ?? '', index), modeOf(methods, index), `client ${client}, method ${index}`);
			}
		});
	}

	it('lets the management client alone write or call anything but what opens an association, and the pre-established one set the time', () => {
		for (const [key, forPublic, reading, , preEstablished] of RIGHTS) {
			for (const digits of [forPublic, reading]) {
				const [attributes = '', methods = ''] = digits.split('/');
				equal(/[23]/.test(attributes), false, key);
				equal(methods === '' || key === 'association', true, key);
			}
			equal(/[23/]/.test(preEstablished), key === 'clock', key);
		}
	});
});

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

/**
 * Companion specifications: which family's codes, alarm bits, log numbers and rights a meter has. What no source tells is unconfirmed, and marked so.
 *
 * | companion | what it is                                                                                                    |
 * |-----------|---------------------------------------------------------------------------------------------------------------|
 * | `japan`   | IDIS with Japanese parameters: what meters here have unless somebody says otherwise (route-a-profile.ts)       |
 * | `idis`    | the codes and bits of IDIS, with an alarm for keys that were changed                                           |
 * | `dsmr`    | the Dutch DSMR 4.2.2 and SMR 5: other codes and bits, logs 4 and 5 the other way round, no alarm descriptors, other names of push set-ups |
 */
import { frozen } from '../../modules/bytes/frozen.js';
import type { Companion } from '../../modules/cosem/companion.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { clientAccess } from './access.js';
import { intervalPush } from './control/pushes.js';
import { pushScripts } from './control/scripts.js';
import { IDIS_PROFILE as JAPAN, type RouteAProfile } from './route-a-profile.js';

const IDIS: RouteAProfile = frozen({
	...JAPAN,
	companion: 'idis',
	alarms: { ...JAPAN.alarms, bits: { ...JAPAN.alarms.bits, keysChanged: [1, 13] } },
});

/** Management may set when a schedule runs, and not what. */
const TIMES_ONLY = Object.freeze({ reading: '1111', management: '1113' });
/** Without load management to many at once. */
const NOT_TO_MANY = Object.freeze({ reading: '11111111111', management: '13133333313' });
const FAILED_LOGIN = 46;
/** 0.0.25.9.0 of the scheduler, 0.1.25.9.0 of alarms; 2 and 3 are of SMS and of the last gasp, which there are not. */
const DSMR_PUSH = Object.freeze({ intervalPush: 0x00_00_19_09_00_ff, alarmPush: 0x00_01_19_09_00_ff });

const DSMR: RouteAProfile = frozen({
	...JAPAN,
	companion: 'dsmr',
	access: clientAccess(JAPAN.clients, {
		limiter: NOT_TO_MANY,
		disconnectSchedule: TIMES_ONLY,
		pushSchedule: TIMES_ONLY,
		billingSchedule: TIMES_ONLY,
	}),
	// 21 is a module that was removed, and 48 a cover.
	events: { ...JAPAN.events, keysChanged: 47, billingEnded: undefined },
	monitors: { ...JAPAN.monitors, underVoltage: 77, overVoltage: 80, voltageNormal: 83 },
	voltage: {
		begins: { sag: 93, swell: 96, interruption: 86, imbalance: undefined },
		ends: { sag: 83, swell: 83, interruption: 90, imbalance: undefined },
	},
	fraud: { ...JAPAN.fraud, unitRemoved: 48, unitReplaced: 49 },
	// One code for all; that deciphering and replay belong there is unconfirmed.
	suspicions: {
		authentication: { ...JAPAN.suspicions.authentication, code: FAILED_LOGIN },
		deciphering: { ...JAPAN.suspicions.deciphering, code: FAILED_LOGIN },
		replay: { ...JAPAN.suspicions.replay, code: FAILED_LOGIN },
	},
	// Technical maintenance; that a hand-held at the local port is that is unconfirmed.
	communication: { ...JAPAN.communication, localAttempt: 72 },
	alarms: {
		bits: {
			measurementSystem: [0, 11],
			fraud: [0, 13],
			powerFailure: undefined,
			powerResume: [0, 2],
			voltageMissing: [0, 28],
			voltageNormal: undefined,
			underVoltage: [1, 0],
			overVoltage: [1, 3],
			asymmetry: undefined,
			localAttempt: undefined,
			disconnectorFailure: undefined,
			mbusCommunication: [0, 16],
			mbusFraud: [0, 20],
			mbusPermanentError: undefined,
			mbusBattery: undefined,
			mbusNewDevice: [0, 24],
			mbusValve: undefined,
			parametersChanged: [0, 4],
			keysChanged: [0, 4],
			certificateEnds: undefined,
		},
		hasDescriptors: false,
	},
	pushes: {
		interval: intervalPush(DSMR_PUSH.intervalPush),
		alarm: {
			name: DSMR_PUSH.alarmPush,
			objects: [
				{ classId: 1, name: NAME.serial, attribute: 2, dataIndex: 0 },
				{ classId: 40, name: DSMR_PUSH.alarmPush, attribute: 1, dataIndex: 0 },
				{ classId: 1, name: NAME.alarmRegister1, attribute: 2, dataIndex: 0 },
				{ classId: 1, name: NAME.alarmRegister2, attribute: 2, dataIndex: 0 },
			],
		},
		connectivity: undefined,
		installation: undefined,
	},
	pushScripts: pushScripts(DSMR_PUSH.intervalPush, DSMR_PUSH.alarmPush),
	names: DSMR_PUSH,
	logs: { powerQuality: 'communication', communication: 'powerQuality' },
	numbersCommunication: true,
	absent: ['alarmDescriptor1', 'alarmDescriptor2', 'alarmRegister3', 'alarmFilter3', 'alarmDescriptor3', 'connectivityPush', 'installationPush'],
});

export const COMPANION_PROFILES: Readonly<Record<Companion, RouteAProfile>> = frozen({ japan: JAPAN, idis: IDIS, dsmr: DSMR });

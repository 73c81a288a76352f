/**
 * What Route A of a meter is where no source tells of a real one: all of it is unconfirmed, after IDIS and DSMR 4.2.2 with Japan's intervals. What
 * Japan's utilities speak above IPv6 is not public. Of the meters behind, class 77 is after public clients alone (modules/cosem/mbus-diagnostic.ts), and scripts and
 * schedules of valves stand where the meter's own do, with the channel as B (mbus/valve-schedule.ts).
 */
import { frozen } from '../../modules/bytes/frozen.js';
import type { Companion } from '../../modules/cosem/companion.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import type { Script } from '../../modules/cosem/script-table.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { POLICY } from '../../modules/dlms/security/policy.js';
import { MINUTE } from '../../modules/time/durations.js';
import { JST_OFFSET } from '../../modules/time/japan.js';
import { type ClientAccess, clientAccess } from './access.js';
import type { ControlProfile } from './control/control-host.js';
import { IDIS_PUSHES } from './control/pushes.js';
import { PUSH_SCRIPTS } from './control/scripts.js';
import type { LogName } from './control/slot-rows.js';
import type { RoleNumbers } from './roles.js';

export interface RouteAProfile extends RoleNumbers, ControlProfile {
	readonly clients: RoleNumbers['clients'];
	/** See companion.ts. */
	readonly companion: Companion;
	readonly access: ClientAccess;
	/** The server's address (wPort): the management logical device. */
	readonly server: number;
	/** What is offered to clients without keys and with keys: bits of `CONFORMANCE`. */
	readonly publicConformance: number;
	readonly keyedConformance: number;
	/** Initial policy of clients with keys: one of `POLICY`. */
	readonly policy: number;
	/** The maker's three letters (FLAG) in the logical device name; undefined: those of the system title. */
	readonly flag: string | undefined;
	/** Rows of the load profile, and of the event log. */
	readonly profileCapacity: number;
	readonly eventCapacity: number;
	/** Bits of the AMR profile status for what happened in an interval. */
	readonly amrStatus: {
		readonly clockSet: number;
		readonly powerOut: number;
		readonly incomplete: number;
		readonly lost: number;
	};
	/** Codes of the standard event log. */
	readonly events: ControlProfile['events'] & {
		readonly clockAdjustedFrom: number;
		readonly clockAdjustedTo: number;
		readonly keysChanged: number;
	};
	/** Logs that stand under another's name, with their codes: only those of power quality and of communication change places. */
	readonly logs: Readonly<Partial<Record<LogName, LogName>>>;
	/** Whether the entries of the communication log have their numbers, which an object of its own counts. */
	readonly numbersCommunication: boolean;
	/** Scripts that start pushes. */
	readonly pushScripts: readonly Script[];
	/** Names of objects that have others than `NAME` has. */
	readonly names: Readonly<Partial<Record<ObjectName, LogicalName>>>;
	/** Objects that there are not. */
	readonly absent: readonly ObjectName[];
}

/** All that is served, and nothing that is not. Pushes go outside all associations. */
const KEYED =
	CONFORMANCE.generalProtection |
	CONFORMANCE.priority |
	CONFORMANCE.blockGet |
	CONFORMANCE.blockSet |
	CONFORMANCE.blockAction |
	CONFORMANCE.multipleReferences |
	CONFORMANCE.get |
	CONFORMANCE.set |
	CONFORMANCE.selectiveAccess |
	CONFORMANCE.action;

const CLIENTS = Object.freeze({ public: 16, reading: 2, management: 1, preEstablished: 102, handHeld: 3 });

export const IDIS_PROFILE: RouteAProfile = frozen({
	companion: 'japan',
	clients: CLIENTS,
	associations: { management: 1, public: 2, preEstablished: 3, reading: 4, handHeld: 5 },
	access: clientAccess(CLIENTS),
	server: 1,
	publicConformance: CONFORMANCE.blockGet | CONFORMANCE.get,
	keyedConformance: KEYED,
	policy: POLICY.both,
	flag: undefined,
	deviation: -JST_OFFSET,
	profileCapacity: 2160,
	eventCapacity: 100,
	amrStatus: { clockSet: 0x20, powerOut: 0x80, incomplete: 0x04, lost: 0x04 },
	events: {
		powerDown: 1,
		powerUp: 2,
		clockAdjustedFrom: 4,
		clockAdjustedTo: 5,
		parametersChanged: 47,
		keysChanged: 48,
		errorsCleared: 10,
		alarms1Cleared: 11,
		alarms2Cleared: 24,
		alarms3Cleared: 11,
		certificateEnds: 222,
		tariffActivated: 9,
		tariffProgrammed: 19,
		billingEnded: 21,
		imageReady: 17,
		imageActivated: 18,
		imageRefused: 51,
	},
	disconnector: {
		transitions: { a: 63, b: 62, c: 62, d: 59, e: 61, f: 60, g: 64, h: 69 },
		thresholdExceeded: 65,
		thresholdOk: 66,
		thresholdChanged: 67,
		failure: 68,
	},
	monitors: { currentExceeded: 70, currentOk: 71, underVoltage: 76, overVoltage: 79, voltageNormal: 85 },
	voltage: {
		begins: { sag: 76, swell: 79, interruption: 82, imbalance: 90 },
		ends: { sag: 85, swell: 85, interruption: 85, imbalance: undefined },
	},
	fraud: { coverRemoved: 40, coverClosed: 41, unitRemoved: 44, unitReplaced: 45 },
	suspicions: {
		authentication: { code: 46, threshold: 3 },
		deciphering: { code: 49, threshold: 5 },
		// A client over UDP that got no answer may send the same again.
		replay: { code: 50, threshold: 10 },
	},
	communication: { localAttempt: 158, interval: 10 * MINUTE, credentialsChanged: 220, credentialsChangedByHand: 221 },
	alarms: {
		bits: {
			measurementSystem: [0, 11],
			fraud: [0, 13],
			powerFailure: [1, 0],
			powerResume: [1, 1],
			voltageMissing: [1, 2],
			voltageNormal: [1, 5],
			underVoltage: [1, 14],
			overVoltage: [1, 14],
			asymmetry: [1, 9],
			localAttempt: [1, 18],
			disconnectorFailure: [1, 31],
			mbusCommunication: [0, 16],
			mbusFraud: [0, 20],
			mbusPermanentError: [0, 24],
			mbusBattery: [0, 28],
			mbusNewDevice: [1, 19],
			mbusValve: [1, 27],
			parametersChanged: undefined,
			keysChanged: undefined,
			certificateEnds: [2, 15],
		},
		hasDescriptors: true,
	},
	pushes: IDIS_PUSHES,
	pushScripts: PUSH_SCRIPTS,
	names: {},
	logs: {},
	numbersCommunication: false,
	absent: [],
	longPowerFailure: 180,
});

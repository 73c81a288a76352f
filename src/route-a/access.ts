/**
 * Who may do what: one digit per attribute and, behind a slash, per method, from number 1 on (modules/dlms/server/logical-device.ts: 0 nothing, 1 read or
 * access, 2 write, 3 both). A client that is not named does not see the object. Nothing that tells of the household is public.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { NAME, OWN_ASSOCIATION } from '../../modules/cosem/object-names.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { ClientRights, Rights } from '../../modules/dlms/server/logical-device.js';

/** What a client is for. */
export type Role = 'public' | 'reading' | 'management' | 'preEstablished';

/** What each role may do with one object. */
export type AccessRow = { readonly name: LogicalName } & { readonly [R in Role]?: string };

/** The same by the clients' addresses. */
export interface ClientAccess {
	readonly name: LogicalName;
	readonly rights: ClientRights;
}

/** With HLS; and the one that a client may see by its own name, too. */
const ASSOCIATION = '111111011/1';
const ASSOCIATION_VIEW = '111111011';

export const ACCESS = frozen<readonly AccessRow[]>([
	{ name: NAME.association, public: '11111101', reading: ASSOCIATION, management: ASSOCIATION, preEstablished: ASSOCIATION_VIEW },
	{ name: OWN_ASSOCIATION, public: '11111101', reading: ASSOCIATION_VIEW, management: ASSOCIATION_VIEW, preEstablished: ASSOCIATION_VIEW },
	{ name: NAME.sapAssignment, public: '11', reading: '11', management: '11' },
	{ name: NAME.logicalDevice, public: '11', reading: '11', management: '11' },
	{ name: NAME.serial, public: '11', reading: '11', management: '11' },
	{ name: NAME.supplyPoint, reading: '11', management: '11' },
	{ name: NAME.invocationCounter, public: '11', reading: '11', management: '11', preEstablished: '11' },
	{ name: NAME.securitySetup, reading: '11111', management: '11111/11', preEstablished: '11111' },
	{ name: NAME.clock, public: '111111111', reading: '111111111', management: '131111111/111111', preEstablished: '13' },
	{ name: NAME.importEnergy, reading: '111', management: '111' },
	{ name: NAME.exportEnergy, reading: '111', management: '111' },
	{ name: NAME.importPower, reading: '111', management: '111' },
	{ name: NAME.exportPower, reading: '111', management: '111' },
	{ name: NAME.currentR, reading: '111', management: '111' },
	{ name: NAME.currentT, reading: '111', management: '111' },
	{ name: NAME.voltageR, reading: '111', management: '111' },
	{ name: NAME.voltageT, reading: '111', management: '111' },
	{ name: NAME.loadProfile, reading: '11111111', management: '11111111' },
	{ name: NAME.amrStatus, reading: '11', management: '11' },
	{ name: NAME.eventLog, reading: '11111111', management: '11111111' },
	{ name: NAME.eventCode, reading: '11', management: '11' },
	{ name: NAME.meteringFirmware, reading: '11', management: '11' },
	{ name: NAME.communicationFirmware, reading: '11', management: '11' },
	{ name: NAME.installedUnits, reading: '11', management: '11' },
	{ name: NAME.tcpUdp, management: '111111' },
	{ name: NAME.ipv6, management: '1111111111' },
	{ name: NAME.macAddress, management: '11' },
	{ name: NAME.localPort, management: '111111' },
	{ name: NAME.hdlc, management: '111111111' },
]);

/** The table for clients of these addresses: at the top level of a module it costs no RAM. */
export function clientAccess(rows: readonly AccessRow[], clients: Readonly<Record<Role, number>>): readonly ClientAccess[] {
	return frozen(
		rows.map((row) => {
			const rights: Record<number, Rights> = {};
			for (const role of ROLES) {
				const digits = row[role];
				if (digits === undefined) continue;
				const [attributes = '', methods = ''] = digits.split('/');
				rights[clients[role]] = { attributes, methods };
			}
			return { name: row.name, rights };
		}),
	);
}

export const ROLES: readonly Role[] = Object.freeze(['public', 'reading', 'management', 'preEstablished'] as const);

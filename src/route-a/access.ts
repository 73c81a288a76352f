/** Rights to the meter's objects, by the clients' addresses. */
import { frozen } from '../../modules/bytes/frozen.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import type { ClientRights, Rights } from '../../modules/dlms/server/logical-device.js';
import { OBJECT_NAMES, OBJECT_ROWS } from './objects.js';
import { ROLES, type Role, type RoleRights } from './roles.js';

export type ClientAccess = Readonly<Record<ObjectName, ClientRights>>;

/** The rights of all rows for clients of these addresses: at the top level of a module they cost no RAM. */
export function clientAccess(clients: Readonly<Record<Role, number>>): ClientAccess {
	const access: { [N in ObjectName]?: ClientRights } = {};
	for (const key of OBJECT_NAMES) {
		const rights: Record<number, Rights> = {};
		for (const role of ROLES) {
			const digits = digitsOf(OBJECT_ROWS[key].rights, role);
			if (digits === undefined) continue;
			const [attributes = '', methods = ''] = digits.split('/');
			rights[clients[role]] = { attributes, methods };
		}
		access[key] = rights;
	}
	return frozen(access as Required<typeof access>);
}

/** Undefined: the object is not seen. */
function digitsOf(rights: RoleRights, role: Role): string | undefined {
	return rights[role] ?? (role === 'handHeld' ? rights.reading : undefined);
}

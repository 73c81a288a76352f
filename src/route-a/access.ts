/** Rights to the meter's objects, by the clients' addresses. */
import { frozen } from '../../modules/bytes/frozen.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import type { ClientRights, CosemObject, Rights } from '../../modules/dlms/server/logical-device.js';
import { OBJECT_NAMES, OBJECT_ROWS } from './objects.js';
import { ROLES, type Role } from './roles.js';

/** Rights to an object of a version that has fewer attributes than the rights tell of. */
export function rightsTo({ type }: CosemObject, rights: ClientRights): ClientRights {
	const cut: Record<number, Rights> = {};
	for (const client of Object.keys(rights)) {
		const { attributes, methods } = rights[Number(client)]!;
		cut[Number(client)] = { attributes: attributes.slice(0, type.attributes), methods };
	}
	return cut;
}

export type ClientAccess = Readonly<Record<ObjectName, ClientRights>>;

/** The rights of all rows for clients of these addresses: at the top level of a module they cost no RAM. */
export function clientAccess(clients: Readonly<Record<Role, number>>): ClientAccess {
	const access: { [N in ObjectName]?: ClientRights } = {};
	for (const key of OBJECT_NAMES) {
		const rights: Record<number, Rights> = {};
		for (const role of ROLES) {
			const digits = OBJECT_ROWS[key].rights[role];
			if (digits === undefined) continue;
			const [attributes = '', methods = ''] = digits.split('/');
			rights[clients[role]] = { attributes, methods };
		}
		access[key] = rights;
	}
	return frozen(access as Required<typeof access>);
}

/** Rights to the meter's objects, by the clients' addresses. */
import { frozen } from '../../modules/bytes/frozen.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import type { ClientRights, CosemObject, Rights } from '../../modules/dlms/server/logical-device.js';
import { OBJECT_NAMES, OBJECT_ROWS } from './objects.js';
import { ROLES, type Role, type RoleRights } from './roles.js';

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

/**
 * The rights of all rows for clients of these addresses: at the top level of a module they cost no RAM.
 * @param others rights that are others than the row's
 */
export function clientAccess(clients: Readonly<Record<Role, number>>, others: Readonly<Partial<Record<ObjectName, RoleRights>>> = {}): ClientAccess {
	const access: { [N in ObjectName]?: ClientRights } = {};
	for (const key of OBJECT_NAMES) access[key] = clientRights(others[key] ?? OBJECT_ROWS[key].rights, clients);
	return frozen(access as Required<typeof access>);
}

/** The rights of one row. @param offered how many methods there are; default: all */
export function clientRights(row: RoleRights, clients: Readonly<Record<Role, number>>, offered = Number.POSITIVE_INFINITY): ClientRights {
	const rights: Record<number, Rights> = {};
	for (const role of ROLES) {
		const digits = digitsOf(row, role);
		if (digits === undefined) continue;
		const [attributes = '', methods = ''] = digits.split('/');
		rights[clients[role]] = { attributes, methods: methods.slice(0, offered) };
	}
	return rights;
}

/** Of the rights of a row; undefined: the object is not seen. */
export function digitsOf(rights: RoleRights, role: Role): string | undefined {
	return rights[role] ?? (role === 'handHeld' ? rights.reading : undefined);
}

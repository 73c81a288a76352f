/** What a client is for. */
export type Role = 'public' | 'reading' | 'management' | 'preEstablished' | 'handHeld';

export const ROLES: readonly Role[] = Object.freeze(['public', 'reading', 'management', 'preEstablished', 'handHeld'] as const);

/**
 * What each role may do with one object: one digit per attribute and, behind a slash, per method, from number 1 on (modules/dlms/server/logical-device.ts:
 * 0 nothing, 1 read or access, 2 write, 3 both). A role that is not named does not see the object, but a hand-held may what a reading client may; the management
 * client sees all there is. Nothing that tells of the household is public.
 */
export type RoleRights = { readonly management: string } & { readonly [R in Role]?: string };

/** Numbers under which clients and their associations are known. */
export interface RoleNumbers {
	/** The clients' addresses (wPort). */
	readonly clients: Readonly<Record<Role, number>>;
	/** E of 0.0.40.0.E.255, by which a client sees its own association. */
	readonly associations: Readonly<Record<Role, number>>;
}

/** Role of a client, by its address; undefined: it has none. */
export function roleOf({ clients }: RoleNumbers, client: number): Role | undefined {
	return ROLES.find((role) => clients[role] === client);
}

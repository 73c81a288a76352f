/** Joins groups of multicast for the whole host: on Linux a socket that is bound to all addresses hears them then, and the SDK's has no way to join (groups.c). */
export function joinGroup(this: unknown, group: string): void {
	native('xs_keiki_join_group').call(this, group);
}

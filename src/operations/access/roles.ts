/** Who works at the office. */
export const ROLES = Object.freeze(['designer', 'clerk', 'worker', 'auditor', 'administrator'] as const);
/** The clerk is the one responsible for Route B: nobody else has to do with passwords. */
export type Role = (typeof ROLES)[number];

export interface Actor {
	/** Of staff; a customer: the code of the contract; a hand-held: its id. */
	readonly name: string;
	readonly roles: readonly (Role | 'customer' | 'system')[];
}

/** What runs by itself: results that come in, what is due. */
export const SYSTEM: Actor = Object.freeze({ name: 'system', roles: Object.freeze(['system'] as const) });

/** Those in a JSON list, as the staff's are kept; what is none is left out. */
export function rolesIn(text: string): readonly Role[] {
	return (JSON.parse(text) as string[]).filter(isRole);
}

export function isRole(text: string): text is Role {
	return (ROLES as readonly string[]).includes(text);
}

/**
 * Disconnect control as in COSEM (class 70): three states, and the transitions between them that each control mode allows.
 *
 * | transition | from | to | who |
 * |---|---|---|---|
 * | a | disconnected | connected | remote reconnect |
 * | b | connected | disconnected | remote disconnect |
 * | c | ready | disconnected | remote disconnect |
 * | d | disconnected | ready | remote reconnect |
 * | e | ready | connected | manual reconnect |
 * | f | connected | ready | manual disconnect |
 * | g | connected | ready | local disconnect |
 * | h | ready | connected | local reconnect |
 */
export type Transition = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h';

/** control_state of class 70. */
export const CONTROL_STATE = Object.freeze({ disconnected: 0, connected: 1, readyForReconnection: 2 });

/** Transitions allowed, by control_mode; unconfirmed. */
const TRANSITIONS: readonly string[] = Object.freeze(['', 'bcfgde', 'bcfgae', 'bcgde', 'bcgae', 'bcfgdeh', 'bcgdeh']);

export const CONTROL_MODES = TRANSITIONS.length;

export function allows(mode: number, transition: Transition): boolean {
	return TRANSITIONS[mode]!.includes(transition);
}

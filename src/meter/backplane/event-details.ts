/** What an event of the base tells beside its name: a text for readers of its log, and the same as fields. */
import type { SwitchEntry } from '../switching/switch-entry.js';
import type { BaseFields } from './base-log.js';
import type { SwitchOrder, UnitIdentity } from './messages.js';

export function commandText(order: SwitchOrder): string {
	return 'reason' in order ? `${order.action}: ${order.reason}` : order.action;
}

export function contactText({ action, origin, result, reason, closed }: SwitchEntry): string {
	return `${closed ? 'closed' : 'open'}: ${origin} ${action} ${result}, ${reason}`;
}

export function unitDetail(identity: UnitIdentity | undefined): [string, BaseFields?] {
	return identity === undefined ? [''] : [`${identity.code} ${identity.serial}`, { code: identity.code, serial: identity.serial }];
}

export function orderFields(order: SwitchOrder): BaseFields {
	return 'reason' in order ? { action: order.action, reason: order.reason } : { action: order.action };
}

export function contactFields({ action, origin, result, reason, closed, locked }: SwitchEntry): BaseFields {
	return { action, origin, result, reason, closed, locked };
}

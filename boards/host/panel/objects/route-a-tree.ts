/** Route A of a meter as a tree: the objects that the management client sees, with what each kind of client may do. */

import type { Companion } from '../../../../modules/cosem/companion.js';
import { type LogicalName, logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import { type LogicalDevice, modeOf } from '../../../../modules/dlms/server/logical-device.js';
import { attributeName, className, methodName } from '../../../../src/head-end/interface-classes.js';
import type { ListedObject } from '../../../../src/head-end/object-list.js';
import { objectName } from '../../../../src/head-end/object-texts.js';
import { roleOf } from '../../../../src/route-a/roles.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { OBJECT_TEXTS_JA } from '../../hes/object-texts-ja.js';
import { dangerOf } from './dangers.js';
import type { LastReaders } from './last-readers.js';
import type { Access, AttributeAccess, ToldClient, ToldCosemObject } from './told.js';

const ATTRIBUTE: readonly AttributeAccess[] = Object.freeze(['none', 'read', 'write', 'both'] as const);

export function nameIn(language: Language, name: LogicalName, companion: Companion): string {
	return objectName(name, language === 'ja' ? OBJECT_TEXTS_JA : undefined, companion);
}

export function cosemObject({ server, routeAProfile }: RouteA, listed: ListedObject, language: Language): ToldCosemObject {
	const { classId, version, name, attributes, methods } = listed;
	const { device } = server.options;
	const at = device.objects.findIndex((object) => object.name === name);
	const { clients } = routeAProfile;
	const each = <Of>(of: (client: number) => Of): Access<Of> => ({
		public: of(clients.public),
		reading: of(clients.reading),
		management: of(clients.management),
	});
	return {
		class: classId,
		className: className(classId),
		version,
		obis: logicalNameText(name),
		name: nameIn(language, name, routeAProfile.companion),
		attributes: attributes.map(({ attribute }) => ({
			attribute,
			name: attributeName(classId, attribute),
			access: each((client) => ATTRIBUTE[digitOf(device, at, client, 'attributes', attribute)] ?? 'none'),
		})),
		methods: methods.map(({ method }) => ({
			method,
			name: methodName(classId, method),
			access: each((client) => (digitOf(device, at, client, 'methods', method) === 0 ? 'none' : 'call')),
			danger: dangerOf(classId, method),
		})),
	};
}

function digitOf({ rights }: LogicalDevice, at: number, client: number, of: 'attributes' | 'methods', index: number): number {
	return modeOf(rights[at]?.[client]?.[of] ?? '', index);
}

/** Those that the meter serves, the panel's own not among them. */
export function toldClients({ server, routeAProfile }: RouteA, meter: string, readers: LastReaders): ToldClient[] {
	return server.options.clients.map(({ id }) => {
		const seen = readers.association(meter, id);
		return { client: id, role: roleOf(routeAProfile, id) ?? 'reading', associated: seen?.on ?? false, time: seen?.time ?? null };
	});
}

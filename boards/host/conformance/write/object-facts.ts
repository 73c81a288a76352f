/** What the rows of Route A's objects say of each: class, attributes, methods, rights of each client, and what of the meter decides whether it is there. */
import { COMPANIONS, type Companion } from '../../../../modules/cosem/companion.js';
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import type { ServedClient } from '../../../../modules/dlms/server/admission.js';
import { type InterfaceClass, modeOf } from '../../../../modules/dlms/server/logical-device.js';
import { clientRights } from '../../../../src/route-a/access.js';
import { COMPANION_PROFILES } from '../../../../src/route-a/companion.js';
import type { MeterState } from '../../../../src/route-a/meter-state.js';
import { newerOf, OBJECT_NAMES, OBJECT_ROWS } from '../../../../src/route-a/objects.js';
import type { Role } from '../../../../src/route-a/roles.js';

export interface ObjectFacts {
	readonly key: ObjectName;
	/** `0.0.40.0.x.255` where clients have one each. */
	readonly obis: string;
	readonly type: InterfaceClass;
	/** Names of what the row looks at in a meter to say whether it is there; empty: it always is. */
	readonly conditions: readonly string[];
	/** `rw`, `r`, `w`, `x`, or empty. */
	readonly rightsOf: (role: Role, part: 'attribute' | 'method', index: number) => string;
}

const MODES = Object.freeze(['', 'r', 'w', 'rw']);

/** What `keiki run` and the keys file may make of a meter. */
export interface MeterKind {
	readonly companion: Companion;
	/** Of its clients. */
	readonly suite: 0 | 1 | 2;
	/** Of class 40. */
	readonly pushVersion: 0 | 2;
	/** Of class 72. */
	readonly mbusClient: 0 | 1;
}

/** As `keiki run` has it unless it is told otherwise. */
export const USUAL: MeterKind = Object.freeze({ companion: COMPANIONS[0], suite: 0, pushVersion: 0, mbusClient: 0 });
const PROFILE = 'routeAProfile';
/** Methods of class 64, version 1, with keys for all that they do. */
const SETUP_METHODS = 8;

/** A meter that has whatever is asked of it. @param onAsked told what is */
function anyMeter({ companion, suite, pushVersion, mbusClient }: MeterKind, onAsked: (name: string) => void = () => {}): MeterState {
	const anything: object = new Proxy(() => {}, {
		get: (_, name) => (name === Symbol.toPrimitive ? () => 0 : anything),
		apply: () => anything,
	});
	const knowing = (known: Readonly<Record<string, unknown>>, on: (name: string) => void = () => {}) =>
		new Proxy(known, {
			get: (of, name) => {
				on(String(name));
				return of[String(name)] ?? anything;
			},
		});
	const profile = COMPANION_PROFILES[companion];
	const setupMethods = suite === 0 ? 0 : SETUP_METHODS;
	const known = { routeAProfile: profile, pushVersion, setupMethods, mbus: knowing({ version: mbusClient }) };
	return knowing(known, onAsked) as unknown as MeterState;
}

/** Of all rows that such a meter may have, in their order. */
export function objectFacts(kind: MeterKind = USUAL): readonly ObjectFacts[] {
	const { absent, access, clients, names } = COMPANION_PROFILES[kind.companion];
	return OBJECT_NAMES.filter((key) => !absent.includes(key)).flatMap((key) => {
		const row = OBJECT_ROWS[key];
		const name = names[key] ?? NAME[key];
		const conditions = new Set<string>();
		const isIn = !('isIn' in row) || row.isIn?.(anyMeter(kind, (asked) => conditions.add(asked))) !== false;
		// All else of a meter may be, but what its companion specification has not.
		if (!isIn && conditions.has(PROFILE)) return [];
		const meter = anyMeter(kind);
		const newer = newerOf(row, meter);
		const object =
			newer !== undefined
				? newer.make(name, meter)
				: 'of' in row
					? row.of(name)
					: 'make' in row
						? row.make(name, meter)
						: row.makeOne(name, meter, {} as Partial<ServedClient> as ServedClient);
		const rights = newer === undefined ? access[key] : clientRights(newer.rights, clients, newer.methods(meter));
		return {
			key,
			obis: 'makeOne' in row ? logicalNameText(name).replace(/\.\d+\.255$/, '.x.255') : logicalNameText(name),
			type: object.type,
			// Its association and its name every meter has, and the companion specification is told.
			conditions: [...conditions].filter((each) => !['association', 'logicalDeviceName', PROFILE].includes(each)),
			rightsOf: (role, part, index) => {
				const { attributes = '', methods = '' } = rights[clients[role]] ?? {};
				const mode = modeOf(part === 'attribute' ? attributes : methods, index);
				return part === 'attribute' ? (MODES[mode] ?? String(mode)) : mode === 0 ? '' : 'x';
			},
		};
	});
}

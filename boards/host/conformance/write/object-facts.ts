/** What the rows of Route A's objects say of each: class, attributes, methods, rights of each client, and what of the meter decides whether it is there. */
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import type { ServedClient } from '../../../../modules/dlms/server/admission.js';
import { type InterfaceClass, modeOf } from '../../../../modules/dlms/server/logical-device.js';
import { digitsOf } from '../../../../src/route-a/access.js';
import type { MeterState } from '../../../../src/route-a/meter-state.js';
import { OBJECT_NAMES, OBJECT_ROWS } from '../../../../src/route-a/objects.js';
import { ROLES, type Role } from '../../../../src/route-a/roles.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';

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

/** A meter that has whatever is asked of it. @param onAsked told what is */
function anyMeter(onAsked: (name: string) => void = () => {}): MeterState {
	const known: Readonly<Record<string, unknown>> = { routeAProfile: IDIS_PROFILE };
	const anything: object = new Proxy(() => {}, {
		get: (_, name) => (name === Symbol.toPrimitive ? () => 0 : anything),
		apply: () => anything,
	});
	const meter = new Proxy(known, {
		get: (of, name) => {
			onAsked(String(name));
			return of[String(name)] ?? anything;
		},
	});
	return meter as unknown as MeterState;
}

/** Of all rows, in their order. */
export function objectFacts(): readonly ObjectFacts[] {
	return OBJECT_NAMES.map((key) => {
		const row = OBJECT_ROWS[key];
		const name = NAME[key];
		const conditions = new Set<string>();
		if ('isIn' in row) row.isIn(anyMeter((asked) => conditions.add(asked)));
		const object =
			'of' in row
				? row.of(name)
				: 'make' in row
					? row.make(name, anyMeter())
					: row.makeOne(name, anyMeter(), {} as Partial<ServedClient> as ServedClient);
		const digits = Object.fromEntries(ROLES.map((role) => [role, (digitsOf(row.rights, role) ?? '').split('/')]));
		return {
			key,
			obis: 'makeOne' in row ? logicalNameText(name).replace(/\.\d+\.255$/, '.x.255') : logicalNameText(name),
			type: object.type,
			// Its association and its name every meter has.
			conditions: [...conditions].filter((each) => each !== 'association' && each !== 'logicalDeviceName'),
			rightsOf: (role, part, index) => {
				const mode = modeOf(digits[role]?.[part === 'attribute' ? 0 : 1] ?? '', index);
				return part === 'attribute' ? (MODES[mode] ?? String(mode)) : mode === 0 ? '' : 'x';
			},
		};
	});
}

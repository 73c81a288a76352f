/**
 * The value, frozen with all plain objects and arrays in it: for tables at the top level of a module, which XS keeps in flash only if nothing in them can
 * change. Typed arrays cannot be frozen and stay as they are, functions are left alone.
 */
export function frozen<const T>(value: T): T {
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
	for (const part of Object.values(value)) frozen(part);
	return Object.freeze(value);
}

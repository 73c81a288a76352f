/** All meters of a run as others are told of them: in `ready`, and with their keys in the file of `--meters-file`. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import { writeWhole } from '../shared/durable-file.js';
import { meterLine } from '../shared/meters-file.js';
import { panText } from '../shared/pan-text.js';
import { reasonOf } from '../shared/usage-error.js';
import type { MeterOfAll, MeterPlace } from './ready.js';
import type { RouteAPlace } from './route-a-place.js';
import { wrongUse } from './usage-words.js';

/** Of credentials that came sealed, only the unit knows the password. */
export function placeOf({ credentials, credentialState, macAddress, panId, channel }: EmulatedMeter, showsPassword: boolean): MeterPlace {
	const password = showsPassword && credentialState.kind !== 'sealed' ? credentials.password : null;
	return { routeBId: credentials.id, password, macAddress: toUpperHex(macAddress), panId: panText(panId), channel };
}

/** @param place of its Route A; undefined: it has none */
export function meterOfAll(meter: EmulatedMeter, showsPassword: boolean, place: RouteAPlace | undefined, keys: RouteAKeys): MeterOfAll {
	const { name, serial, supplyPoint } = meter.identity;
	const systemTitle = toUpperHex(keys.systemTitle);
	const customerPort = place?.customer?.line.path;
	const routeA = place?.addresses[0] ?? null;
	return {
		node: name,
		serial,
		supplyPoint,
		...placeOf(meter, showsPassword),
		routeA,
		systemTitle,
		...(customerPort !== undefined && { customerPort }),
	};
}

/** Throws UsageError. */
export function writeMeters(path: string, meters: readonly MeterOfAll[], keysOf: (number: number) => RouteAKeys, isDemo: boolean): void {
	try {
		writeWhole(path, meters.map((meter, i) => meterLine(meter, keysOf(i + 1), isDemo)).join(''));
	} catch (error) {
		throw wrongUse('cannotWriteMeters', path, reasonOf(error));
	}
}

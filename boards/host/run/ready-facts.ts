/** What programs are told of a run that is ready, from what it has opened. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { manufacturerLetters } from '../../../modules/mbus/header.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { MbusLine } from '../../../src/world/mbus/mbus-line.js';
import type { MbusMeter } from '../../../src/world/mbus/mbus-meter.js';
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import type { Panel } from '../panel/panel.js';
import type { ControlSocket } from '../shared/control-socket.js';
import type { DonglePort } from './dongle-port.js';
import { meterOfAll, placeOf } from './many-meters.js';
import type { RouteAPlaces } from './many-places.js';
import type { MbusDoor } from './mbus-door.js';
import type { MeterBehind } from './meter-behind.js';
import type { RunOptions } from './options.js';
import type { RadioPlace } from './radio-place.js';
import type { Ready } from './ready.js';

interface ReadyParts {
	readonly options: RunOptions;
	readonly meters: readonly EmulatedMeter[];
	readonly ports: readonly DonglePort[];
	readonly radio: RadioPlace | undefined;
	readonly routeA: RouteAPlaces | undefined;
	readonly mbus: MbusDoor | undefined;
	readonly socket: ControlSocket | undefined;
	readonly panel: Panel | undefined;
	keysOf(number: number): RouteAKeys;
	/** Of the meters behind a meter, by its number; undefined: there are none. */
	lineOf(number: number): MbusLine | undefined;
}

export function readyOf({ options, meters, ports, radio, routeA, mbus, socket, panel, keysOf, lineOf }: ReadyParts): Ready {
	const { lan, seed, profile, speed, capture, state, showsPassword } = options;
	const first = meters[0]!;
	const customer = routeA?.first.customer;
	const behind = meters.flatMap(({ name }, i) => (lineOf(i + 1)?.meters ?? []).map((each) => behindOf(name, each)));
	const dongles = ports.map(({ opened: { model, place, line } }) => ({ path: line.path, line: place.kind, model }));
	return {
		dongle: dongles[0]?.path ?? null,
		dongles,
		...(radio && { radio: radio.path }),
		lan: lan?.address ?? null,
		routeA: routeA?.first.addresses[0] ?? null,
		routeAPlaces: routeA?.first.addresses ?? [],
		localPort: routeA?.first.line?.path ?? null,
		...(customer && { customerPort: customer.line.path }),
		...(mbus && { mbus: mbus.path }),
		...(behind.length > 0 && { behind }),
		...placeOf(first, showsPassword),
		units: first.unitsText,
		control: socket?.path ?? null,
		panel: panel?.url ?? null,
		panelToken: panel?.createToken() ?? null,
		panelTokenFile: panel?.tokenFile ?? null,
		seed,
		meters: meters.map((meter, i) => meterOfAll(meter, showsPassword, routeA?.of(i + 1), keysOf(i + 1))),
		profile: profile.name,
		speed,
		capture: capture ?? null,
		state: state ?? null,
	};
}

function behindOf(node: string, { kind, secondary, address, defaultKey }: MbusMeter): MeterBehind {
	const device = `${manufacturerLetters(secondary.manufacturer)}${secondary.identification.toString(16).padStart(8, '0')}`;
	return { node, kind, device, address, defaultKey: toUpperHex(defaultKey) };
}

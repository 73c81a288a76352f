/** What programs are told of a run that is ready, from what it has opened. */
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import type { Panel } from '../panel/panel.js';
import type { ControlSocket } from '../shared/control-socket.js';
import type { DonglePort } from './dongle-port.js';
import { meterOfAll, placeOf } from './many-meters.js';
import type { RouteAPlaces } from './many-places.js';
import type { MbusDoor } from './mbus-door.js';
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
}

export function readyOf({ options, meters, ports, radio, routeA, mbus, socket, panel, keysOf }: ReadyParts): Ready {
	const { lan, seed, profile, speed, capture, state, showsPassword } = options;
	const first = meters[0]!;
	const customer = routeA?.first.customer;
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

/** The sockets of Route A on this host: TCP and UDP on one port, at each of its places. */
import { endpointText } from '../../../hal/node/addresses.js';
import { NodeUdp } from '../../../hal/node/sockets.js';
import { TcpListener } from '../../../hal/node/tcp-listener.js';
import type { Enter } from '../shared/entered.js';
import { notice } from '../shared/notice.js';
import { reasonOf } from '../shared/usage-error.js';
import { DEFAULT_PORT, type RouteAChoice, type RouteAChoices } from './route-a-option.js';
import { wrongUse } from './usage-words.js';

export interface RouteASockets {
	readonly listener: TcpListener;
	readonly udp: NodeUdp;
}

/** How many ports are tried where nobody asked for a certain one. */
const TRIES = 100;
const LOOPBACK = Object.freeze(['::1', '127.0.0.1']);
/** All addresses of IPv6, beside which IPv4 has its own sockets on the same port. */
const ALL_IPV6 = '::';
const ALL_IPV4 = '0.0.0.0';

/** In the order of the choices. Throws UsageError where one that was asked for is not to be had; then none is open. */
export async function openRouteASockets(choices: RouteAChoices, enter: Enter, option = '--route-a'): Promise<readonly RouteASockets[]> {
	if (choices === 'default') return openDefault(enter);
	const open: RouteASockets[] = [];
	try {
		for (const choice of choices) {
			const sockets = await openAsked(choice, enter, option);
			open.push(sockets);
			const { port } = sockets.listener;
			if (choice.address === ALL_IPV6 && !choices.some((each) => each.address === ALL_IPV4 && each.port === port)) {
				const both = await openBeside(sockets, ALL_IPV4, enter);
				if (both !== undefined) open.push(both);
			}
		}
	} catch (error) {
		closeRouteASockets(open);
		throw error;
	}
	return open;
}

export function closeRouteASockets(all: readonly RouteASockets[]): void {
	for (const { listener, udp } of all) {
		listener.close();
		udp.close();
	}
}

async function openAsked({ address, port }: RouteAChoice, enter: Enter, option: string): Promise<RouteASockets> {
	try {
		return await openPair(address, port, enter);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const place = `${option} ${endpointText(address, port)}`;
		if (code === 'EADDRNOTAVAIL') throw wrongUse('notOurAddress', place);
		if (code === 'EADDRINUSE') throw wrongUse('placeTaken', place);
		throw wrongUse('reason', place, reasonOf(error));
	}
}

/** Both loopback addresses on one port: many clients resolve `localhost` to the one of IPv4 first. */
async function openDefault(enter: Enter): Promise<readonly RouteASockets[]> {
	const [first, second] = LOOPBACK as [string, string];
	for (const address of LOOPBACK) {
		for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port++) {
			let sockets: RouteASockets;
			try {
				sockets = await openPair(address, port, enter);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') break;
				continue;
			}
			if (address !== first || port !== DEFAULT_PORT)
				notice((words) => words.routeAElsewhere(endpointText(first, DEFAULT_PORT), sockets.listener.address));
			const beside = address === second ? undefined : await openBeside(sockets, second, enter);
			return beside === undefined ? [sockets] : [sockets, beside];
		}
	}
	notice((words) => words.noRouteA(endpointText(first, DEFAULT_PORT), second));
	return [];
}

/** The same port at another address; undefined: it is not to be had, which is said. */
async function openBeside({ listener }: RouteASockets, address: string, enter: Enter): Promise<RouteASockets | undefined> {
	try {
		return await openPair(address, listener.port, enter);
	} catch (error) {
		const place = endpointText(address, listener.port);
		notice((words) => words.routeAAlone(place, reasonOf(error), listener.address));
		return undefined;
	}
}

/** Rejects with the system's error; then neither is open. Port 0: both on the same free one. */
export async function openPair(address: string, port: number, enter: Enter): Promise<RouteASockets> {
	const listener = await TcpListener.open({ address, port, enter });
	try {
		return { listener, udp: await NodeUdp.open({ address, port: listener.port }) };
	} catch (error) {
		listener.close();
		throw error;
	}
}

// biome-ignore lint/style/useNodejsImportProtocol: the SDK's own module of this name
import Net from 'net';
import type { Network } from '../ports/network.js';
import type { Scheduler } from '../ports/scheduler.js';
import { mappedAddress } from './address.js';
import { XsDatagrams } from './datagrams.js';
import { XsListener } from './listener.js';

export interface XsNetworkOptions {
	readonly scheduler: Scheduler;
	/** 6 bytes; undefined: nobody knows. */
	readonly macAddress: Uint8Array | undefined;
	/** In dotted decimals, in place of the one that the SDK tells. */
	readonly address?: (() => string | undefined) | undefined;
	/** Joins a group where the SDK's sockets cannot (Linux). */
	readonly join?: ((group: string) => void) | undefined;
}

/** The network of the SDK. It knows IPv4 alone: its sockets are bound to addresses of IPv4, and join groups of IPv4. */
export class XsNetwork implements Network {
	readonly macAddress: Uint8Array | undefined;
	private readonly options: XsNetworkOptions;
	private text = '';
	private known: Uint8Array | undefined;

	constructor(options: XsNetworkOptions) {
		this.options = options;
		this.macAddress = options.macAddress;
	}

	/** Looked up each time; an array of its own for each that there was. */
	get address(): Uint8Array | undefined {
		const text = (this.options.address === undefined ? Net.get('IP') : this.options.address()) ?? '';
		if (text !== this.text) {
			this.text = text;
			this.known = mappedAddress(text);
		}
		return this.known;
	}

	udp(port: number, group?: Uint8Array): XsDatagrams {
		const { scheduler, join } = this.options;
		return new XsDatagrams({ port, group, scheduler, address: () => this.address, join });
	}

	listen(port: number): XsListener {
		return new XsListener(port, this.options.scheduler);
	}

	/** An address is one already. */
	resolve(name: string, done: (address: Uint8Array | undefined) => void): void {
		const { scheduler } = this.options;
		const address = mappedAddress(name);
		if (address !== undefined) scheduler.after(0, () => done(address));
		else Net.resolve(name, (_name, text) => scheduler.after(0, () => done(mappedAddress(text))));
	}
}

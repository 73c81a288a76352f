/** Stand-ins for the SDK's sockets, which behave as those of SDK 8.2.3 do on lwIP, and a network on them. */
import type { Network } from '../../../hal/ports/network.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { load } from '../sdk-modules.js';

export const DEVICE = '00000000000000000000ffffc0000205';
export const GROUP = hex('00000000000000000000ffffe0001700');

export function hex(digits: string): Uint8Array {
	return Uint8Array.from(Buffer.from(digits, 'hex'));
}

export type Told = ArrayBuffer & { address: string; port: number };

/** Keeps what comes until it is read, and tells how many there are. */
export class FakeUdp {
	static last: FakeUdp;
	static fails = false;
	readonly options: { readonly port?: number; readonly onReadable: (count: number) => void };
	readonly sent: string[] = [];
	readonly groups: string[] = [];
	readonly packets: Told[] = [];
	closed = false;

	constructor(options: FakeUdp['options']) {
		if (FakeUdp.fails) throw new Error('bind failed');
		this.options = options;
		FakeUdp.last = this;
	}

	add(group: string): void {
		if (group === '224.0.0.1') throw new Error('invalid IP address');
		this.groups.push(group);
	}

	read(): Told | undefined {
		return this.packets.shift();
	}

	write(bytes: ArrayBuffer, address: string, port: number): void {
		if (address === '10.0.0.1') throw new Error('UDP send failed');
		this.sent.push(`${Buffer.from(bytes).toString('hex')} ${address} ${port}`);
	}

	close(): void {
		this.closed = true;
	}

	bring(count: number, address = '192.0.2.6'): void {
		for (let i = 0; i < count; i++) this.packets.push(Object.assign(Uint8Array.of(i).buffer, { address, port: 3610 }) as Told);
		this.options.onReadable(this.packets.length);
	}
}

interface TcpOptions {
	readonly from: FakeTcp;
	readonly onReadable: (bytes: number) => void;
	readonly onWritable: (bytes: number) => void;
	readonly onError: () => void;
}

/** A socket whose send buffer has room for so many bytes, and which throws at more. */
export class FakeTcp {
	static last: FakeTcp;
	remoteAddress = '192.0.2.6';
	remotePort = 50_000;
	room = 1500;
	input: number[] = [];
	sent = '';
	closed = false;
	options!: TcpOptions;

	constructor(options?: TcpOptions) {
		if (options === undefined) return;
		if (options.from.closed) throw new Error('invalid from');
		this.options = options;
		options.from.closed = true;
		FakeTcp.last = this;
	}

	read(): ArrayBuffer | undefined {
		if (this.closed) throw new Error('closed');
		const bytes = Uint8Array.from(this.input.splice(0));
		return bytes.length === 0 ? undefined : bytes.buffer;
	}

	write(bytes: ArrayBuffer): number {
		if (this.closed) throw new Error('closed');
		if (bytes.byteLength > this.room) throw new Error('would block');
		this.room -= bytes.byteLength;
		this.sent += Buffer.from(bytes).toString('latin1');
		return this.room;
	}

	close(): void {
		this.closed = true;
	}

	/** It has room for so many more. */
	drain(bytes: number): void {
		this.room += bytes;
		this.options.onWritable(this.room);
	}

	bring(text: string): void {
		this.input.push(...Buffer.from(text, 'latin1'));
		this.options.onReadable(this.input.length);
	}
}

export class FakeListener {
	static last: FakeListener;
	readonly options: { readonly port: number; readonly onReadable: (count: number) => void };
	readonly waiting: FakeTcp[] = [];
	closed = false;

	constructor(options: FakeListener['options']) {
		this.options = options;
		FakeListener.last = this;
	}

	read(): FakeTcp | undefined {
		return this.waiting.shift();
	}

	close(): void {
		this.closed = true;
	}
}

export interface Opened {
	readonly scheduler: VirtualScheduler;
	readonly network: Network;
	readonly net: { ip: string | undefined; readonly names: Map<string, string> };
}

export async function openNetwork(options: { join?: (group: string) => void; address?: () => string } = {}): Promise<Opened> {
	const net = { ip: '192.0.2.5' as string | undefined, names: new Map<string, string>() };
	FakeUdp.fails = false;
	const { XsNetwork } = await load('hal/xs-network/network.ts', {
		'embedded:io/socket/udp': FakeUdp,
		'embedded:io/socket/tcp': FakeTcp,
		'embedded:io/socket/listener': FakeListener,
		net: {
			get: () => net.ip,
			resolve: (name: string, done: (name: string, address?: string) => void) => done(name, net.names.get(name)),
		},
	});
	const scheduler = new VirtualScheduler();
	const Class = XsNetwork as new (options: object) => Network;
	return { scheduler, net, network: new Class({ scheduler, macAddress: undefined, ...options }) };
}

/// <reference path="../natives.d.ts" />

/** A network and a radio at the other end of stdin and stdout (wifi.ts has the lines). */
import type { Network } from '../../../hal/ports/network.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Stream, StreamListener } from '../../../hal/ports/streams.js';
import type { Wifi, WifiEvent } from '../../../hal/ports/wifi.js';
import { toHex } from '../../../modules/bytes/hex.js';
import { utf8Bytes } from '../../../modules/http/utf8.js';

const NOWHERE = new Uint8Array(16);
/** What a socket holds of what was sent, as lwIP's does (TCP_SND_BUF of the SDK): beyond it, bytes wait. */
const SEND_BUFFER = 8192;

export class LineNetwork implements Network {
	address: Uint8Array | undefined;
	readonly macAddress: Uint8Array;
	readonly scheduler: Scheduler;
	/** The host was told something since this was set to false. */
	acted = false;
	readonly streams = new Map<number, LineStream>();
	private readonly sockets = new Map<number, LineUdp>();
	private readonly listeners = new Map<number, LineListener>();
	private readonly asked = new Map<number, (address: Uint8Array | undefined) => void>();
	private questions = 0;
	private ports = 49_152;

	constructor(scheduler: Scheduler, macAddress: Uint8Array) {
		this.scheduler = scheduler;
		this.macAddress = macAddress;
	}

	tell(line: string): void {
		this.acted = true;
		print(line);
	}

	udp(port: number, group?: Uint8Array): UdpSocket {
		if (this.address === undefined) throw new Error('no network');
		const own = port === 0 ? this.ports++ : port;
		if (this.sockets.has(own)) throw new Error('the port is taken');
		const socket = new LineUdp(this, own, group);
		this.sockets.set(own, socket);
		this.tell(`open ${own} ${group === undefined ? '-' : toHex(group)}`);
		return socket;
	}

	listen(port: number): StreamListener {
		if (this.address === undefined) throw new Error('no network');
		if (this.listeners.has(port)) throw new Error('the port is taken');
		const listener = new LineListener(this, port);
		this.listeners.set(port, listener);
		this.tell(`listen ${port}`);
		return listener;
	}

	resolve(name: string, done: (address: Uint8Array | undefined) => void): void {
		this.asked.set(++this.questions, done);
		this.tell(`resolve ${this.questions} ${name}`);
	}

	/** Reads the next line. */
	receive(port: number, from: Uint8Array, fromPort: number, multicast: boolean): void {
		const bytes = new Uint8Array(readBytes()!);
		this.sockets.get(port)?.onReceive(from, fromPort, bytes, multicast);
	}

	connect(number: number, port: number, host: string): void {
		const stream = new LineStream(this, number, host);
		this.streams.set(number, stream);
		const listener = this.listeners.get(port);
		if (listener === undefined) stream.close();
		else listener.onConnection(stream);
	}

	resolved(number: number, address: Uint8Array | undefined): void {
		const done = this.asked.get(number);
		this.asked.delete(number);
		done?.(address);
	}

	forget(port: number): void {
		if (this.sockets.delete(port)) this.tell(`shut ${port}`);
	}

	deafen(port: number): void {
		if (this.listeners.delete(port)) this.tell(`deaf ${port}`);
	}
}

class LineUdp implements UdpSocket {
	readonly port: number;
	onReceive: UdpSocket['onReceive'] = () => {};
	private readonly network: LineNetwork;
	private readonly joined: Uint8Array | undefined;

	constructor(network: LineNetwork, port: number, group: Uint8Array | undefined) {
		this.network = network;
		this.port = port;
		this.joined = group;
	}

	get address(): Uint8Array {
		return this.network.address ?? NOWHERE;
	}

	get group(): Uint8Array {
		return this.joined ?? this.address;
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		this.network.acted = true;
		printBytes(`udp ${this.port} ${toHex(to)} ${port} `, bytes);
		if (done !== undefined) this.network.scheduler.after(0, () => done(true));
	}

	close(): void {
		this.network.forget(this.port);
	}
}

class LineListener implements StreamListener {
	onConnection: (stream: Stream) => void = (stream) => stream.close();
	private readonly network: LineNetwork;
	private readonly port: number;

	constructor(network: LineNetwork, port: number) {
		this.network = network;
		this.port = port;
	}

	close(): void {
		this.network.deafen(this.port);
	}
}

export class LineStream implements Stream {
	readonly peer: string;
	readonly host: string;
	onReceive: (bytes: Uint8Array) => void = () => {};
	onDrained: () => void = () => {};
	onClosed: () => void = () => {};
	private readonly network: LineNetwork;
	private readonly number: number;
	private untaken = 0;
	private closed = false;

	constructor(network: LineNetwork, number: number, host: string) {
		this.network = network;
		this.number = number;
		this.host = host;
		this.peer = `${host}:${number}`;
	}

	get pending(): number {
		return Math.max(0, this.untaken - SEND_BUFFER);
	}

	send(bytes: Uint8Array): void {
		if (this.closed) return;
		this.untaken += bytes.length;
		this.network.acted = true;
		printBytes(`tcp ${this.number} `, bytes);
	}

	close(): void {
		if (this.closed) return;
		this.forget();
		this.network.tell(`close ${this.number}`);
	}

	pause(): void {
		this.network.tell(`pause ${this.number}`);
	}

	resume(): void {
		this.network.tell(`resume ${this.number}`);
	}

	receive(bytes: Uint8Array): void {
		if (!this.closed) this.onReceive(bytes);
	}

	drain(): void {
		const wasBehind = this.pending > 0;
		this.untaken = 0;
		if (wasBehind && !this.closed) this.onDrained();
	}

	end(): void {
		if (this.closed) return;
		this.forget();
		this.onClosed();
	}

	private forget(): void {
		this.closed = true;
		this.network.streams.delete(this.number);
	}
}

export class LineWifi implements Wifi {
	onEvent: (event: WifiEvent) => void = () => {};
	readonly signal = -55;
	private readonly network: LineNetwork;

	constructor(network: LineNetwork) {
		this.network = network;
	}

	join(ssid: string, password: string): void {
		this.network.tell(`join ${toHex(utf8Bytes(ssid))} ${toHex(utf8Bytes(password))}`);
	}

	leave(): void {
		this.network.address = undefined;
		this.network.tell('leave');
	}

	openAccessPoint(ssid: string, key: string): void {
		this.network.address = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 4, 1);
		this.network.tell(`point ${toHex(utf8Bytes(ssid))} ${toHex(utf8Bytes(key))}`);
	}
}

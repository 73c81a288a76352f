import { DecodeError, Reader } from '../../../bytes/reader.js';
import { Writer } from '../../../bytes/writer.js';
import { ECHONET_LITE_PORT, PANA_PORT } from '../../../datagram/ports.js';
import type { ModuleNetwork } from '../../network.js';
import { type Model, WOPT_DIGITS } from '../language/model.js';
import { isOfNetwork, REGISTER, Registers } from '../language/registers.js';
import { setRegister } from './settings.js';

/** What survives a power cut: `registers` as SKSAVE wrote them, `options` as WOPT and WUART did. */
export interface Nonvolatile {
	load(item: NonvolatileItem): Uint8Array | undefined;
	/** False when it could not be kept. Undefined erases it. */
	save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean;
}

export type NonvolatileItem = 'registers' | 'options';

const UDP_PORTS: readonly number[] = Object.freeze([ECHONET_LITE_PORT, PANA_PORT, 0, 0, 0, 0]);
const TCP_PORTS: readonly number[] = Object.freeze([ECHONET_LITE_PORT, 0, 0, 0]);

/** Form of a saved image, in its first byte. */
const IMAGE = 1;
const REGISTERS_LENGTH = 1 + 1 + 2 + 1 + 2 * (UDP_PORTS.length + TCP_PORTS.length);

/** The variables of a module: registers, listening ports, product settings, and what of them is saved. */
export class ModuleState {
	readonly registers: Registers;
	/** Ports by handle and by index, from 1; 0 is unset. Set ones listen at once: the manual wants SKSAVE and a restart first, programs do not. */
	readonly udpPorts: number[] = [];
	readonly tcpPorts: number[] = [];
	readonly #model: Model;
	readonly #network: ModuleNetwork;
	readonly #nonvolatile: Nonvolatile | undefined;
	#wopt = 0;
	#wuart = 0;

	constructor(model: Model, network: ModuleNetwork, nonvolatile: Nonvolatile | undefined) {
		this.#model = model;
		this.#network = network;
		this.#nonvolatile = nonvolatile;
		this.registers = new Registers(model.side);
	}

	get wopt(): number {
		return this.#wopt;
	}

	get wuart(): number {
		return this.#wuart;
	}

	/** Payloads are shown as hexadecimal digits. */
	get digits(): boolean {
		return this.#model.wopt === undefined || (this.#wopt & WOPT_DIGITS) !== 0;
	}

	/** Power on: initial values, the product settings, and with SFF the saved registers. */
	start(): void {
		const options = this.#load('options', (r) => ({ wopt: r.uint(1, 'WOPT'), wuart: r.uint(1, 'WUART') }));
		this.#wopt = options?.wopt ?? this.#model.wopt ?? 0;
		this.#wuart = options?.wuart ?? 0;
		this.reset();
		const saved = this.#load('registers', decodeRegisters);
		if (saved?.autoload) this.#apply(saved);
	}

	/** SKRESET: all variables at their initial values. */
	reset(): void {
		this.registers.reset();
		for (let i = 0; i < UDP_PORTS.length; i++) this.udpPorts[i] = UDP_PORTS[i]!;
		for (let i = 0; i < TCP_PORTS.length; i++) this.tcpPorts[i] = TCP_PORTS[i]!;
		this.#network.reset();
		this.#tellNetwork();
	}

	/** SKSREG with a value; false where the register or the value is none. */
	writeRegister(register: number, text: string): boolean {
		if (register === REGISTER.transmitTime) {
			if (!/^0{1,16}$/.test(text)) return false;
			this.#network.resetTransmitTime();
			return true;
		}
		if (!this.registers.write(register, text)) return false;
		if (register === REGISTER.pairingId) this.#network.set('pairingId', this.registers.pairingId);
		else if (isOfNetwork(register)) setRegister(this.#network, register, this.registers.get(register));
		return true;
	}

	/** S0A, as SKSETRBID sets it. */
	putPairingId(id: string): void {
		this.registers.putPairingId(id);
		this.#network.set('pairingId', this.registers.pairingId);
	}

	/** False when it could not be kept. */
	writeOptions(wopt: number, wuart: number): boolean {
		if (!this.#save('options', new Writer(3).uint(1, IMAGE).uint(1, wopt).uint(1, wuart).bytes)) return false;
		this.#wopt = wopt;
		this.#wuart = wuart;
		return true;
	}

	save(): boolean {
		const w = new Writer(REGISTERS_LENGTH).uint(1, IMAGE);
		const { registers } = this;
		w.uint(1, registers.get(REGISTER.channel)).uint(2, registers.get(REGISTER.panId)).uint(1, registers.get(REGISTER.autoload));
		for (const port of this.udpPorts) w.uint(2, port);
		for (const port of this.tcpPorts) w.uint(2, port);
		return this.#save('registers', w.bytes);
	}

	/** False when nothing is saved. */
	load(): boolean {
		const saved = this.#load('registers', decodeRegisters);
		if (saved === undefined) return false;
		this.#apply(saved);
		return true;
	}

	erase(): boolean {
		return this.#save('registers', undefined);
	}

	#apply(saved: SavedRegisters): void {
		this.registers.put(REGISTER.channel, saved.channel);
		this.registers.put(REGISTER.panId, saved.panId);
		this.registers.put(REGISTER.autoload, saved.autoload ? 1 : 0);
		for (let i = 0; i < this.udpPorts.length; i++) this.udpPorts[i] = saved.udpPorts[i]!;
		for (let i = 0; i < this.tcpPorts.length; i++) this.tcpPorts[i] = saved.tcpPorts[i]!;
		this.#tellNetwork();
	}

	#tellNetwork(): void {
		this.registers.forEachOfNetwork((register, value) => setRegister(this.#network, register, value));
		this.#network.set('pairingId', this.registers.pairingId);
	}

	#save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean {
		return this.#nonvolatile?.save(item, bytes) ?? false;
	}

	/** Undefined where nothing is stored, or something else than this class stores. */
	#load<Saved>(item: NonvolatileItem, decode: (r: Reader) => Saved): Saved | undefined {
		const bytes = this.#nonvolatile?.load(item);
		if (bytes === undefined) return undefined;
		try {
			const r = new Reader('SKSTACK settings', bytes);
			if (r.uint(1, 'form') !== IMAGE) throw r.error(`form ${IMAGE}`, 0);
			const saved = decode(r);
			r.end();
			return saved;
		} catch (error) {
			if (error instanceof DecodeError) return undefined;
			throw error;
		}
	}
}

interface SavedRegisters {
	readonly channel: number;
	readonly panId: number;
	readonly autoload: boolean;
	readonly udpPorts: readonly number[];
	readonly tcpPorts: readonly number[];
}

function decodeRegisters(r: Reader): SavedRegisters {
	const head = { channel: r.uint(1, 'channel'), panId: r.uint(2, 'PAN ID'), autoload: r.uint(1, 'autoload') === 1 };
	return { ...head, udpPorts: UDP_PORTS.map(() => r.uint(2, 'UDP port')), tcpPorts: TCP_PORTS.map(() => r.uint(2, 'TCP port')) };
}

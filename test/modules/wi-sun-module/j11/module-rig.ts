import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { encodeFrame } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { J11_MODELS, type J11Model } from '../../../../modules/wi-sun-module/j11/language/model.js';
import { type J11Chances, J11Module } from '../../../../modules/wi-sun-module/j11/module/module.js';
import { hex } from '../../../assert.js';
import { frameOf, J11_METER_MAC } from '../../../vectors/j11.js';
import { ScriptedNetwork } from '../network-rig.js';

/** A J11 module on a desk: what is sent to it, and the frames that it says, in digits. */
export class J11Rig {
	readonly scheduler = new VirtualScheduler();
	readonly network = new ScriptedNetwork(this.scheduler);
	readonly module: J11Module;
	readonly frames: string[] = [];
	readonly refusals: string[] = [];

	constructor(changes: Partial<J11Model> = {}, chances?: J11Chances) {
		this.network.meterMac = hex(J11_METER_MAC);
		this.network.rssi = -52;
		this.network.sessionKey = hex('000102030405060708090a0b0c0d0e0f');
		this.network.tellsAll = true;
		this.network.pans = [{ channel: 49, panId: 0x1a7c, mac: this.network.meterMac, rssi: -52, pairingId: 'CCDDEEFF' }];
		this.module = new J11Module({
			model: { ...J11_MODELS['bp35c0-j11'], ...changes },
			network: this.network,
			scheduler: this.scheduler,
			write: (bytes) => this.frames.push(toUpperHex(bytes)),
			onRefusal: (command, result) => this.refusals.push(`${command} ${result.toString(16)}`),
			...(chances && { chances }),
		});
	}

	/** What was said since the last call. */
	said(): string[] {
		return this.frames.splice(0);
	}

	/** Sends a frame in digits, waits `time` ms, and returns what was said. */
	ask(frame: string, time = 1_000): string[] {
		this.module.receive(hex(frame));
		this.scheduler.runFor(time);
		return this.said();
	}

	/** Sends a command, and returns the data of what is said, after its code: `2001 01020101`. */
	command(code: number, data = '', time = 1_000): string[] {
		return this.ask(toUpperHex(encodeFrame('request', code, hex(data))), time).map(dataOf);
	}

	/** Sends vectors by their names. */
	send(...names: string[]): void {
		for (const name of names) this.ask(frameOf(name));
	}
}

/** The steps of a session. */
export const SET_UP = ['init Dual ch12', 'credentials'];
export const OPERATING = [...SET_UP, 'Route B start', 'open 3610'];
export const AUTHENTICATED = [...OPERATING, 'PANA start'];

/** `2001 01020101` of a whole frame. */
export function dataOf(frame: string): string {
	return `${frame.slice(8, 12)} ${frame.slice(24)}`.trim();
}

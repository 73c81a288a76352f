import type { Place, Setting } from '../language/messages.js';

/** Where the module stands (J11 UART IF specification 1.1, 2.7): not set up, set up by 005F, in the meter's PAN, and authenticated. */
export type RunState = 'notSetUp' | 'setUp' | 'operating' | 'authenticated';

/** Mode of 005F that has Route B. */
export const DUAL = 0x05;

/** What 0107 tells before 005F. */
const UNSET: Setting = Object.freeze({ mode: 0xff, sleep: 0x00, channel: 0xff, power: 0x00 });

/** The meter whose PAN it is in. */
export interface Peer extends Place {
	/** IPv6 address. */
	readonly address: Uint8Array;
}

/** All that a reset forgets. */
export class J11State {
	setting: Setting = UNSET;
	peer: Peer | undefined;
	isAuthenticated = false;
	/** An authentication by command that 6028 is to end. */
	isAuthenticating = false;
	/** UDP ports that are open, in the order in which they were. */
	ports: readonly number[] = [];
	/** 32 and 12 characters. */
	credentials: { readonly id: string; readonly password: string } | undefined;
	/** 1: neighbours are solicited. */
	discovery = 0;
	/** 1: RTS and CTS. */
	flowControl = 0;
	/** dBm, of what was heard last. */
	rssi = 0;

	get run(): RunState {
		if (this.setting === UNSET) return 'notSetUp';
		if (this.peer === undefined) return 'setUp';
		return this.isAuthenticated ? 'authenticated' : 'operating';
	}

	get isDual(): boolean {
		return this.setting.mode === DUAL;
	}

	reset(): void {
		this.setting = UNSET;
		this.credentials = undefined;
		this.discovery = 0;
		this.flowControl = 0;
		this.leave();
	}

	/** Open ports close by themselves (3.2.3.1). */
	leave(): void {
		this.peer = undefined;
		this.isAuthenticated = false;
		this.isAuthenticating = false;
		this.ports = [];
	}
}

// biome-ignore lint/style/useNodejsImportProtocol: the SDK's own module of this name
import Net from 'net';
import WiFi from 'wifi';
import type { Wifi, WifiEvent } from '../ports/wifi.js';

/** What the SDK tells besides of a station that was disconnected: whether its password was rejected. */
const REJECTED = -1;

/**
 * Wi-Fi by the SDK's `wifi`. Where a network does not let it in, the SDK itself tries five times before it says so. Its access point takes WPA beside WPA2
 * (WIFI_AUTH_WPA_WPA2_PSK), which is the SDK's choice. An event is told as the SDK tells it: in a task of its own.
 */
export class XsWifi implements Wifi {
	onEvent: (event: WifiEvent) => void = () => {};
	private joined = false;
	/** What comes of what was before `leave` is nobody's any more. */
	private left = true;

	/** The radio is on from now on: before, the chip's random numbers are none (random.ts of hal/xs). */
	constructor() {
		WiFi.mode = WiFi.Mode.station;
		new WiFi(undefined, (message: string, reason?: number) => this.tell(message, reason));
	}

	get signal(): number | undefined {
		return this.joined ? Net.get('RSSI') : undefined;
	}

	join(ssid: string, password: string): void {
		WiFi.mode = WiFi.Mode.station;
		this.left = false;
		WiFi.connect(password === '' ? { ssid } : { ssid, password });
	}

	leave(): void {
		this.joined = false;
		this.left = true;
		WiFi.disconnect();
	}

	openAccessPoint(ssid: string, key: string): void {
		WiFi.accessPoint({ ssid, password: key });
	}

	private tell(message: string, reason: number | undefined): void {
		if (this.left) return;
		if (message === WiFi.gotIP) this.joined = true;
		else if (message === WiFi.disconnected) this.joined = false;
		else return;
		this.onEvent(this.joined ? 'up' : reason === REJECTED ? 'refused' : 'down');
	}
}

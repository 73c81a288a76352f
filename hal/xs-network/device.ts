/** What the ESP32 says and does of itself. */

/** Address of the Wi-Fi station, 6 bytes (device.c). */
export function stationAddress(this: unknown): Uint8Array {
	const bytes = new Uint8Array(6);
	native('xs_keiki_station_address').call(this, bytes);
	return bytes;
}

/** Begins anew from the boot on. */
export function restart(this: unknown): void {
	native('xs_keiki_restart').call(this);
}

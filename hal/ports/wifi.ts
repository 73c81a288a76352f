/**
 * A Wi-Fi radio: a station of somebody's network, or an access point of its own.
 *
 * ```
 *        join()            up               down, refused
 *  idle ────────▶ joining ────▶ joined ─────────────────▶ idle
 *                    └───────── down, refused ──────────────┘
 * ```
 */
export interface Wifi {
	/** Set once, before anything else; never called from inside a call of the port. */
	onEvent: (event: WifiEvent) => void;
	/** How strongly it hears the access point that it has joined, dBm; undefined: nobody knows. */
	readonly signal: number | undefined;
	/** Joins a network as a station, WPA2 or WPA3, or open without a password. One of the events follows, or none where nobody answers. */
	join(ssid: string, password: string): void;
	/** Gives up what `join` began, or leaves the network; no event follows. */
	leave(): void;
	/** An access point of its own, with an address of its own, that gives addresses to those who join. Throws Error where the radio refuses. */
	openAccessPoint(ssid: string, key: string): void;
}

/** `up`: it has joined, and has an address. `down`: it has not, or not any more. `refused`: the same, and it looks as if the password were wrong. */
export type WifiEvent = 'up' | 'down' | 'refused';

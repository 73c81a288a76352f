/** What a program needs to get at the meter. */
export interface Ready {
	/** Of the first dongle: a path, or `127.0.0.1:PORT`. */
	readonly dongle: string | null;
	/** With --radio: where the meter's module is. There are no dongles then. */
	readonly radio?: string;
	readonly dongles: readonly { readonly path: string; readonly model: string }[];
	readonly lan: string | null;
	/** DLMS/COSEM over TCP and UDP, the first of its places: `[::1]:4059`. */
	readonly routeA: string | null;
	readonly routeAPlaces: readonly string[];
	/** DLMS/COSEM over HDLC: a path, or `127.0.0.1:PORT`. */
	readonly localPort: string | null;
	/** 32 and 12 characters; no password where it may not be shown. */
	readonly routeBId: string;
	readonly password: string | null;
	/** 16 hexadecimal digits. */
	readonly macAddress: string;
	/** 4 hexadecimal digits. */
	readonly panId: string;
	/** 33 to 60, as SKSTACK counts them. */
	readonly channel: number;
	/** The units that are in place: `rf-b,1p3w-60-2way,normal`. */
	readonly units: string;
	/** Where "keiki unit" and other programs give commands: the path of a socket. */
	readonly control: string | null;
	readonly seed: number;
	/** All meters in the air, the first one included. */
	readonly meters: readonly MeterOfAll[];
	readonly profile: string;
	readonly speed: number | 'max';
	readonly capture: string | null;
	readonly state: string | null;
}

/** A meter among all. */
export interface MeterOfAll extends MeterPlace {
	readonly node: string;
	/** 12 characters. */
	readonly serial: string;
	/** 22 digits. */
	readonly supplyPoint: string;
	/** The first place of its Route A. */
	readonly routeA: string | null;
	/** Of its Route A, 16 hexadecimal digits. */
	readonly systemTitle: string;
}

export interface MeterPlace {
	readonly routeBId: string;
	readonly password: string | null;
	readonly macAddress: string;
	readonly panId: string;
	readonly channel: number;
}

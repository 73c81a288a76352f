/** The way to one of many meters behind an address: by the number of its logical device, or by the prefix of a gateway. */

import { equalBytes } from '../../modules/bytes/equal.js';
import { DecodeError } from '../../modules/bytes/reader.js';
import { decodeGateway, encodeGateway, GATEWAY, type GatewayAddress, gatewayPrefixLength, hasGatewayPrefix } from '../../modules/dlms/gateway.js';
import type { Carrier, Connection } from './connection.js';

/** wPort of all meters at an address (IEC 62056-4-7, reserved wPorts). */
export const ALL_STATIONS = 0x7f;

/** Which of the meters; both undefined: the only one. */
export interface Behind {
	/** Its logical device, 1 to 65,535, in place of the one that a session asks for. */
	readonly device?: number | undefined;
	readonly gateway?: GatewayAddress | undefined;
}

export class ConcentratedCarrier implements Carrier {
	readonly maxApdu: number;
	readonly wholeApdu?: number;
	readonly #carrier: Carrier;
	readonly #behind: Behind;

	constructor(carrier: Carrier, behind: Behind) {
		const prefix = behind.gateway === undefined ? 0 : gatewayPrefixLength(behind.gateway);
		this.maxApdu = carrier.maxApdu - prefix;
		if (carrier.wholeApdu !== undefined) this.wholeApdu = carrier.wholeApdu - prefix;
		this.#carrier = carrier;
		this.#behind = behind;
	}

	async connect(client: number, server: number, timeout: number): Promise<Connection> {
		const { device = server, gateway } = this.#behind;
		const connection = await this.#carrier.connect(client, device, timeout);
		return gateway === undefined ? connection : prefixed(connection, gateway);
	}

	close(): Promise<void> {
		return this.#carrier.close();
	}
}

/** What comes without the prefix of this meter is none of its answers, and is passed over. */
function prefixed(connection: Connection, gateway: GatewayAddress): Connection {
	const outer: Connection = {
		onApdu() {},
		onActivity() {},
		onLost() {},
		send: (apdu) => connection.send(encodeGateway({ header: GATEWAY.request, ...gateway, apdu })),
		close: () => connection.close(),
	};
	connection.onApdu = (bytes) => {
		const apdu = answerOf(bytes, gateway);
		if (apdu !== undefined) outer.onApdu(apdu);
	};
	connection.onActivity = () => outer.onActivity();
	connection.onLost = (loss) => outer.onLost(loss);
	return outer;
}

function answerOf(bytes: Uint8Array, gateway: GatewayAddress): Uint8Array | undefined {
	if (!hasGatewayPrefix(bytes)) return undefined;
	try {
		const { header, network, device, apdu } = decodeGateway(bytes);
		return header === GATEWAY.answer && network === gateway.network && equalBytes(device, gateway.device) ? apdu : undefined;
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return undefined;
	}
}

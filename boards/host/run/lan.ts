import { NodeUdp } from '../../../hal/node/sockets.js';
import { isTaken } from '../../../hal/node/udp-table.js';
import { type AnswerPort, PlainUdp } from '../../../modules/datagram/plain-udp.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { reasonOf } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

/** Where ECHONET Lite nodes of a LAN hear announcements (Specification, Part 2). */
const GROUP = Object.freeze({ ipv4: '224.0.23.0', ipv6: 'ff02::1' });

/** An address of this host, and where answers go. */
export interface LanChoice {
	readonly address: string;
	readonly answers: AnswerPort;
	/** A controller that announces itself is answered with the meter's instance list. */
	readonly answersAnnouncements: boolean;
}

/** The meter's place on a LAN. */
export class Lan {
	readonly datagrams: PlainUdp;
	readonly #socket: NodeUdp;

	private constructor(socket: NodeUdp, answers: AnswerPort, enter: (event: () => void) => void) {
		this.#socket = socket;
		this.datagrams = new PlainUdp({ socket, answers });
		const receive = socket.onReceive;
		socket.onReceive = (...datagram) => enter(() => receive(...datagram));
	}

	/** @param enter brings virtual time up to now before something comes in. Throws UsageError if the address or the port is not to be had. */
	static async open({ address, answers }: LanChoice, enter: (event: () => void) => void): Promise<Lan> {
		if (isTaken(address, ECHONET_LITE_PORT)) throw wrongUse('lanTaken', address, ECHONET_LITE_PORT);
		try {
			return new Lan(await NodeUdp.open({ address, port: ECHONET_LITE_PORT, group: GROUP, broadcast: true }), answers, enter);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === 'EADDRNOTAVAIL') throw wrongUse('notOurAddress', `--lan ${address}`);
			if (code === 'EADDRINUSE') throw wrongUse('lanNotShared', address, ECHONET_LITE_PORT);
			throw wrongUse('reason', `--lan ${address}`, reasonOf(error));
		}
	}

	close(): void {
		this.#socket.close();
	}
}

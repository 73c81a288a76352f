import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { Derivations } from '../../wi-sun/derivations.js';
import type { DongleActivity, Unsent } from './dongle-activity.js';
import type { PanaPatience } from './dongle-pac.js';

export interface DongleNetworkOptions {
	readonly radio: LimitedRadio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	/** UDP ports that datagrams are heard on: what a module shows of them its own table says. */
	readonly ports: readonly number[];
	readonly profile?: Derivations;
	/** See `Model`, looked at whenever it counts; both false by default. */
	readonly tellsReauthentication?: boolean;
	readonly joinEndsScan?: boolean;
	/** How long it tries to authenticate, where it differs from SKSTACK. */
	readonly patience?: PanaPatience | undefined;
	readonly onActivity?: (activity: DongleActivity) => void;
	readonly onUnsent?: (unsent: Omit<Unsent, 'command'>) => void;
	readonly onLimit?: (limited: boolean) => void;
}

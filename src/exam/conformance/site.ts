/** What an examination of a meter has at hand. */
import type { GeneralMaterial } from '../../../modules/dlms/security/general-keys.js';
import type { ByteStream, DatagramPort } from '../../head-end/connection.js';
import type { MeterSessionOptions } from '../../head-end/meter-session.js';
import type { Push, PushRefusal } from '../../head-end/push-receiver.js';
import type { Dialogue } from './dialogue.js';
import type { Halt } from './halt.js';

/** The way to the meter below APDUs: a new one for each call. */
export type Wire =
	| { readonly kind: 'tcp'; readonly open: () => Promise<ByteStream> }
	| { readonly kind: 'udp'; readonly open: () => Promise<DatagramPort> }
	/** A line that is opened by mode E first, or is not to be had twice, has no `open`. */
	| { readonly kind: 'hdlc'; readonly open: (() => Promise<ByteStream>) | undefined; readonly physicalDevice: number | undefined };

/** Where pushes of the meter come to. */
export interface PushEar {
	readonly service: 'tcp' | 'udp';
	/** As a push set-up has it. */
	readonly destination: string;
	/** The first that comes, or why it was refused; undefined: none within this time, ms. */
	readonly heard: (time: number) => Promise<Push | PushRefusal | undefined>;
	readonly close: () => void;
}

export interface Site {
	/** The client that the meter is examined as, and the way to the meter. */
	readonly session: MeterSessionOptions;
	readonly wire: Wire;
	/** Keys of elliptic curves, where there are any, for what is general-ciphered or signed. */
	readonly material?: GeneralMaterial | undefined;
	/** Undefined, or what it comes to: the meter cannot push to this host. */
	readonly ear?: (() => Promise<PushEar | undefined>) | undefined;
	readonly dialogue: Dialogue;
	/** Heeded before each request. */
	readonly halt: Halt;
	/** How long silence is waited for where it is one of the right answers, ms. */
	readonly quiet: number;
	/** SET and ACTION are sent. */
	readonly mayWrite: boolean;
	/** The supply is opened and closed again. */
	readonly mayDisconnect: boolean;
}

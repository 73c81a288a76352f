/** What steps of use cases come to, and what whoever runs them has for them. */
import type { Companion } from '../../../modules/cosem/companion.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { HeadEndError, type HeadEndFailure } from '../head-end-error.js';
import type { MeterSession } from '../meter-session.js';

/** Steps, by what they show. */
export type StepName =
	| ('publicAssociation' | 'identity' | 'keyTransfer' | 'newAssociation' | 'clockSet' | 'pushDestination' | 'push')
	| ('tariffRead' | 'tariffWritten' | 'tariffLogged' | 'tariffActivated' | 'tariffActive')
	| ('clockRead' | 'energyRead' | 'ratesRead')
	| ('profileRead' | 'billingEnded' | 'billingRow' | 'billingLogged' | 'billingSchedule')
	| ('controlMode' | 'disconnected' | 'disconnectLogged' | 'reconnected' | 'reconnectLogged' | 'switchPlanned')
	| ('limiterSet' | 'limiterOpens' | 'limiterLogged' | 'limiterCloses')
	| ('clockShifted' | 'clockLogged' | 'clockPreset' | 'clockBroadcast')
	| ('voltagesRead' | 'underVoltage' | 'overVoltage' | 'qualityLog' | 'outagesRead')
	| ('relayOff' | 'relayOn' | 'relayScript' | 'relaySchedule' | 'emergencyPlanned' | 'emergencyBroadcast')
	| ('firmwareRead' | 'imageEnabled' | 'imageState' | 'imageSchedule' | 'imageLoaded' | 'imageActivated')
	| ('filterSet' | 'alarmsRead' | 'logsRead' | 'descriptorsCleared' | 'registersCleared' | 'clearingLogged' | 'errorsRead')
	| 'restored';

/** What a meter said. */
export type Told = { readonly data: string } | { readonly result: number } | { readonly failure: HeadEndFailure };

/** Why a step was not tried. */
export type NotDoneReason =
	| ('before' | 'noLoad' | 'noPushPlace' | 'notConnected' | 'notSwitched' | 'nothingSet' | 'noEvent' | 'stopped')
	| 'noBroadcast'
	| ('imageWaits' | 'noFirmwareKey' | 'versionUnlike');

/** `expected` is data in its notation, or what is expected of it. */
export type Deviates = { readonly verdict: 'deviates'; readonly expected: string; readonly got: Told };

export type StepResult = { readonly step: StepName } & (
	| { readonly verdict: 'ok' }
	| Deviates
	/** The meter shows the client no such object. */
	| { readonly verdict: 'notServed'; readonly classId: number; readonly name: LogicalName }
	| { readonly verdict: 'notDone'; readonly why: NotDoneReason }
);

/** The meter does otherwise than is expected. */
export class Deviation extends Error {
	constructor(
		readonly expected: string,
		readonly got: Told,
	) {
		super(`expected ${expected}`);
	}
}

/** A step cannot be tried here. */
export class NotDone extends Error {
	constructor(readonly why: NotDoneReason) {
		super(why);
	}
}

/** A place of this host's that meters can push to. */
export interface PushPlace {
	/** `ADDRESS:PORT`, brackets around IPv6. */
	readonly destination: string;
	/** Whether a push came that opens under the client's keys, within so long, ms. */
	readonly heard: (time: number) => Promise<boolean>;
	readonly close: () => void;
}

/** What whoever runs it has for it. */
export interface UseCaseTools {
	/** Under the client's keys, as they are. */
	readonly session: () => MeterSession;
	/** As the public client. */
	readonly publicly: <T>(work: (session: MeterSession) => Promise<T>) => Promise<T>;
	/** The client gets new keys, which are kept. Throws HeadEndError, Deviation. */
	readonly changeKeys: () => Promise<void>;
	/** Undefined: no push of this meter can come here. */
	readonly pushPlace: () => Promise<PushPlace | undefined>;
	/** An image for a maker's metering unit that brings it this version, and sets nothing; undefined: there is no key to sign it with. */
	readonly imageOf: (maker: string, version: string) => Uint8Array | undefined;
	/**
	 * Sets an attribute by a message of client 102 to all meters, which none answers. False: the keys have no such client or no broadcast key, or the way to
	 * the meter takes none.
	 */
	readonly broadcast: (target: AttributeTarget, value: Uint8Array) => Promise<boolean>;
	readonly client: number;
	/** That the meter follows: whose event codes it has, and whose names of push set-ups. */
	readonly companion: Companion;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	/** ms; less where it is to stop. */
	readonly wait: (time: number) => Promise<void>;
	/** How long the meter may take for what it does, ms. */
	readonly patience: number;
	/** Somebody has had enough: what was changed is put back, and that is all. */
	readonly isStopped: () => boolean;
}

/** Throws what is none. */
export function deviationIn(error: unknown): Deviates {
	if (error instanceof Deviation) return { verdict: 'deviates', expected: error.expected, got: error.got };
	if (error instanceof HeadEndError && !error.passing && error.failure.kind !== 'ended')
		return { verdict: 'deviates', expected: 'success', got: { failure: error.failure } };
	throw error;
}

/**
 * Why a head-end does not get from a meter what it wants, as data: what happened, where, what was found. Whoever shows it to a person makes the words, for
 * only they know by which options, buttons or orders the person asked.
 */
import type { DecodeError } from '../../modules/bytes/reader.js';
import type { ExceptionResponse } from '../../modules/dlms/apdu/exception.js';
import type { ServiceError } from '../../modules/dlms/apdu/initiate.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { ScalerUnit } from './physical-units.js';

/** What was asked of the meter. */
export type Work =
	| 'association'
	| 'release'
	| 'get'
	| 'set'
	| 'action'
	| 'access'
	| 'invocationCounter'
	| 'objectList'
	| 'scalers'
	| 'columns'
	| 'rows'
	| 'clock'
	| 'timeZone'
	| 'deviceName'
	| 'securitySetup';

/** What the client proves itself by. */
export type Proof = 'keys' | 'password' | 'none';

/** Bytes that are not what their format promises: the first that is wrong, and what should stand there. */
export type Malformed = Pick<DecodeError, 'format' | 'offset' | 'expected'>;

/** Why a connection that there was is gone. */
export type Loss =
	/** The meter closed it. */
	| { readonly kind: 'closed' }
	/** What answers is no meter of DLMS/COSEM. */
	| { readonly kind: 'notDlms'; readonly malformed: Malformed }
	/** The system says that nobody is there, in its words. */
	| { readonly kind: 'unreachable'; readonly reason: string }
	/** HDLC: a frame was not answered; the meter ended the link; the line went away. */
	| { readonly kind: 'frameUnanswered' | 'linkEnded' | 'lineClosed' };

/** What of a transfer of an image. */
export type ImageStep = 'enable' | 'initiate' | 'verify' | 'activate';

/** What of a tariff. */
export type TariffPart = 'name' | 'seasons' | 'weeks' | 'days' | 'specialDays' | 'activation';

export type HeadEndFailure =
	/** No connection within `timeout`, ms. */
	| { readonly kind: 'connectTimeout'; readonly timeout: number }
	/** No connection, no socket, no line: the system's reason. */
	| { readonly kind: 'cannotConnect' | 'cannotSend' | 'cannotOpenLine'; readonly reason: string }
	/** The line went away while it was opened, or a link was. */
	| { readonly kind: 'lineClosed' }
	/** Mode E: nothing came; what came is no identification; one that offers no HDLC. */
	| { readonly kind: 'noIdentification' }
	| { readonly kind: 'identificationUnknown' | 'noHdlc'; readonly found: Uint8Array }
	/** SNRM was not answered, or by DM. */
	| { readonly kind: 'linkUnanswered' | 'linkRefused' }
	| { readonly kind: 'lost'; readonly work: Work; readonly loss: Loss }
	/**
	 * Nothing that answers it within `timeout`, ms; so many answers `refused`, as they are not under the client's keys, or not understood. `astray`: of these,
	 * answers of the meter's to something else, by invoke id or block number; absent: none.
	 */
	| {
			readonly kind: 'noAnswer';
			readonly work: Work;
			readonly timeout: number;
			readonly refused: number;
			readonly astray?: number;
			readonly proof: Proof;
	  }
	/** The meter's answer is no answer of its kind. */
	| { readonly kind: 'answerMalformed'; readonly work: Work; readonly malformed: Malformed }
	/** This side ended it. */
	| { readonly kind: 'ended'; readonly work: Work }
	/** An AARE that refuses; `diagnostic` is one of `DIAGNOSTIC`. */
	| {
			readonly kind: 'associationRefused';
			readonly transient: boolean;
			readonly diagnostic: number;
			readonly inside: ServiceError | undefined;
			readonly proof: Proof;
	  }
	/** An AARE that accepts and all the same does not do, in the client's words. */
	| { readonly kind: 'notProven'; readonly found: string; readonly proof: Proof }
	| { readonly kind: 'serviceError'; readonly error: ServiceError }
	| { readonly kind: 'exception'; readonly exception: ExceptionResponse; readonly proof: Proof }
	/** The client gave up, in its own words. */
	| { readonly kind: 'protocol'; readonly found: string }
	| { readonly kind: 'valueMalformed'; readonly malformed: Malformed }
	/** More than `most` bytes. */
	| { readonly kind: 'valueTooLong'; readonly work: Work; readonly most: number }
	/** A profile of more than `most` columns; more than `most` rows upon one request. */
	| { readonly kind: 'tooManyColumns' | 'tooManyRows'; readonly most: number }
	/** No more counters under this key. */
	| { readonly kind: 'counterExhausted' }
	/** The last counter that the meter tells, and the last that was used here: too far apart. */
	| { readonly kind: 'counterLeap'; readonly meter: number; readonly here: number }
	/** The public client cannot read it: a Data-Access-Result for each object, or undefined where there was no number. */
	| { readonly kind: 'counterUnreadable'; readonly tried: readonly { readonly name: LogicalName; readonly result: number | undefined }[] }
	/** The public client, who is to read it, was refused. */
	| { readonly kind: 'publicRefused'; readonly cause: HeadEndFailure }
	/** Refusal by the meter; `result`: its Data-Access-Result or Action-Result. */
	| {
			readonly kind:
				| ('clockUnreadable' | 'clockNotSet' | 'objectListUnreadable' | 'rowsUnreadable' | 'keysNotTaken')
				| ('policyUnreadable' | 'policyNotRaised' | 'certificatesUnreadable' | 'certificateRefused')
				| ('supplyUnreadable' | 'supplyNotSwitched' | 'supplyNotPlanned')
				| ('limiterUnreadable' | 'limitNotSet' | 'alarmsUnreadable' | 'statisticsUnreadable' | 'unitsUnreadable')
				| ('accountUnreadable' | 'tokenNotTaken')
				| ('credentialsUnreadable' | 'credentialsNotTaken' | 'unitKeyRefused');
			readonly result: number;
	  }
	/** Likewise, of the M-Bus client of a channel. */
	| { readonly kind: 'mbusUnreadable' | 'mbusRefused' | 'mbusNotSet'; readonly channel: number; readonly result: number }
	| {
			readonly kind: 'profileUnreadable' | 'alarmsNotSet' | 'pushUnreadable' | 'pushNotSet' | 'thresholdNotSet';
			readonly name: LogicalName;
			readonly result: number;
	  }
	| { readonly kind: 'tariffUnreadable' | 'tariffNotSet'; readonly part: TariffPart; readonly result: number }
	| { readonly kind: 'imageUnreadable' | 'imageNotPlanned'; readonly result: number }
	| { readonly kind: 'imageRefused'; readonly step: ImageStep; readonly result: number }
	| { readonly kind: 'imageBlockRefused'; readonly block: number; readonly result: number }
	/** The meter does not tell how long blocks are. */
	| { readonly kind: 'imageBlocksUnsized' }
	/** A block that was sent so often, and taken each time, is still not there. */
	| { readonly kind: 'imageStalls'; readonly block: number; readonly tries: number }
	/** Of `IMAGE_STATUS` one that should not be, after a verification or before. */
	| { readonly kind: 'imageUnverified'; readonly status: number }
	/** The status after `waited` ms; undefined: nobody answered. */
	| { readonly kind: 'imageNotActivated'; readonly status: number | undefined; readonly waited: number }
	/** The activation was successful, and the version is another one; undefined: the meter does not tell. */
	| { readonly kind: 'imageOld'; readonly version: string; readonly found: string | undefined }
	/** No count of this scaler is this threshold; `value` in whole units, `most` the greatest count. */
	| { readonly kind: 'limitUnfit'; readonly value: number; readonly scaler: ScalerUnit | undefined; readonly most: number }
	/** What the meter tells of its key is not signed by it; this version of class 64 has no such policy. */
	| { readonly kind: 'agreementUnproven' | 'policyUnfit' | 'unitKeyUnproven' }
	| { readonly kind: 'clockTellsNoTime' | 'objectListMalformed' | 'columnsMalformed' }
	| { readonly kind: 'profileWithoutTime' | 'noSuchObject'; readonly name: LogicalName };

export type FailureKind = HeadEndFailure['kind'];

/** Nobody answers: not now, perhaps later. */
const SILENCE: readonly string[] = Object.freeze([
	...(['connectTimeout', 'cannotConnect', 'cannotSend', 'cannotOpenLine', 'lineClosed', 'noIdentification', 'identificationUnknown'] as const),
	...(['linkUnanswered', 'linkRefused', 'lost', 'noAnswer'] as const),
] satisfies FailureKind[]);

/** Whether a failure of this kind says that the meter does not answer. @param kind also of none of them, and then not */
export function isSilence(kind: string): boolean {
	return SILENCE.includes(kind);
}

/** Whether it may work when tried again: no answer, a connection that broke. */
const PASSING: Readonly<Record<FailureKind, boolean>> = Object.freeze({
	connectTimeout: true,
	cannotConnect: false,
	cannotSend: false,
	cannotOpenLine: false,
	lineClosed: true,
	noIdentification: true,
	identificationUnknown: true,
	noHdlc: false,
	linkUnanswered: true,
	linkRefused: false,
	lost: true,
	noAnswer: true,
	answerMalformed: false,
	ended: false,
	associationRefused: false,
	notProven: false,
	serviceError: false,
	exception: false,
	protocol: false,
	valueMalformed: false,
	valueTooLong: false,
	tooManyColumns: false,
	tooManyRows: false,
	counterExhausted: false,
	counterLeap: false,
	counterUnreadable: false,
	publicRefused: false,
	clockUnreadable: false,
	clockNotSet: false,
	objectListUnreadable: false,
	rowsUnreadable: false,
	keysNotTaken: false,
	agreementUnproven: false,
	policyUnreadable: false,
	policyNotRaised: false,
	policyUnfit: false,
	certificatesUnreadable: false,
	certificateRefused: false,
	credentialsUnreadable: false,
	credentialsNotTaken: false,
	unitKeyRefused: false,
	unitKeyUnproven: false,
	supplyUnreadable: false,
	supplyNotSwitched: false,
	supplyNotPlanned: false,
	limiterUnreadable: false,
	limitNotSet: false,
	tariffUnreadable: false,
	tariffNotSet: false,
	imageUnreadable: false,
	imageNotPlanned: false,
	imageRefused: false,
	imageBlockRefused: false,
	imageBlocksUnsized: false,
	imageStalls: false,
	imageUnverified: false,
	imageNotActivated: false,
	imageOld: false,
	limitUnfit: false,
	alarmsUnreadable: false,
	statisticsUnreadable: false,
	unitsUnreadable: false,
	accountUnreadable: false,
	tokenNotTaken: false,
	mbusUnreadable: false,
	mbusRefused: false,
	mbusNotSet: false,
	alarmsNotSet: false,
	pushUnreadable: false,
	pushNotSet: false,
	thresholdNotSet: false,
	profileUnreadable: false,
	clockTellsNoTime: false,
	objectListMalformed: false,
	columnsMalformed: false,
	profileWithoutTime: false,
	noSuchObject: false,
});

/** Its message is the kind alone. */
export class HeadEndError extends Error {
	constructor(readonly failure: HeadEndFailure) {
		super(failure.kind);
	}

	get passing(): boolean {
		return PASSING[this.failure.kind];
	}
}

export function malformedOf({ format, offset, expected }: DecodeError): Malformed {
	return { format, offset, expected };
}

/** The system's own words for what went wrong on this side. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** A lesson on Route A: how a head-end and a meter prove to each other that they hold the same keys, and what is ciphered then. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { NAME, numbered } from '../../../../modules/cosem/object-names.js';
import { decodeAare, decodeAarq } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../../../modules/dlms/axdr/data.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { MINUTE } from '../../../../modules/time/durations.js';
import { generalText } from '../../../../src/head-end/data-text.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { attributeTarget, readAttributes } from '../../../../src/head-end/reading.js';
import { accessText, failureText } from '../../hes/hes-failures.js';
import { OBJECTS_WORDS } from '../objects/words.js';
import { LESSON_CLIENT, LessonHeadEnd } from './head-end.js';
import type { LessonSteps } from './lesson.js';
import type { ApduFact } from './lesson-facts.js';
import { inBoth, LessonEnded, LessonError } from './lesson-failure.js';
import type { Stage } from './stage.js';
import { start } from './visit.js';

const DATA = 1;
const REGISTER = 3;
const VALUE = 2;
const ENERGY = '1.0.1.8.0.255';
/** Of a ciphered APDU with a length of one byte: tag, length, then the security control, and the invocation counter. */
const CONTROL_AT = 2;
const COUNTER_AT = 3;

/** How long a step may take, virtual ms. */
const PATIENCE = 10 * MINUTE;

export function hlsLesson(stage: Stage): LessonSteps<'hls'> {
	let headEnd!: LessonHeadEnd;
	let opening: Promise<void> | undefined;
	return {
		start: () => start(stage),
		headEnd: () => {
			const { meter, site } = stage;
			const { routeA } = meter;
			if (routeA === undefined) throw new LessonError({ kind: 'routeA', reason: inBoth((language) => OBJECTS_WORDS[language].noRouteA()) });
			headEnd = new LessonHeadEnd(site, stage.number, routeA, () => meter.routeA === routeA);
			stage.alsoBusy = () => headEnd.isBusy;
			stage.atEnd(async () => headEnd.close());
			return { client: LESSON_CLIENT, clientTitle: toUpperHex(headEnd.title), meterTitle: toUpperHex(headEnd.meterTitle) };
		},
		counter: async () => {
			const from = headEnd.sent.length;
			const counter = await settled(stage, async () => {
				const reading = await headEnd.publicSession.get(attributeTarget(DATA, numbered(NAME.invocationCounter, 0), VALUE));
				await headEnd.publicSession.close();
				if (typeof reading === 'number') throw new LessonError({ kind: 'routeA', reason: inBoth((language) => accessText(reading, language)) });
				const value = numberOf(reading);
				if (value === undefined) throw new LessonError({ kind: 'noCounter', found: generalText(reading) });
				return value;
			});
			return { apdus: facts(headEnd, from), counter };
		},
		challenge: async () => {
			const from = headEnd.sent.length;
			headEnd.hold();
			// The AARQ goes; what follows it, the proof of the client, waits.
			await stage.ask<undefined>(
				(done) => {
					let held = 0;
					headEnd.onHeld = () => {
						if (++held === 1) headEnd.releaseOne();
						else done(undefined);
					};
					opening = headEnd.session.open();
					opening.catch(() => done(undefined));
				},
				PATIENCE,
				false,
			);
			headEnd.onHeld = () => {};
			const [aarq, aare] = [headEnd.sent[from], headEnd.sent.slice(from).find(({ apdu }) => apdu[0] === APDU.aare)];
			if (aarq?.apdu[0] !== APDU.aarq || aare === undefined) throw await whyNot(opening);
			const asked = decodeAarq(aarq.apdu);
			return {
				apdus: facts(headEnd, from),
				toServer: toUpperHex(asked.callingAuthentication ?? new Uint8Array(0)),
				toClient: toUpperHex(decodeAare(aare.apdu).respondingAuthentication ?? new Uint8Array(0)),
				mechanism: asked.mechanism ?? 0,
			};
		},
		proof: async () => {
			const from = headEnd.sent.length;
			await settled(stage, () => {
				headEnd.release();
				return opening!;
			});
			return { apdus: facts(headEnd, from) };
		},
		read: async () => {
			const from = headEnd.sent.length;
			const attributes = [{ classId: REGISTER, name: parseLogicalName(ENERGY), attribute: VALUE }];
			const [energy] = await settled(stage, () => readAttributes(headEnd.session, attributes));
			const request = headEnd.sent.slice(from).find(({ apdu }) => apdu[0] === APDU.gloGetRequest)?.apdu;
			const value = energy === undefined || typeof energy.reading === 'number' ? undefined : numberOf(energy.reading);
			if (request === undefined || value === undefined) throw new LessonError({ kind: 'unseen', what: 'glo-get-request' });
			return {
				apdus: facts(headEnd, from),
				control: toUpperHex(request.subarray(CONTROL_AT, COUNTER_AT)),
				counter: new DataView(request.buffer, request.byteOffset).getUint32(COUNTER_AT),
				object: ENERGY,
				wattHours: value * 10 ** (energy!.scaler?.scaler ?? 0),
			};
		},
		released: async () => {
			const from = headEnd.sent.length;
			await settled(stage, () => headEnd.session.close());
			await stage.leave();
			return { apdus: facts(headEnd, from) };
		},
	};
}

/** Waits in the world's time for work of the head-end. @throws LessonError with what went wrong */
async function settled<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value> {
	const result = await stage.ask<{ readonly value: Value } | { readonly error: unknown }>(
		(done) => {
			work().then(
				(value) => done({ value }),
				(error: unknown) => done({ error }),
			);
		},
		PATIENCE,
		false,
	);
	if ('value' in result) return result.value;
	throw lessonErrorOf(result.error);
}

async function whyNot(opening: Promise<void> | undefined): Promise<unknown> {
	try {
		await opening;
	} catch (error) {
		return lessonErrorOf(error);
	}
	return new LessonError({ kind: 'unseen', what: 'AARE' });
}

function lessonErrorOf(error: unknown): unknown {
	if (error instanceof LessonError || error instanceof LessonEnded) return error;
	return error instanceof HeadEndError
		? new LessonError({ kind: 'routeA', reason: inBoth((language) => failureText(error.failure, language)) })
		: error;
}

function facts({ sent }: LessonHeadEnd, from: number): readonly ApduFact[] {
	return sent.slice(from).map(({ fact }) => fact);
}

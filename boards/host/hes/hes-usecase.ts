/** `keiki hes usecase`: the ten use cases of IDIS, tried on a meter, with what deviates. */

import { isPrivateKey } from '../../../modules/crypto/key-halves.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import { PUBLIC_CLIENT } from '../../../src/head-end/meter-session.js';
import { Deviation, type StepResult, type Told, type UseCaseTools } from '../../../src/head-end/use-cases/outcome.js';
import { runUseCase } from '../../../src/head-end/use-cases/use-case.js';
import { USE_CASES, type UseCaseNumber } from '../../../src/head-end/use-cases/use-cases.js';
import { UNIT_KIND } from '../../../src/route-a/facts.js';
import { encodeImage } from '../../../src/route-a/image/image-format.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { Language } from '../../../src/world/schema/language.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { accessText, failureText, HesError } from './hes-failures.js';
import { checkKeyChange, replaceKeys } from './hes-keys.js';
import { type HesMeter, type HesOptions, type HesSession, hostCipher } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { broadcastSet } from './use-case-broadcast.js';
import { pushPlaceFor } from './use-case-push.js';
import { USE_CASE_USAGE, USE_CASE_WORDS, type Verdict } from './use-case-words.js';

export const USE_CASE_COLUMNS = Object.freeze(['useCase', 'name', 'step', 'verdict', 'text', 'expected', 'got', 'object', 'why']);

export interface UseCaseCommandWords {
	readonly in?: string;
}

/** What a signal leaves for putting back what was changed, ms. */
export const PUT_BACK = 30_000;
const ALL = 'all';
const KEYS = 1;
/** Bytes of an image of a use case: several blocks. */
const TRIAL_IMAGE = 4000;
const NUMBERS = Object.keys(USE_CASES).map(Number) as UseCaseNumber[];

/** Throws UsageError. */
export function parseUseCases(texts: readonly string[]): readonly UseCaseNumber[] {
	if (texts.length === 1 && texts[0] === ALL) return NUMBERS;
	const numbers = texts.map((text) => {
		const number = NUMBERS.find((each) => String(each) === text);
		if (number === undefined) throw new UsageError(inEach(USE_CASE_USAGE, (words) => words.numbers(text)));
		return number;
	});
	const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
	if (twice !== undefined) throw new UsageError(inEach(USE_CASE_USAGE, (words) => words.numbers(texts.join(' '))));
	return numbers;
}

/** Throws UsageError where new keys could get lost. */
export function checkUseCases(numbers: readonly UseCaseNumber[], options: HesOptions, into: string | undefined): void {
	if (numbers.includes(KEYS)) checkKeyChange(options, into, 'change');
	else if (into !== undefined) throw new UsageError(inEach(USE_CASE_USAGE, (words) => words.inWithoutKeys()));
}

/** Sessions with a meter whose keys may change. */
class Sessions {
	readonly #options: HesOptions;
	#meter: HesMeter;
	#session: HesSession;

	constructor(session: HesSession, meter: HesMeter, options: HesOptions) {
		this.#options = options;
		this.#meter = meter;
		this.#session = session;
	}

	get current(): HesSession {
		return this.#session;
	}

	get meter(): HesMeter {
		return this.#meter;
	}

	/** One client at a time: a line has room for no more. */
	async publicly<T>(work: (session: HesSession) => Promise<T>): Promise<T> {
		await this.#session.end();
		const open = this.#session.another(
			{ ...this.#options, client: PUBLIC_CLIENT, control: 0, mechanism: undefined, password: undefined },
			this.#meter,
		);
		try {
			return await work(open);
		} finally {
			await open.end();
			this.#session = this.#session.another(this.#options, this.#meter);
		}
	}

	/** Throws Deviation where the meter does not take them, or does not use them. */
	async changeKeys(into: string | undefined, view: HesView): Promise<void> {
		try {
			const { keys, file } = await replaceKeys(this.#session, this.#meter, this.#options, into, view, 'change');
			this.#meter = { ...this.#meter, keys, keysPath: file };
		} catch (error) {
			if (error instanceof HesError && error.refused) throw new Deviation('new keys', { data: error.message });
			throw error;
		} finally {
			await this.#session.end();
			this.#session = this.#session.another(this.#options, this.#meter);
		}
	}

	end(): Promise<void> {
		return this.#session.end();
	}
}

/** False: something deviates, or no step of a use case is ok. */
export async function tryUseCases(
	session: HesSession,
	meter: HesMeter,
	request: { readonly numbers: readonly UseCaseNumber[]; readonly into: string | undefined },
	options: HesOptions,
	view: HesView,
	signal: AbortSignal,
): Promise<boolean> {
	const { text: place } = meter.place;
	const sessions = new Sessions(session, meter, options);
	const words = USE_CASE_WORDS[view.language];
	signal.addEventListener('abort', () => view.warn(place, words.puttingBack()), { once: true });
	const tools: UseCaseTools = {
		session: () => sessions.current,
		publicly: (work) => sessions.publicly(work),
		changeKeys: () => sessions.changeKeys(request.into, view),
		pushPlace: () => pushPlaceFor(sessions.meter, options.client, options.control / CONTROL.authentication),
		imageOf: (maker, version) => trialImage(sessions.meter.keys, maker, version),
		broadcast: (target, value) => broadcastSet(sessions.meter, options, { target, value }, (work) => sessions.publicly(work)),
		client: options.client,
		companion: options.companion,
		now: Date.now,
		wait: (time) => pause(time, signal),
		patience: options.timeout,
		isStopped: () => signal.aborted,
	};
	let isFine = true;
	try {
		for (const number of request.numbers) {
			if (signal.aborted) break;
			const { steps, error } = await runUseCase(USE_CASES[number], tools, ({ step }) => view.progress(place, words.steps[step]));
			view.show(
				place,
				steps.map((result) => fieldsOf(number, result)),
				() => linesOf(number, steps, view.language),
			);
			if (error !== undefined) throw error;
			const { ok, deviates } = countsOf(steps);
			if (deviates > 0 || ok === 0) isFine = false;
		}
	} finally {
		await sessions.end();
	}
	return isFine;
}

/** Undefined: the keys sign none. */
function trialImage({ firmwareKey, firmwareSignatureKey: signatureKey }: RouteAKeys, maker: string, version: string): Uint8Array | undefined {
	if (firmwareKey === undefined || (signatureKey !== undefined && !isPrivateKey(signatureKey))) return undefined;
	return encodeImage({ unit: UNIT_KIND.metering, maker, version, settings: [] }, { firmwareKey, signatureKey }, hostCipher(), TRIAL_IMAGE);
}

/** So long, or until it is to stop. */
function pause(time: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const over = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', over);
			resolve();
		};
		const timer = setTimeout(over, time);
		signal.addEventListener('abort', over);
		// What is put back is looked at, too.
		if (signal.aborted) signal.removeEventListener('abort', over);
	});
}

function countsOf(steps: readonly StepResult[]): Record<Verdict, number> {
	const counts: Record<Verdict, number> = { ok: 0, deviates: 0, notServed: 0, notDone: 0 };
	for (const { step, verdict } of steps) if (step !== 'restored' || verdict !== 'ok') counts[verdict]++;
	return counts;
}

function fieldsOf(number: UseCaseNumber, result: StepResult): Fields {
	const { useCases, steps, verdicts, notDone } = USE_CASE_WORDS.en;
	const { step, verdict } = result;
	return {
		useCase: number,
		name: useCases[number],
		step,
		verdict: verdicts[verdict],
		text: steps[step],
		...(result.verdict === 'deviates' && { expected: result.expected, got: toldText(result.got, 'en') }),
		...(result.verdict === 'notServed' && { object: `${result.classId}/${logicalNameText(result.name)}` }),
		...(result.verdict === 'notDone' && { why: notDone[result.why] }),
	};
}

function linesOf(number: UseCaseNumber, steps: readonly StepResult[], language: Language): string[] {
	const words = USE_CASE_WORDS[language];
	return [
		`${number}  ${words.useCases[number]}`,
		...tableLines(steps.map((result) => ['', words.verdicts[result.verdict], `${words.steps[result.step]}${detailOf(result, language)}`])),
		`  ${words.counts(countsOf(steps))}`,
	];
}

function detailOf(result: StepResult, language: Language): string {
	const words = USE_CASE_WORDS[language];
	switch (result.verdict) {
		case 'ok':
			return '';
		case 'deviates':
			return `: ${words.deviation(result.expected, toldText(result.got, language))}`;
		case 'notServed':
			return `: ${result.classId}/${logicalNameText(result.name)}`;
		case 'notDone':
			return `: ${words.notDone[result.why]}`;
	}
}

function toldText(told: Told, language: Language): string {
	if ('data' in told) return told.data;
	return 'result' in told ? accessText(told.result, language) : failureText(told.failure, language);
}

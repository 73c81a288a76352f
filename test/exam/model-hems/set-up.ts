/**
 * What a dongle is told before it may scan, and asked, one command after the other.
 *
 * | command           | why                                                                                          |
 * |-------------------|----------------------------------------------------------------------------------------------|
 * | SKRESET           | whatever it was doing                                                                        |
 * | SKSREG SFE 0      | no echo                                                                                      |
 * | SKVER, SKINFO     | which it is; the last field of EINFO, FFFE or the side, tells the grammar                      |
 * | SKSREG S0B        | looked at by some programs, refused by half of the modules                                   |
 * | ROPT              | whether payloads come as digits: only then, and only where there is such a command, WOPT 01 |
 * | SKSREG S17 1      | it authenticates again by itself                                                             |
 * | SKSETRBID, SKSETPWD | the customer's                                                                             |
 */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { decodeInfo } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import type { Behaviour } from './behaviour.js';
import type { Answer, Dialogue } from './dialogue.js';

interface Step {
	readonly text: string;
	/** A refusal (ER04, ER05, ER06) does not matter. */
	readonly optional?: boolean;
	readonly take?: (answer: Answer) => void;
}

const DIGITS = 0x01;

export interface Account {
	/** 32 hexadecimal digits, and 12 characters. */
	readonly id: string;
	readonly password: string;
}

export class SetUp {
	readonly #dialogue: Dialogue;
	readonly #behaviour: Behaviour;
	readonly #account: Account;
	readonly #isInstalled: boolean;
	#refused: string | undefined;

	/** @param isInstalled it was started before */
	constructor(dialogue: Dialogue, behaviour: Behaviour, account: Account, isInstalled: boolean) {
		this.#isInstalled = isInstalled;
		this.#dialogue = dialogue;
		this.#behaviour = behaviour;
		this.#account = account;
	}

	/** `done` with what the dongle did not do; undefined: all is set. */
	run(done: (trouble: string | undefined) => void): void {
		const { form } = this.#dialogue;
		this.#dialogue.isQuiet = false;
		this.#refused = undefined;
		form.digits = true;
		this.#step([...this.#beginning(), ...(this.#behaviour.credentialsFirst ? this.#credentials() : [])], 0, done);
	}

	/** Those of the customer alone. */
	giveCredentials(done: (trouble: string | undefined) => void): void {
		this.#step(this.#credentials(), 0, done);
	}

	#credentials(): Step[] {
		const { announcedCharacters, builtInId } = this.#behaviour;
		const { id, password } = this.#account;
		return [{ text: `SKSETRBID ${builtInId ?? id}` }, { text: `SKSETPWD ${toDigits(announcedCharacters, 1)} ${password}` }];
	}

	#beginning(): Step[] {
		const { asksVersion, asksOptions, mindsFreshDongles, reauthenticates } = this.#behaviour;
		const options: Step = { text: asksOptions ? 'ROPT' : 'WOPT 01', optional: true, take: (answer) => this.#onOptions(answer) };
		const quiet = () => {
			this.#dialogue.isQuiet = true;
		};
		const version: Step[] = [{ text: 'SKVER' }, { text: 'SKINFO', take: (answer) => this.#onInfo(answer) }, { text: 'SKSREG S0B', optional: true }];
		return [
			{ text: 'SKRESET' },
			{ text: 'SKSREG SFE 0', take: quiet },
			...(asksVersion ? version : []),
			...(mindsFreshDongles || !this.#isInstalled ? [options] : []),
			{ text: `SKSREG S17 ${reauthenticates ? 1 : 0}` },
		];
	}

	#step(steps: readonly Step[], index: number, done: (trouble: string | undefined) => void): void {
		const step = steps[index];
		if (step === undefined) {
			done(this.#refused);
			return;
		}
		this.#dialogue.run(step.text, (answer) => {
			const isRefusal = answer.error !== undefined && answer.error !== 'ER10';
			if (answer.ok || (step.optional && isRefusal)) step.take?.(answer);
			else {
				done(`${step.text.split(' ')[0]}: ${answer.error ?? 'no answer'}`);
				return;
			}
			if (this.#writesOptions) this.#writeOptions(() => this.#step(steps, index + 1, done));
			else this.#step(steps, index + 1, done);
		});
	}

	#onInfo({ lines }: Answer): void {
		if (!this.#behaviour.knowsBothGrammars) return;
		const line = lines.find((each) => each.startsWith('EINFO'));
		if (line === undefined) return;
		try {
			this.#dialogue.form.side = decodeInfo(line).side !== undefined;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
		}
	}

	#onOptions({ ok, word }: Answer): void {
		if (!ok || !this.#behaviour.asksOptions) return;
		this.#dialogue.form.digits = (Number.parseInt(word ?? '', 16) & DIGITS) !== 0;
	}

	get #writesOptions(): boolean {
		return !this.#dialogue.form.digits && this.#behaviour.wantsDigits;
	}

	#writeOptions(done: () => void): void {
		this.#dialogue.run('WOPT 01', ({ ok }) => {
			this.#dialogue.form.digits = ok;
			// One that cannot write it shows bytes, and is read so.
			if (ok) done();
			else this.#refuse(done);
		});
	}

	#refuse(done: () => void): void {
		this.#refused = 'WOPT: refused';
		done();
	}
}

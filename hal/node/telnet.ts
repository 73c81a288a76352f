/**
 * Telnet as a serial line needs it, from the server's side: data, commands, options, subnegotiations (RFC 854, 855), without sockets.
 *
 * ```
 * data                 byte, 255 as FF FF; CR NUL is CR unless the sender transmits in binary (RFC 854 "newline", RFC 856)
 * FF F1…F9             command: NOP, data mark, break, …
 * FF FB…FE option      WILL, WONT, DO, DONT
 * FF FA option … FF F0 subnegotiation, 255 in it as FF FF
 * ```
 */

const SE = 240;
const BREAK = 243;
const SB = 250;
const WILL = 251;
const WONT = 252;
const DO = 253;
const DONT = 254;
const IAC = 255;
const NUL = 0;
const LF = 10;
const CR = 13;

export const TELNET_OPTION = Object.freeze({
	/** RFC 856 */
	binary: 0,
	/** RFC 857 */
	echo: 1,
	/** RFC 858 */
	suppressGoAhead: 3,
	/** RFC 2217 */
	comPort: 44,
});

/** The longest subnegotiation that is taken, bytes: a signature. */
const MOST_SUBNEGOTIATION = 256;

/** What was not taken: a subnegotiation that is too long, one that another command ends, one of an option that is not on. */
export type TelnetDropped = 'long' | 'unended' | 'not agreed';

/** An option at one end: `asked` has no answer so far (RFC 1143, WANTYES). Nobody here wants one off that was on. */
type Agreement = 'no' | 'asked' | 'yes';

export interface TelnetOptions {
	/** Options that this end has, and that the other end may have; of these the ones that are asked for at the beginning. */
	readonly here: readonly number[];
	readonly there: readonly number[];
	readonly asksHere: readonly number[];
	readonly asksThere: readonly number[];
	/** Bytes for the network. */
	readonly send: (bytes: Uint8Array) => void;
	readonly onData: (bytes: Uint8Array) => void;
	/** An option came on, here or there, that was on at neither end. */
	readonly onOption: (option: number) => void;
	/** Listener for an option that is on there, or here. */
	readonly onSubnegotiation: (option: number, payload: Uint8Array) => void;
	readonly onBreak: () => void;
	readonly onDropped: (why: TelnetDropped) => void;
}

type State = 'data' | 'command' | 'option' | 'subnegotiation' | 'command within';

export class Telnet {
	readonly #options: TelnetOptions;
	readonly #here = new Map<number, Agreement>();
	readonly #there = new Map<number, Agreement>();
	#state: State = 'data';
	/** Command about an option: WILL to DONT. */
	#verb = 0;
	readonly #within = new Uint8Array(MOST_SUBNEGOTIATION);
	#length = 0;
	/** The last byte of data was CR: of what comes, of what goes. */
	#returned = false;
	#returning = false;

	constructor(options: TelnetOptions) {
		this.#options = options;
	}

	/** Asks for the options that are wanted. */
	begin(): void {
		const { asksHere, asksThere, send } = this.#options;
		for (const option of asksHere) this.#here.set(option, 'asked');
		for (const option of asksThere) this.#there.set(option, 'asked');
		send(Uint8Array.from([...asksHere.flatMap((option) => [IAC, WILL, option]), ...asksThere.flatMap((option) => [IAC, DO, option])]));
	}

	isOn(option: number): boolean {
		return this.#here.get(option) === 'yes' || this.#there.get(option) === 'yes';
	}

	/** Data, escaped. */
	write(bytes: Uint8Array): void {
		const isBinary = this.#here.get(TELNET_OPTION.binary) === 'yes';
		const escaped: number[] = [];
		for (const byte of bytes) {
			if (this.#returning && !isBinary && byte !== LF) escaped.push(NUL);
			this.#returning = byte === CR;
			escaped.push(byte);
			if (byte === IAC) escaped.push(IAC);
		}
		this.#options.send(Uint8Array.from(escaped));
	}

	subnegotiate(option: number, payload: Uint8Array): void {
		const escaped = [...payload].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte]));
		this.#options.send(Uint8Array.of(IAC, SB, option, ...escaped, IAC, SE));
	}

	/** Bytes from the network, cut anywhere. */
	receive(bytes: Uint8Array): void {
		const data = new Uint8Array(bytes.length);
		let length = 0;
		const handOn = () => {
			if (length > 0) this.#options.onData(data.slice(0, length));
			length = 0;
		};
		for (const byte of bytes) {
			if (this.#state === 'data' && byte !== IAC) {
				if (!this.#isPadding(byte)) data[length++] = byte;
			} else if (this.#state === 'command' && byte === IAC) {
				this.#state = 'data';
				this.#returned = false;
				data[length++] = IAC;
			} else {
				// What comes before a command is done before it.
				handOn();
				this.#control(byte);
			}
		}
		handOn();
	}

	/** The NUL behind a CR. */
	#isPadding(byte: number): boolean {
		const isPadding = this.#returned && byte === NUL && this.#there.get(TELNET_OPTION.binary) !== 'yes';
		this.#returned = byte === CR;
		return isPadding;
	}

	#control(byte: number): void {
		switch (this.#state) {
			case 'data':
				this.#state = 'command';
				return;
			case 'command':
				this.#command(byte);
				return;
			case 'option':
				this.#state = 'data';
				this.#agree(this.#verb, byte);
				return;
			case 'subnegotiation':
				if (byte === IAC) this.#state = 'command within';
				else this.#keep(byte);
				return;
			case 'command within':
				this.#state = 'subnegotiation';
				if (byte === IAC) this.#keep(byte);
				else if (byte === SE) this.#end();
				else {
					this.#options.onDropped('unended');
					this.#command(byte);
				}
		}
	}

	#command(byte: number): void {
		this.#state = 'data';
		if (byte === SB) {
			this.#state = 'subnegotiation';
			this.#length = 0;
		} else if (byte >= WILL) {
			this.#state = 'option';
			this.#verb = byte;
		} else if (byte === BREAK) this.#options.onBreak();
	}

	#keep(byte: number): void {
		if (this.#length < MOST_SUBNEGOTIATION) this.#within[this.#length] = byte;
		this.#length++;
	}

	#end(): void {
		this.#state = 'data';
		const { onDropped, onSubnegotiation } = this.#options;
		const option = this.#length === 0 ? undefined : this.#within[0]!;
		if (this.#length > MOST_SUBNEGOTIATION) onDropped('long');
		else if (option === undefined || !this.isOn(option)) onDropped('not agreed');
		else onSubnegotiation(option, this.#within.slice(1, this.#length));
	}

	/** RFC 1143: what changes nothing gets no answer, so that two ends never answer each other for ever. */
	#agree(verb: number, option: number): void {
		const isTheirs = verb === WILL || verb === WONT;
		const agreements = isTheirs ? this.#there : this.#here;
		const before = agreements.get(option) ?? 'no';
		const [accept, refuse] = isTheirs ? [DO, DONT] : [WILL, WONT];
		if (verb === WONT || verb === DONT) {
			agreements.delete(option);
			if (before === 'yes') this.#answer(refuse, option);
			return;
		}
		const { here, there, onOption } = this.#options;
		if (!(isTheirs ? there : here).includes(option)) {
			this.#answer(refuse, option);
			return;
		}
		const wasOn = this.isOn(option);
		agreements.set(option, 'yes');
		if (before === 'no') this.#answer(accept, option);
		if (!wasOn) onOption(option);
	}

	#answer(verb: number, option: number): void {
		this.#options.send(Uint8Array.of(IAC, verb, option));
	}
}

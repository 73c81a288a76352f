/** The stick on the device model: dongle, air and meter in it, and this process is the PC that it is plugged into. */
import { toHex } from '../../../modules/bytes/hex.js';
import type { ModuleName } from '../../../modules/wi-sun-module/models.js';
import { bytesOf, wordsOf, XsProgram, type XsProgramOptions } from './xs-program.js';

export interface XsStickOptions extends XsProgramOptions {
	readonly model: ModuleName;
}

export class XsStick extends XsProgram {
	/** What the dongle says on USB. */
	onUsb: (bytes: Uint8Array) => void = () => {};

	private constructor(options: XsStickOptions) {
		super(options);
	}

	static async start(options: XsStickOptions): Promise<XsStick> {
		const stick = new XsStick(options);
		const { clock, credentials, model, routeA } = options;
		const { id, password } = credentials;
		await stick.exchange(['start', clock, 1, model, id, password, ...(routeA ? wordsOf(routeA) : [])].join(' '));
		return stick;
	}

	/** A program on the PC writes this. */
	receiveUsb(bytes: Uint8Array): void {
		this.tell(`usb ${this.scheduler.now()}\n${toHex(bytes)}`);
	}

	protected override obey([name, digits]: readonly string[]): void {
		if (name === 'usb') this.onUsb(bytesOf(digits!));
		else if (name === 'serial') this.onSerial(bytesOf(digits!));
		else throw new Error(`the stick said ${name}`);
	}
}

import type { Message, UnitIdentity } from '../backplane/messages.js';
import { PlugIn } from '../backplane/plug-in.js';
import type { Contacts } from '../backplane/unit.js';
import { type VoltageOptions, VoltageUnit } from './voltage-unit.js';

export interface VoltagePlugInOptions extends Omit<VoltageOptions, 'scheduler' | 'clock' | 'onEvent'> {
	readonly identity: UnitIdentity & { readonly kind: 'voltage' };
}

/** A voltage measurement unit as it plugs into the base: it tells of events as they begin and end, and keeps the rest on its own flash. */
export class VoltagePlugIn extends PlugIn {
	readonly #options: VoltagePlugInOptions;
	#unit: VoltageUnit | undefined;

	constructor(options: VoltagePlugInOptions) {
		super(options.identity);
		this.#options = options;
	}

	/** Unit as its reader has it: statistics, minutes, events. Undefined without power. */
	get unit(): VoltageUnit | undefined {
		return this.#unit;
	}

	/** @throws JournalError if its flash holds something else than the memory of a voltage unit */
	protected override boot(contacts: Contacts): void {
		this.#unit = new VoltageUnit({
			...this.#options,
			scheduler: contacts,
			clock: contacts.clock,
			onEvent: (event) => contacts.send({ kind: 'voltage', event }),
		});
	}

	protected override begin(): void {
		this.#unit?.start();
	}

	protected override hear(message: Message): void {
		if (message.kind === 'sample') this.#unit?.measure(message.sample);
		else if (message.kind === 'leave') this.#unit?.stop();
	}

	protected override end(): void {
		this.#unit = undefined;
	}
}

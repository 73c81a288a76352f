/**
 * Firmware images of a meter: what is loaded, verified and activated by image transfer (class 18). One object serves the metering and the communication unit;
 * the image says which it is for. An image sets attributes, and gives its unit a version; there is no code in it that would run here.
 *
 * Activation comes in three steps, each of which outlasts a power cut: the status says that it is under way; Route A restarts, once the association in which it
 * was asked for has ended, or after a minute; then what the image sets is set, its version is in force, and the status and the log say so.
 */
import type { Timer } from '../../../hal/ports/scheduler.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { canActivate, IMAGE_METHOD, IMAGE_STATUS, type ImageFacts, type ImageToActivate } from '../../../modules/cosem/image-transfer.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Script } from '../../../modules/cosem/script-table.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import type { Caller } from '../../../modules/dlms/server/logical-device.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { Schedule, type ScheduleHost } from '../control/schedule.js';
import { type InstalledUnit, UNIT_KIND } from '../facts.js';
import { type CheckedImage, ImageCheck, settingAt, settingHeadAt } from './image-check.js';
import { isHigher } from './image-format.js';
import type { ImageEvent, ImageHost } from './image-host.js';
import { ImageMemory, MOST_IDENTIFIER } from './image-memory.js';

const ACTIVATE = 1;
const IMAGE_TRANSFER = 18;

export const IMAGE_SCRIPTS: readonly Script[] = frozen([
	{ id: ACTIVATE, classId: IMAGE_TRANSFER, name: NAME.imageTransfer, index: IMAGE_METHOD.activate },
]);

/** The slots of its schedule begin with it. */
const SCHEDULE_SLOT = 0;
/** Bytes of a request beside its block: descriptor, lengths, ciphering. */
const OVERHEAD = 60;
/** Clients that do not leave are not waited for longer, ms. */
const LATEST_RESTART = MINUTE;
/** Statuses with an image that was verified. */
const VERIFIED: readonly number[] = Object.freeze([
	IMAGE_STATUS.verificationSuccessful,
	IMAGE_STATUS.activationInitiated,
	IMAGE_STATUS.activationSuccessful,
	IMAGE_STATUS.activationFailed,
]);

/** A meter of this program has nothing that could run it. */
const CODE = 'it carries code, which this meter does not run';

const { success, otherReason, temporaryFailure } = ACTION_RESULT;

export class Images implements ImageFacts, ScheduleHost {
	readonly schedule: Schedule;
	readonly slots: Slots;
	readonly #host: ImageHost;
	readonly #memory: ImageMemory;
	readonly #rearm: () => void;
	/** Client that has asked for the activation that is under way; undefined: none has. */
	#client: number | undefined;
	#restart: Timer | undefined;
	/** The next piece of the check under way. */
	#checking: Timer | undefined;
	/** A verification is under way, and then the image is to be activated. */
	#activating: { readonly client: number | undefined } | undefined;
	/** What the last check has found; undefined: nothing, or there was none since the start. */
	#flaw: string | undefined;

	/**
	 * @param rearm what is planned has changed
	 * @throws JournalError if the flash holds something else
	 */
	constructor(host: ImageHost, rearm: () => void) {
		this.#host = host;
		this.#memory = new ImageMemory(host.flash);
		this.#rearm = rearm;
		this.slots = this.#memory.schedule;
		this.schedule = new Schedule(this, SCHEDULE_SLOT);
	}

	/** How often the most worn sector of its flash was erased. */
	get erasures(): number {
		return this.#memory.erasures;
	}

	/** The meter has power: what a power cut has interrupted is done. */
	resume(): void {
		this.enter();
		if (this.status === IMAGE_STATUS.activationInitiated) this.finish();
		else if (this.status === IMAGE_STATUS.verificationInitiated) this.check((found) => void this.verified(found));
	}

	get enabled(): boolean {
		return this.#memory.enabled;
	}

	get status(): number {
		return this.#memory.status;
	}

	get blocks(): number {
		return this.#memory.blocks;
	}

	get transferred(): Uint8Array {
		return this.#memory.transferred;
	}

	get firstMissing(): number {
		return this.#memory.firstMissing;
	}

	/** The signature is what the image begins with. */
	get toActivate(): ImageToActivate | undefined {
		if (!VERIFIED.includes(this.status)) return undefined;
		const { size, identifier } = this.#memory;
		return { size, identification: identifier, signature: this.#memory.imageSignature };
	}

	/** Of the image under way; of the next one, where there is none, or one whose blocks this client cannot send. */
	blockSize(caller: Caller): number {
		const own = this.blockSizeFor(caller);
		return this.status === IMAGE_STATUS.initiated ? Math.min(this.#memory.blockSize, own) : own;
	}

	setEnabled(enabled: boolean): number {
		this.#memory.enabled = enabled;
		return ACCESS_RESULT.success;
	}

	initiate(identifier: Uint8Array, size: number, caller: Caller): number {
		const memory = this.#memory;
		const blockSize = this.blockSizeFor(caller);
		if (identifier.length > MOST_IDENTIFIER || size < 1 || size > memory.mostSize || blockSize * memory.mostBlocks < size) return otherReason;
		this.#checking?.cancel();
		this.#checking = this.#activating = this.#flaw = undefined;
		memory.begin(identifier, size, blockSize);
		return success;
	}

	/** The last block may be as long as the others: what is behind the image does not count. */
	transfer(number: number, block: Uint8Array): number {
		const memory = this.#memory;
		if (number >= memory.blocks) return otherReason;
		const length = memory.lengthOf(number);
		if (block.length !== length && !(number === memory.blocks - 1 && block.length === memory.blockSize)) return otherReason;
		if (memory.hasBlock(number)) return success;
		if (memory.putBlock(number, block.subarray(0, length))) return success;
		this.#host.tell(`image: block ${number} cannot be written over what a power cut has left of another`);
		return otherReason;
	}

	verify(): number {
		const memory = this.#memory;
		if (memory.firstMissing < memory.blocks) return otherReason;
		let result: number = temporaryFailure;
		if (this.isPieced) this.settle(IMAGE_STATUS.verificationInitiated, undefined);
		this.check((found) => {
			result = this.verified(found);
		});
		return result;
	}

	/** @param client undefined: a schedule has asked for it */
	activate(client?: number): number {
		if (this.status === IMAGE_STATUS.initiated) {
			const result = this.verify();
			this.#activating = result === temporaryFailure ? { client } : undefined;
			if (result !== success) return result;
		}
		if (!this.isPieced) this.check((found) => this.know(found));
		if (this.#flaw !== undefined) {
			this.fail(this.#flaw);
			return otherReason;
		}
		this.settle(IMAGE_STATUS.activationInitiated, undefined);
		this.#client = client;
		const { scheduler } = this.#host;
		if (scheduler === undefined) {
			this.finish();
			return success;
		}
		this.restartIn(client === undefined ? 0 : LATEST_RESTART);
		return temporaryFailure;
	}

	/** A client has left, or is gone. */
	onLeave(client: number): void {
		if (this.status === IMAGE_STATUS.activationInitiated && this.#client === client) this.restartIn(0);
	}

	/** Method execute of its script table; returns an Action-Result. */
	execute(client: number | undefined): number {
		return this.enabled && canActivate(this) ? this.activate(client) : otherReason;
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	now(): number {
		return this.#host.now();
	}

	rearm(): void {
		this.#rearm();
	}

	isScript(table: LogicalName, id: number): boolean {
		return (table === 0 && id === 0) || (table === NAME.imageScripts && id === ACTIVATE);
	}

	/** What comes of it a power cut does not undo. */
	runScript(_table: LogicalName, _id: number, done: () => void): void {
		const result = this.execute(undefined);
		if (result !== success && result !== temporaryFailure) this.#host.tell(`image: the schedule activates nothing: Action-Result ${result}`);
		done();
	}

	/** Units with the versions in force. */
	versionsOf(units: readonly InstalledUnit[]): readonly InstalledUnit[] {
		return units.map((unit) => {
			const { kind, type, serial } = unit;
			const version = this.#memory.version(kind, serial);
			return version === undefined || !isHigher(version, unit.firmware) ? unit : { kind, type, serial, firmware: version };
		});
	}

	/** Of the image that a unit has its version from; undefined: there is no such unit; empty: the unit came with it. @param kind one of `UNIT_KIND` */
	signatureOf(kind: number): Uint8Array | undefined {
		const unit = this.unit(kind);
		return unit && (this.#memory.signature(kind, unit.serial) ?? new Uint8Array(0));
	}

	/** Bytes of a block, as a client may send it in one PDU. */
	private blockSizeFor({ receiveSize }: Caller): number {
		return receiveSize - OVERHEAD;
	}

	private unit(kind: number): InstalledUnit | undefined {
		return this.#host.units.find((each) => each.kind === kind);
	}

	/** Whether an image is checked piece by piece, in tasks: a small machine has neither memory nor time for it at once. */
	private get isPieced(): boolean {
		return this.#host.bytesPerTurn !== undefined && this.#host.scheduler !== undefined;
	}

	/** `done` hears what it is for this meter, or what is wrong with it: at once, or once all pieces are checked, unless another one comes first. */
	private check(done: (found: CheckedImage | string) => void): void {
		const { keys, cipher, bytesPerTurn = Number.POSITIVE_INFINITY, scheduler } = this.#host;
		this.#checking?.cancel();
		const check = new ImageCheck(this.#memory, keys, cipher);
		const next = (task: () => void): void => {
			if (this.isPieced) this.#checking = scheduler!.after(0, task);
			else task();
		};
		const goOn = (): void => {
			const found = check.step(bytesPerTurn);
			next(found === undefined ? goOn : () => end(found));
		};
		const end = (found: CheckedImage | string): void => {
			this.#checking = undefined;
			done(typeof found === 'string' ? found : this.judged(found));
		};
		next(goOn);
	}

	private judged(image: CheckedImage): CheckedImage | string {
		const { maker, units, bytesPerTurn } = this.#host;
		if (image.maker !== maker) return `it is ${image.maker}’s, and the meter ${maker}’s`;
		const isKind = image.unit === UNIT_KIND.metering || image.unit === UNIT_KIND.communication;
		const unit = isKind ? this.versionsOf(units).find(({ kind }) => kind === image.unit) : undefined;
		if (unit === undefined) return `there is no unit of kind ${image.unit}`;
		if (!isHigher(image.version, unit.firmware)) return `its version ${image.version} is not higher than ${unit.firmware}`;
		const most = this.isPieced ? bytesPerTurn! : Number.POSITIVE_INFINITY;
		for (const at of image.settings) {
			const { target, length } = settingHeadAt(this.#memory, at);
			if (!this.#host.maySet(target)) return `it sets ${targetText(target)}, which no image may set here`;
			if (length > most) return `it sets ${targetText(target)} in ${length} bytes, where ${most} are the most`;
		}
		return image;
	}

	/** What a verification has come to; an Action-Result. */
	private verified(found: CheckedImage | string): number {
		const activating = this.#activating;
		this.#activating = undefined;
		this.know(found);
		if (typeof found !== 'string') {
			this.settle(IMAGE_STATUS.verificationSuccessful, 'imageReady');
			if (activating !== undefined) this.activate(activating.client);
			return success;
		}
		this.#host.tell(`image: refused: ${found}`);
		this.settle(IMAGE_STATUS.verificationFailed, 'imageRefused');
		return otherReason;
	}

	/** Why it would not be activated, as far as it is known before. */
	private know(found: CheckedImage | string): void {
		this.#flaw = typeof found === 'string' ? found : found.code === undefined ? undefined : CODE;
	}

	private restartIn(delay: number): void {
		this.#restart?.cancel();
		this.#restart = this.#host.scheduler!.after(delay, () => {
			this.#restart = undefined;
			this.#client = undefined;
			this.#host.restart(() => this.finish());
		});
	}

	/** What the image sets is set, again where a power cut came before the end of it; then its version is in force. */
	private finish(): void {
		this.check((found) => {
			const flaw = typeof found === 'string' ? found : found.code === undefined ? undefined : CODE;
			if (flaw === undefined) this.carryOut(found as CheckedImage, 0);
			// Its unit may have gone meanwhile, or its version have been put in force before a power cut.
			else if (this.isInForce()) this.settle(IMAGE_STATUS.activationSuccessful, 'imageActivated');
			else this.fail(flaw);
		});
	}

	/** What it sets, from setting `first` on. */
	private carryOut(image: CheckedImage, first: number): void {
		for (let i = first; i < image.settings.length; i++) {
			const { target, value } = settingAt(this.#memory, image.settings[i]!);
			const result = this.#host.set(target, value);
			if (result !== ACCESS_RESULT.success) {
				this.fail(`${targetText(target)}: Data-Access-Result ${result}`);
				return;
			}
			if (!this.isPieced) continue;
			this.#checking = this.#host.scheduler!.after(0, () => this.carryOut(image, i + 1));
			return;
		}
		const memory = this.#memory;
		memory.setVersion(image.unit, this.unit(image.unit)!.serial, image.version, memory.imageSignature);
		this.settle(IMAGE_STATUS.activationSuccessful, 'imageActivated');
	}

	private isInForce(): boolean {
		const signature = this.#memory.imageSignature;
		return [UNIT_KIND.metering, UNIT_KIND.communication].some((kind) => {
			const active = this.signatureOf(kind);
			return active !== undefined && active.length > 0 && active.every((byte, i) => byte === signature[i]);
		});
	}

	private fail(why: string): void {
		this.#host.tell(`image: not activated: ${why}`);
		this.settle(IMAGE_STATUS.activationFailed, undefined);
	}

	/** A status with its entry in the log: each once, wherever the power goes. */
	private settle(status: number, event: ImageEvent | undefined): number {
		this.#memory.settle(status, event && { code: this.#host.codeOf(event), time: this.#host.now() });
		this.enter();
		return success;
	}

	private enter(): void {
		const { event, status } = this.#memory;
		if (event === undefined) return;
		if (!this.#host.hasRecorded(event.code, event.time)) this.#host.record(event.code);
		this.#memory.settle(status, undefined);
	}
}

function targetText({ classId, name, index }: Target): string {
	return `${classId}/${logicalNameText(name)}:${index}`;
}

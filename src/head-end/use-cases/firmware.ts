/** Use case 9: an image of a higher version is made, loaded, verified and activated. The version that it brings stays: versions only rise. */
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { IMAGE_STATUS } from '../../../modules/cosem/image-transfer.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { dataNotation } from '../data-notation.js';
import { activateImage, loadImage, readImageState, type Waiting } from '../image-transfer.js';
import { Deviation, NotDone } from './outcome.js';
import { FAR, numbers } from './reading.js';
import type { Step } from './use-case.js';
import type { UseCaseRun } from './use-case-run.js';

const DATA = 1;
const PROFILE = 7;
const IMAGE = 18;
const SCHEDULE = 22;
const VALUE = 2;
const TIMES = 4;
const ENABLED = 5;
/** States of an image transfer, 0 to 7. */
const LAST_STATE = 7;
/** Those in which an image is under way, or waits. */
const TAKEN: readonly number[] = Object.freeze([
	IMAGE_STATUS.initiated,
	IMAGE_STATUS.verificationInitiated,
	IMAGE_STATUS.verificationSuccessful,
	IMAGE_STATUS.activationInitiated,
]);
const READY = 17;
const ACTIVATED = 18;
/** Letters of the maker, which the logical device name begins with. */
const MAKER_LENGTH = 3;
/** A verification or an activation may take so long, ms. */
const LEAST_PATIENCE = MINUTE;
const RETRIES = 2;
const QUIET = Object.freeze({ onStart() {}, onBlock() {}, onVerifying() {}, onAnew() {} });

export const FIRMWARE: readonly Step[] = [
	{
		step: 'firmwareRead',
		needs: [[DATA, NAME.meteringFirmware]],
		must: true,
		run: async (run) => {
			run.notes.set('version', await textOf(run, NAME.meteringFirmware));
		},
	},
	{
		step: 'imageEnabled',
		needs: [[IMAGE, NAME.imageTransfer]],
		must: true,
		run: async (run) => {
			await run.change(IMAGE, NAME.imageTransfer, ENABLED, 'true');
			await run.reads(IMAGE, NAME.imageTransfer, ENABLED, 'true');
		},
	},
	{
		step: 'imageState',
		needs: [[IMAGE, NAME.imageTransfer]],
		must: true,
		run: async (run) => {
			const [size, next, state] = await numbers(
				run,
				[2, 4, 6].map((index) => [IMAGE, NAME.imageTransfer, index] as const),
			);
			if (size! < 1) throw new Deviation('blocks of 1 byte or more', { data: String(size) });
			if (state! < 0 || state! > LAST_STATE) throw new Deviation(`enum:0 to enum:${LAST_STATE}`, { data: `enum:${state}` });
			if (state === 0 && next !== 0) throw new Deviation('block 0 first, as none was transferred', { data: String(next) });
			run.notes.set('state', state);
		},
	},
	{
		step: 'imageSchedule',
		needs: [[SCHEDULE, NAME.imageSchedule]],
		run: async (run) => {
			await run.change(SCHEDULE, NAME.imageSchedule, TIMES, FAR);
			await run.reads(SCHEDULE, NAME.imageSchedule, TIMES, FAR);
		},
	},
	{
		step: 'imageLoaded',
		needs: [
			[IMAGE, NAME.imageTransfer],
			[DATA, NAME.logicalDevice],
		],
		must: true,
		run: async (run) => {
			// What somebody else has loaded is not given up for a trial.
			if (TAKEN.includes(run.notes.get('state') as number)) throw new NotDone('imageWaits');
			const version = nextVersion(run.notes.get('version') as string);
			if (version === undefined) throw new NotDone('versionUnlike');
			const maker = (await textOf(run, NAME.logicalDevice)).slice(0, MAKER_LENGTH);
			const image = run.tools.imageOf(maker, version);
			if (image === undefined) throw new NotDone('noFirmwareKey');
			await run.mark(NAME.eventLog);
			await loadImage(run.session, image, asciiBytes(`metering ${version}`), QUIET, waitingOf(run));
			const { toActivate } = await readImageState(run.session);
			if (toActivate?.size !== image.length)
				throw new Deviation(`an image of ${image.length} bytes to activate`, { data: String(toActivate?.size ?? '[]') });
			await loggedIn(run, READY);
			run.notes.set('version', version);
		},
	},
	{
		step: 'imageActivated',
		needs: [[IMAGE, NAME.imageTransfer]],
		run: async (run) => {
			await run.mark(NAME.eventLog);
			await activateImage(run.session, 'metering', run.notes.get('version') as string, waitingOf(run));
			await loggedIn(run, ACTIVATED);
		},
	},
];

/** Where there is a standard log. */
async function loggedIn(run: UseCaseRun, code: number): Promise<void> {
	if (run.has(PROFILE, NAME.eventLog)) await run.logged(NAME.eventLog, [code]);
}

/** Throws Deviation where it is none. */
async function textOf(run: UseCaseRun, name: number): Promise<string> {
	const [value] = await run.values([[DATA, name, VALUE]]);
	if (!('bytes' in value!) || value.bytes.length === 0) throw new Deviation('octets', { data: dataNotation(value!) });
	return asciiText(value.bytes);
}

/** The next one by its last number; undefined: it is no version as images have them, or there is no next. */
function nextVersion(version: string): string | undefined {
	const [, before, last] = /^((?:\d{1,5}\.){0,3})(\d{1,5})$/.exec(version) ?? [];
	if (before === undefined) return undefined;
	const next = String(Number(last) + 1);
	return next.length > 5 ? undefined : `${before}${next}`;
}

/** Nothing is waited for once it is to stop. */
function waitingOf({ tools }: UseCaseRun): Waiting {
	const now = () => (tools.isStopped() ? Number.POSITIVE_INFINITY : tools.now());
	return { wait: tools.wait, now, patience: Math.max(tools.patience, LEAST_PATIENCE), retries: RETRIES };
}

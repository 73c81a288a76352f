/** The words of `keiki hes image`. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { ImageLoadWords } from './hes-image.js';
import type { ImageMakeWords } from './hes-image-make.js';
import type { HesWords } from './hes-options.js';

export const IMAGE_MAKE = Object.freeze([
	{ flags: '--unit <unit>', does: 'the unit it is for', choices: ['metering', 'communication'], must: true },
	{ flags: '--firmware <version>', does: 'its version: up to four numbers with dots between them, higher than the one before', must: true },
	{
		flags: '--keys <file>',
		does: 'the keys, JSON, with firmwareKey and, for an ECDSA signature, a private firmwareSignatureKey',
		otherwise: 'demo keys',
	},
	{ flags: '--maker <letters>', does: 'the maker’s three letters', otherwise: 'those that the system title in the keys begins with' },
	{
		flags: '--load <file>',
		does: 'what it sets: a tariff, .yaml as tariff set takes it, or lines of CLASS/OBIS:ATTRIBUTE DATA as get prints them; may be given again',
		many: true,
	},
	{ flags: '--code <file>', does: 'bytes that stand for code: a meter of Keiki takes such an image and does not activate it' },
	{ flags: '--size <bytes>', does: 'fill it up to so many bytes' },
] as const satisfies readonly OptionRow[]);

export const IMAGE_LOAD = Object.freeze([
	{
		flags: '--activate <when>',
		does: "now, never, or a time: ISO, Japan's time where it has no offset, by the meter's clock",
		otherwise: 'never: it is verified, and waits',
	},
	{ flags: '--patience <duration>', does: 'how long a verification or an activation may take, as 90s or 20min', otherwise: '15min' },
] as const satisfies readonly OptionRow[]);

/** @param withOptions adds those that all of `keiki hes` shares, and the command's own */
export function addImage(hes: Command, withOptions: (command: Command, own?: readonly OptionRow[]) => Command, end: End): void {
	const image = hes.command('image').description('firmware images: made, and loaded into meters');
	addOptions(image.command('make').description('make an image, signed by the firmware key, of a version and of what it sets'), IMAGE_MAKE)
		.argument('<file>', 'which is made')
		.action(async (file: string, words: ImageMakeWords) => {
			const { makeImage } = await import('./hes-image-make.js');
			end(makeImage(file, words));
		});
	withOptions(image.command('load').description('send an image, or what a meter lacks of it, and have it verified and activated'), IMAGE_LOAD)
		.argument('<file>', 'the image')
		.action(async (file: string, words: HesWords & ImageLoadWords) => {
			const { hesImageLoad } = await import('./hes-image.js');
			end(await hesImageLoad(file, words));
		});
	withOptions(image.command('status').description('tell how far a transfer is, and which firmware the units have')).action(
		async (words: HesWords) => {
			const { hesImageStatus } = await import('./hes-image.js');
			end(await hesImageStatus(words));
		},
	);
}

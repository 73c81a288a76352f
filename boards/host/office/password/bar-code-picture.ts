/** A text as the modules of a QR code (ISO/IEC 18004), by `bwip-js`, which is loaded when it is needed. */
import { needed } from '../database/packages.js';

export interface BarCodePicture {
	/** Modules along a side, without the quiet zone. */
	readonly size: number;
	/** Row by row from the top left: true is dark. */
	readonly dark: readonly boolean[];
}

/** Modules of white that a reader needs around it. */
export const QUIET_ZONE = 4;

/**
 * Error correction M: a seventh of it may be dirty.
 * @throws UsageError where the package is not installed; Error where the text is longer than a QR code takes (3391 capitals and digits)
 */
export async function qrCode(text: string): Promise<BarCodePicture> {
	const { default: bwip } = await needed('bwip-js', () => import('bwip-js/node'));
	const [drawn] = bwip.raw({ bcid: 'qrcode', text, eclevel: 'M' } as Parameters<typeof bwip.raw>[0]);
	if (drawn === undefined || !('pixs' in drawn)) throw new Error('QR code: expected modules');
	return { size: drawn.pixx, dark: drawn.pixs.map((module) => module === 1) };
}

export interface Stripe {
	readonly x: number;
	readonly y: number;
	readonly width: number;
}

/** Dark modules that lie beside each other, as one each: what draws it has less to do. */
export function stripesOf({ size, dark }: BarCodePicture): readonly Stripe[] {
	const stripes: Stripe[] = [];
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			const start = x;
			while (x < size && dark[y * size + x]) x++;
			if (x > start) stripes.push({ x: start, y, width: x - start });
		}
	}
	return stripes;
}

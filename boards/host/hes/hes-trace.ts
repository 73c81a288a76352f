/** `keiki hes --trace`: each APDU as it goes over the line, and in the clear. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { APDUS } from '../../../modules/capture/fields/cosem.js';
import type { MeterSessionOptions } from '../../../src/head-end/meter-session.js';
import type { HesView } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';

/** Writes it with `--quiet`, too: it is asked for. */
export function traceTo(view: HesView, meter: string): NonNullable<MeterSessionOptions['onMessage']> {
	return (sent, apdu, clear) => {
		view.warn(meter, `${sent ? '->' : '<-'} ${apduText(apdu)}`);
		if (clear === undefined) view.warn(meter, `   ${HES_WORDS[view.language].notOpened()}`);
		else if (clear !== apdu) view.warn(meter, `   ${apduText(clear)}`);
	};
}

/** `Get-Request C001C1…`; the name alone is not all there is to it. */
function apduText(apdu: Uint8Array): string {
	const name = (APDUS as Readonly<Record<number, string>>)[apdu[0]!];
	return name === undefined ? toUpperHex(apdu) : `${name} ${toUpperHex(apdu)}`;
}

/** `--companion`: whose companion specification Route A follows. */
import { COMPANIONS, type Companion } from '../../../modules/cosem/companion.js';
import { UsageError } from './usage-error.js';

/** Default: `japan`. Throws UsageError. */
export function companionOf(text: string = COMPANIONS[0]): Companion {
	const companion = COMPANIONS.find((each) => each === text);
	if (companion !== undefined) return companion;
	throw new UsageError({ kind: 'choice', option: '--companion', text, choices: COMPANIONS });
}

import { useEffect, useState } from 'preact/hooks';
import type { LadderMessage } from '../../ladder/ladder-told.js';
import type { Page } from '../page.js';
import { follow, type LadderState } from './ladder-state.js';

/** Undefined before the first message. */
export function useLadder(page: Page): LadderState | undefined {
	const [state, setState] = useState<LadderState>();
	useEffect(
		() => page.stream.subscribe<LadderMessage>('ladder', (message) => setState((before) => follow(before, message))),
		[page.stream, page.meter],
	);
	return state;
}

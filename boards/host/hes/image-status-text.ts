import { STATUS_WORDS } from '../../../src/head-end/image-transfer.js';
import type { Language } from '../../../src/world/schema/language.js';
import { IMAGE_WORDS } from './image-words.js';
import { sayIn } from './value-words-ja.js';

/** `verification failed (4)`. @param status undefined: nobody answered */
export function imageStatusText(status: number | undefined, language: Language): string {
	if (status === undefined) return IMAGE_WORDS[language].nobody();
	const word = STATUS_WORDS[status];
	return `${word === undefined ? IMAGE_WORDS[language].unknown() : sayIn(language)(word)} (${status})`;
}

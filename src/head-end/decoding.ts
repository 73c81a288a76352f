/** Values in the bytes of a meter. */
import { DecodeError, Reader } from '../../modules/bytes/reader.js';
import { type Data, LARGE, readData } from '../../modules/dlms/axdr/data.js';
import { HeadEndError, malformedOf } from './head-end-error.js';

/** A value, or the Data-Access-Result that says why there is none. */
export type Reading = Data | number;

/** Reading in the result of a GET. Throws HeadEndError. */
export function readingOf(result: Uint8Array | number): Reading {
	return typeof result === 'number' ? result : understood(() => readData(new Reader('A-XDR', result), LARGE));
}

/** A value of its own, of bytes that are good only for the moment. Throws DecodeError. */
export function decoded(bytes: Uint8Array): Data {
	return readData(new Reader('A-XDR', bytes.slice()), LARGE);
}

/** What `read` makes of what a meter sent. Throws HeadEndError where it is nothing. */
export function understood<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof DecodeError) throw new HeadEndError({ kind: 'valueMalformed', malformed: malformedOf(error) });
		throw error;
	}
}

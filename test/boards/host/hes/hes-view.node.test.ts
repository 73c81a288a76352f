/** What `keiki hes` prints of a meter that means no good. */
import process from 'node:process';
import { HesView, type HesViewOptions } from '../../../../boards/host/hes/hes-view.js';
import { equal } from '../../../assert.js';

/** Clear the screen (ECMA-48: ED), a line in our name, CSI of one byte. */
const EVIL = 'a\u001b[2J\nkeiki: all is well\u009b31m';
const HARMLESS = 'a\\u001b[2J\\u000akeiki: all is well\\u009b31m';

/** What goes to stdout and stderr meanwhile. */
function shown(format: HesViewOptions['format'], show: (view: HesView) => void): string {
	const streams = [process.stdout, process.stderr];
	const writes = streams.map(({ write }) => write);
	let text = '';
	for (const stream of streams) {
		stream.write = (chunk: unknown) => {
			text += String(chunk);
			return true;
		};
	}
	try {
		show(new HesView({ format, meters: 1, columns: ['value'], quiet: false, language: 'en' }));
	} finally {
		for (const [i, stream] of streams.entries()) stream.write = writes[i]!;
	}
	return text;
}

describe('keiki hes and what a meter says', () => {
	it('tells a terminal nothing that it would obey, and begins no line in our name', () =>
		equal(
			shown('table', (view) => view.show('meter', [], () => [`name  ${EVIL}`])),
			`name  ${HARMLESS}\n`,
		));

	it('is escaped in JSON as programs understand it', () => {
		const line = shown('json', (view) => view.show('meter', [{ value: EVIL }], () => []));
		equal(line, `{"meter":"meter","value":"${HARMLESS.replace('\\u000a', '\\n')}"}\n`);
		equal((JSON.parse(line) as { value: string }).value, EVIL);
	});

	it('keeps the line feeds of a CSV field in its quotes', () =>
		equal(
			shown('csv', (view) => view.show('meter', [{ value: EVIL }], () => [])),
			`meter,value\nmeter,"${HARMLESS.replace('\\u000a', '\n')}"\n`,
		));

	it('is harmless where it is a reason, too', () =>
		equal(
			shown('table', (view) => view.failed('meter', () => 'a\u001b[2Jb')),
			'keiki: meter: a\\u001b[2Jb\n',
		));
});

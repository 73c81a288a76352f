/** How much a browser loads before the first page stands. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pagesFolder } from '../../../../../boards/host/web/pages.js';
import { build } from '../../command-line-rig.js';

/** Bytes, compressed as the server does it. */
const MOST = 60_000;
/** The frame, the meter, and what stands beside it. The plot of the curve comes behind, when the browser rests. */
const FIRST = ['main', 'views/meter', 'views/beside-ladder', 'views/beside-curves'];

describe('the first page', () => {
	before(function () {
		this.timeout(120_000);
		build.call(this);
	});

	const text = (name: string) => readFileSync(join(pagesFolder('panel'), name));

	/** With all that they import at once. */
	function withImports(names: readonly string[]): string[] {
		const found = new Set(names);
		for (const name of found)
			for (const [, path] of text(name)
				.toString()
				.matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g))
				found.add(posix.join(posix.dirname(name), path!));
		return [...found];
	}

	it('is no more than 60 kB, compressed', () => {
		const scripts = withImports(FIRST.map((name) => `${name}.js`));
		assert.ok(scripts.length > FIRST.length, 'what several parts need stands in files of its own');
		const sizes = [...scripts, ...FIRST.map((name) => `${name}.css`)].map((name) => [name, gzipSync(text(name), { level: 9 }).length] as const);
		const sum = sizes.reduce((bytes, [, size]) => bytes + size, 0);
		assert.ok(sum <= MOST, `${sum} bytes: ${JSON.stringify(sizes)}`);
	});

	it('has the plot in a file that it does not wait for', () => {
		const scripts = withImports(FIRST.map((name) => `${name}.js`));
		assert.ok(!scripts.some((name) => name.includes('power-plot')), scripts.join());
	});

	it('has in the look of its frame nothing of its views', () => {
		assert.doesNotMatch(text('main.css').toString(), /\.frames-view|\.meters-view|\.curve\b/);
	});
});

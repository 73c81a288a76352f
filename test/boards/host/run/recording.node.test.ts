import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { unpackRecording } from '../../../../boards/host/run/recording.js';
import { build } from '../command-line-rig.js';

describe('the recording in the package', () => {
	before(build);

	it('is the one of the sources, byte for byte', () => {
		const packed = readFileSync('dist/boards/host/data/household-minutes.br');
		assert.equal(unpackRecording(packed), readFileSync('boards/host/data/household-minutes.csv', 'utf8'));
	});

	it('has a minute for each row, over midnight and the end of a month', () => {
		const packed = brotliCompressSync('time,a,b\n2006-12-31T23:59\n,1.5,\n,,\n,2,3');
		assert.equal(unpackRecording(packed), 'time,a,b\n2006-12-31T23:59,1.5,\n2007-01-01T00:00,,\n2007-01-01T00:01,2,3\n');
	});
});

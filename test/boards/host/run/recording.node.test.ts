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

	it('has a gap where there is none of a number, and goes on from the one before it', () => {
		const packed = brotliCompressSync('time,a,b\n2006-12-16T23:59\n1500,,-1600\n,20,30');
		assert.equal(unpackRecording(packed), 'time,a,b\n2006-12-16T23:59,1.500,\n2006-12-17T00:00,,0.020\n2006-12-17T00:01,-0.100,0.050\n');
	});
});

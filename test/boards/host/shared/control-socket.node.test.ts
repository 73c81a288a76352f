import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ControlSocket } from '../../../../boards/host/shared/control-socket.js';

describe('the control socket and others on the host', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('is for its owner alone, whatever the umask', async () => {
		const before = process.umask(0);
		try {
			const socket = await ControlSocket.open([join(folder, 'a')]);
			assert.equal(lstatSync(socket!.path).mode & 0o777, 0o600);
			socket!.close();
		} finally {
			process.umask(before);
		}
	});

	it('follows no link that leads nowhere, leaves it there, and takes the next place', async () => {
		const [first, second] = [join(folder, 'a'), join(folder, 'b')];
		symlinkSync(join(folder, 'gone'), first!);
		const socket = await ControlSocket.open([first!, second!]);
		assert.equal(socket?.path, second);
		assert.equal(lstatSync(first!).isSymbolicLink(), true);
		assert.equal(lstatSync(join(folder, 'gone'), { throwIfNoEntry: false }), undefined);
		socket!.close();
	});
});

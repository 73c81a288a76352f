import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const BOARDS = fileURLToPath(new URL('../../boards', import.meta.url));
/** Not devices: the PC, and the device model, which measures with both. */
const OTHERS = ['host', 'xs-host'];

/** What each `new PortableCipher(…)` of the boards' programs is given. */
function ciphersOf(file: string): string[][] {
	const found: string[][] = [];
	const look = (node: ts.Node): void => {
		if (ts.isNewExpression(node) && node.expression.getText() === 'PortableCipher') found.push((node.arguments ?? []).map((each) => each.getText()));
		node.forEachChild(look);
	};
	look(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true));
	return found;
}

describe('AES and SHA-256 of the boards', () => {
	const folders = readdirSync(BOARDS, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
		.map(({ name }) => name);
	const files = folders.flatMap((folder) =>
		readdirSync(join(BOARDS, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts'))
			.map((path) => join(folder, path)),
	);
	const users = files.filter((file) => ciphersOf(join(BOARDS, file)).length > 0);

	it('are looked for on every board that has a main program', () => {
		const mains = files.filter((file) => /^[\w-]+\/main\.ts$/.test(file));
		assert.ok(mains.length >= 4);
		for (const main of mains) assert.ok(users.includes(main), `${main}: expected a PortableCipher`);
	});

	for (const file of users) {
		it(`are the SDK's compiled code: ${file}`, () => {
			for (const given of ciphersOf(join(BOARDS, file))) assert.deepEqual(given, ['new CryptAes()', 'new CryptHash()']);
		});
	}
});

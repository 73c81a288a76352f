/** `keiki office secret`: the one process that ever has a new password, from its being drawn to its being sealed and on paper. It then ends. */
import process from 'node:process';
import { createInterface } from 'node:readline';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { drawPassword } from '../../../../src/operations/password/draw.js';
import { createWhole } from '../../shared/durable-file.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { sealingKey } from './credential-key.js';
import { letterOf } from './letter.js';
import { readMasterKey } from './master-key.js';
import type { SecretAnswer, SecretTask } from './secret-task.js';

/** Does the tasks of stdin, and tells of each on stdout. */
export async function keepSecrets(): Promise<ExitCode> {
	for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
		if (line.trim() === '') continue;
		process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
	}
	return EXIT.done;
}

async function answer(line: string): Promise<SecretAnswer> {
	try {
		return await make(JSON.parse(line) as SecretTask);
	} catch (error) {
		const reason = reasonOf(error);
		return { fault: 'failed', en: reason, ja: error instanceof UsageError ? error.textIn('ja') : reason };
	}
}

async function make({ unit, masterKeyFile, title, version, routeBId: id, letter }: SecretTask): Promise<SecretAnswer> {
	const key = sealingKey(unit, () => readMasterKey(masterKeyFile));
	if (key === undefined) return { fault: 'wrapped' };
	const password = drawPassword(SYSTEM_RANDOM);
	const sealed = sealCredentials(newHostCipher(), SYSTEM_RANDOM, key, fromHex(title), version, { id, password });
	key.fill(0);
	if (sealed === undefined) return { fault: 'point' };
	try {
		const { file, missing } = await letterOf(letter, id, password);
		createWhole(letter.file, file);
		file.fill(0);
		return { sealed: toUpperHex(sealed), missing };
	} catch (error) {
		// Whatever a package says of a text that it could not set, it does not say it on.
		throw new Error(reasonOf(error).replaceAll(password, '…'));
	}
}

import { parseCredentials } from '../../../src/route-b/credentials.js';
import { equal, throws } from '../../assert.js';

const ID = '00112233445566778899AABBCCDDEEFF';

describe('Route B credentials', () => {
	it('take an id of any case, and the password as it is', () => {
		const { id, password } = parseCredentials(ID.toLowerCase(), 'aB3456789012');
		equal(id, ID);
		equal(password, 'aB3456789012');
	});

	it('say what is wrong with an id', () => {
		throws(() => parseCredentials(ID.slice(1), '0123456789AB'), /Route B id: expected 32 hexadecimal digits .*, got 31/);
		throws(() => parseCredentials(`${ID}0`, '0123456789AB'), /got 33/);
		throws(() => parseCredentials(`G${ID.slice(1)}`, '0123456789AB'), /character 1 is something else/);
		throws(() => parseCredentials(`${ID} `, '0123456789AB'), /character 33 is something else/);
		throws(() => parseCredentials('', '0123456789AB'), /got 0/);
	});

	it('say what is wrong with a password, and keep it to themselves', () => {
		throws(() => parseCredentials(ID, '0123456789A'), /Route B password: expected 12 letters and digits .*, got 11/);
		throws(() => parseCredentials(ID, '0123456789A-'), /character 12 is something else/);
		throws(() => parseCredentials(ID, '0123456789Aé'), /^(?!.*0123456789A)/);
	});
});

import { data } from '../../../../modules/cosem/data-class.js';
import { FactsObject } from '../../../../modules/cosem/facts-object.js';
import { register } from '../../../../modules/cosem/register-class.js';
import { type Caller, LogicalDevice } from '../../../../modules/dlms/server/logical-device.js';
import { equal, throws } from '../../../assert.js';

const object = new FactsObject(
	data(() => 0),
	0x0000600100ff,
	() => undefined,
);

describe('a logical device', () => {
	it('takes as many rights as its objects have attributes and methods, and no more', () => {
		const device = (attributes: string, methods: string) => new LogicalDevice([{ object, rights: { 1: { attributes, methods } } }]);
		equal(device('11', '').objects.length, 1);
		equal(device('', '').objects.length, 1);
		throws(() => device('111', ''), /^device: rights of client 1 to 600100ff: expected at most 2 attributes and 0 methods, got 3 and 0$/);
		throws(() => device('11', '1'), /got 2 and 1$/);
	});

	it('takes each name once', () => {
		const rights = { 1: { attributes: '11', methods: '' } };
		throws(() => new LogicalDevice([object, object].map((each) => ({ object: each, rights }))), /expected one object named 600100ff/);
	});

	it('is told by data and registers alike why there is no value', () => {
		for (const result of [0, 2, 11]) {
			for (const type of [register(255, 0, () => result), data(() => result)]) {
				const object = new FactsObject(type, 1, () => undefined);
				equal(object.read(2, undefined as never, undefined, {} as Caller), result);
			}
		}
	});
});

import { causesOf, type ItemState, rowOf, type StatusItems, type Verdict } from '../../../../src/meter/communication/status-information.js';
import { equal } from '../../../assert.js';

const states: readonly ItemState[] = ['clear', 'failure'];

/** Table 2 of the seed, row by row: startup, authentication, connection, communication unit. */
const table2: Readonly<Record<string, Verdict>> = {
	'clear clear clear normal': 'active',
	'clear failure failure normal': 'HEMS is failure',
	'clear clear failure normal': 'HEMS is unconnected',
	'failure clear failure abnormality': 'abnormality',
	'failure failure failure abnormality': 'abnormality',
};

function itemsOf(startup: ItemState, authentication: ItemState, connection: ItemState, unit: StatusItems['unit']): StatusItems {
	return { startup, authentication, connection, unit };
}

describe('status information: Table 2', () => {
	for (const startup of states) {
		for (const authentication of states) {
			for (const connection of states) {
				for (const unit of ['normal', 'abnormality'] as const) {
					const text = `${startup} ${authentication} ${connection} ${unit}`;
					const verdict = table2[text] ?? 'undetermined';
					it(`${text}: ${verdict}`, () => equal(rowOf(itemsOf(startup, authentication, connection, unit)).verdict, verdict));
				}
			}
		}
	}

	it('names probable causes, those of the medium with them', () => {
		const password = rowOf(itemsOf('clear', 'failure', 'failure', 'normal'));
		equal(causesOf(password, 'radio').join(), 'Password input to HEMS is wrong');
		const unconnected = rowOf(itemsOf('clear', 'clear', 'failure', 'normal'));
		equal(
			causesOf(unconnected, 'radio').join(),
			'HEMS is turned off,Distance between smart meter and HEMS is far,There is interference between HEMS and smart meter',
		);
		equal(causesOf(unconnected, 'plc').join(), 'HEMS is turned off,There are devices which reduce a signal,There are devices which generate a noise');
		equal(causesOf(rowOf(itemsOf('failure', 'clear', 'failure', 'abnormality')), 'plc').join(), 'Communication unit could go down');
		equal(causesOf(rowOf(itemsOf('clear', 'clear', 'clear', 'normal')), 'radio').length, 0);
		equal(causesOf(rowOf(itemsOf('failure', 'clear', 'clear', 'normal')), 'radio').length, 0);
	});
});

import { refusalIn } from '../../../src/head-end/refusals.js';
import { equal, hex } from '../../assert.js';

const told = (apdu: string): string => JSON.stringify(refusalIn(hex(apdu), 'keys'));

describe('what a meter refuses', () => {
	// Green Book, the AARE with the DLMS version that is too low.
	it('is read from the AARE and what lies in it', () => {
		equal(
			told('611F A109060760857405080101 A203020101 A305A103020101 BE06 0404 0E010601'),
			'{"kind":"associationRefused","transient":false,"diagnostic":257,"inside":{"service":1,"errorClass":6,"value":1},"proof":"keys"}',
		);
		equal(
			told('6117 A109060760857405080101 A203020102 A305A103020102'),
			'{"kind":"associationRefused","transient":true,"diagnostic":258,"proof":"keys"}',
		);
	});

	it('may be a ConfirmedServiceError alone', () => {
		equal(told('0E010603'), '{"kind":"serviceError","error":{"service":1,"errorClass":6,"value":3}}');
	});

	it('is nothing in an AARE that accepts', () => {
		equal(refusalIn(hex('6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007'), 'keys'), undefined);
	});
});

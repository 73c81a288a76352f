import { equal } from '../assert.js';
import { CREDENTIALS } from './bench-hems.js';
import { SerialProgram } from './serial-program.js';

const NOBODY = 'FE80:0000:0000:0000:0211:2233:4455:6677';

describe('A program at the serial line of a dongle', () => {
	it('may write the Route B id in small letters', () => {
		const program = new SerialProgram();
		program.logIn(CREDENTIALS.id.toLowerCase());
		equal(program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22').includes(`PairID:${CREDENTIALS.id.slice(-8)}\r\n`), true, 'scan');
		equal(program.join(), 'EVENT 25');
	});

	it('may write the pairing id in small letters', () => {
		const program = new SerialProgram();
		program.type(`SKSREG S0A ${CREDENTIALS.id.slice(-8).toLowerCase()}`);
		equal(program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22').includes('EPANDESC'), true);
	});

	it('hears of one solicitation for a datagram to a stranger, and that nobody answers it', () => {
		const program = new SerialProgram();
		program.logIn();
		program.forget();
		equal(
			program.typeBytes(`SKSENDTO 1 ${NOBODY} 0E1A 0 0003 abc`, '01\r\n'),
			`SKSENDTO 1 ${NOBODY} 0E1A 0 0003 \r\nEVENT 21 ${NOBODY} 02\r\nOK\r\nEVENT 21 ${NOBODY} 01\r\n`,
		);
	});
});

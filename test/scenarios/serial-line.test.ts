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

	// The maker's own Java library reads at most 10 lines of SKTABLE 2.
	it('sees at most 8 neighbours, of those told the newest', () => {
		const program = new SerialProgram();
		program.begin();
		const told = (i: number) => `FE80:0000:0000:0000:0211:2233:4455:660${i}`;
		for (let i = 0; i < 9; i++) program.type(`SKADDNBR ${told(i)} 001122334455660${i}`);
		program.forget();
		const lines = program.type('SKTABLE 2').trimEnd().split('\r\n').slice(1);
		equal(lines.length, 10);
		equal(lines[0], 'ENEIGHBOR');
		equal(lines[1]!.startsWith(program.meter), true);
		equal(lines.slice(2, 9).join(), [2, 3, 4, 5, 6, 7, 8].map((i) => `${told(i)} 001122334455660${i} FFFF`).join());
	});

	it('does not reach the Route B meter by the side of the HAN', () => {
		const program = new SerialProgram([], { model: 'bp35c2' });
		program.begin();
		const heard = program.type('SKSCAN 2 FFFFFFFF 4 1', 'EVENT 22') + program.type('SKSCAN 3 FFFFFFFF 4 1', 'EVENT 22');
		equal(heard.includes('EPANDESC'), false);
		equal(program.type(`SKPING 1 ${program.meter}`, 'nothing that ever comes', 5_000).includes('EPONG'), false);
	});
});

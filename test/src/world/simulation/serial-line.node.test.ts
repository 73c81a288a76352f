import { equal } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';
import { SerialProgram } from './serial-program-rig.js';

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

	const ASKS = { bp35a1: 'SKSCAN 2 FFFFFFFF 6', bp35c2: 'SKSCAN 2 FFFFFFFF 6 0' } as const;

	// A program written on a BP35C2 joins after the EPANDESC that it likes.
	it('may join before its scan is over, on a module of the dual stack: that ends the scan', () => {
		const program = new SerialProgram([], { model: 'bp35c2' });
		program.logIn();
		program.type(ASKS.bp35c2, 'PairID:CCDDEEFF\r\n');
		const heard = program.type(`SKJOIN ${program.meter}`, 'EVENT 25');
		equal(/^SKJOIN \S+\r\nOK\r\nEVENT 22 /.test(heard), true, heard);
		equal(heard.includes('FAIL'), false);
	});

	it('may join right behind its SKSCAN, while the request for beacons is on its way', () => {
		const program = new SerialProgram([], { model: 'bp35c2' });
		program.logIn();
		program.forget();
		const heard = program.type(`${ASKS.bp35c2}\r\nSKJOIN ${program.meter}`, 'EVENT 25');
		equal(heard.split('EVENT 22').length, 2);
		equal(heard.includes('FAIL'), false);
	});

	it('is refused where the module does not end a scan, and keeps it', () => {
		for (const [model, changes] of [
			['bp35a1', {}],
			['bp35c2', { joinEndsScan: false }],
		] as const) {
			const program = new SerialProgram([], { model, changes });
			program.logIn();
			program.type(ASKS[model], 'PairID:CCDDEEFF\r\n');
			equal(program.type(`SKJOIN ${program.meter}`, 'ER10\r\n').endsWith('FAIL ER10\r\n'), true);
			equal(program.hear('EVENT 22').includes('EVENT 22'), true);
		}
	});

	it('does not end its scan by a join that is refused', () => {
		const program = new SerialProgram([], { model: 'bp35c2' });
		program.type(ASKS.bp35c2, 'OK\r\n');
		equal(program.type(`SKJOIN ${program.meter}`, 'ER10\r\n').includes('EVENT 22'), false);
		equal(program.hear('EVENT 22', 1_000).includes('EVENT 22'), false);
	});

	// A user's log of ten months: a send gate that only 29 shuts was shut every 19.2 h, and opened by 25 after 2 to 42 s.
	it('hears EVENT 29 before the own re-authentication of a module of the dual stack, and then EVENT 25', () => {
		const program = new SerialProgram(['short-lifetime=300s'], { model: 'bp35c2' });
		program.begin();
		const heard = program.hear('EVENT 25', 250_000);
		equal(/EVENT 29 \S+ 0\r\nEVENT 21 /.test(heard), true, heard.slice(0, 80));
		equal(heard.includes('EVENT 25'), true);
	});

	it('hears no EVENT 29 where the model does not tell, nor at its own SKREJOIN', () => {
		const single = new SerialProgram(['short-lifetime=300s']);
		single.begin();
		equal(single.hear('EVENT 25', 250_000).includes('EVENT 29'), false);
		const dual = new SerialProgram([], { model: 'bp35c2' });
		dual.begin();
		equal(dual.type('SKREJOIN', 'EVENT 25').includes('EVENT 29'), false);
	});

	it('finds a module fresh from the shop in binary, until WOPT says otherwise for good', () => {
		const program = new SerialProgram([], { changes: { wopt: 0 } });
		equal(program.typeBytes('ROPT\r', 'OK 00\r'), 'ROPT\r\nOK 00\r');
		program.typeBytes('WOPT 01\r', 'OK\r');
		equal(program.typeBytes('ROPT\r', 'OK 01\r').endsWith('OK 01\r'), true);
	});
});

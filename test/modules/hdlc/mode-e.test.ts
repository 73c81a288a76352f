import {
	decodeAcknowledgement,
	decodeIdentification,
	encodeAcknowledgement,
	encodeIdentification,
	type Identification,
	ModeEClient,
	ModeEServer,
} from '../../../modules/hdlc/mode-e.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { HDLC } from '../../vectors/cosem.js';

const IDENTIFICATION: Identification = { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'ident' };
const REQUEST = '2f 3f 21 0d 0a';
// "/FLG5\2ident" CR LF
const ANSWER = '2f464c47355c326964656e740d0a';

interface Rig {
	readonly server: ModeEServer;
	readonly written: string[];
	readonly speeds: number[];
	readonly binary: string[];
}

function rig(address?: string, identification = IDENTIFICATION): Rig {
	const written: string[] = [];
	const speeds: number[] = [];
	const binary: string[] = [];
	const server = new ModeEServer({
		identification,
		...(address === undefined ? {} : { address }),
		write: (bytes) => written.push(toHex(bytes)),
		setSpeed: (speed) => speeds.push(speed),
		onBinary: (bytes) => binary.push(toHex(bytes)),
	});
	return { server, written, speeds, binary };
}

describe('mode E: lines', () => {
	it('identify both ways', () => {
		bytesEqual(encodeIdentification(IDENTIFICATION), ANSWER);
		const read = decodeIdentification('/FLG5\\2ident')!;
		equal(read.manufacturer, 'FLG');
		equal(read.speed, 9600);
		equal(read.binary, true);
		equal(read.identity, 'ident');
		equal(decodeIdentification('/ABC0plain')?.binary, false);
	});

	it('that are no identification are refused', () => {
		for (const line of ['', 'FLG5ident', '/FL5ident', '/FLG7ident', '/FLG5\\2ident of too many letters', '/FLG5id/ent'])
			equal(decodeIdentification(line), undefined, line);
		throws(() => encodeIdentification({ ...IDENTIFICATION, manufacturer: 'F' }), /^mode E: expected an identification/);
		throws(() => encodeIdentification({ ...IDENTIFICATION, speed: 115200 }), /^mode E: expected a speed/);
	});

	it('acknowledge both ways, every speed', () => {
		bytesEqual(encodeAcknowledgement(9600), HDLC.modeEAcknowledgement.toLowerCase());
		for (const speed of [300, 600, 1200, 2400, 4800, 9600, 19200]) equal(decodeAcknowledgement(encodeAcknowledgement(speed)), speed);
		for (const bytes of [
			'06 30 35 30 0d 0a',
			'06 32 35 31 0d 0a',
			'06 32 37 32 0d 0a',
			'06 32 35 32 0d',
			'06 32 35 32 0a 0d',
			'07 32 35 32 0d 0a',
			'06 32 35 32 0d 0a 00',
		])
			equal(decodeAcknowledgement(hex(bytes)), undefined, bytes);
	});
});

describe('mode E: the meter', () => {
	it('opens, changes its speed and goes over to HDLC', () => {
		const { server, written, speeds, binary } = rig();
		server.receive(hex(REQUEST));
		equal(written.join(), ANSWER);
		equal(server.binary, false);
		server.receive(hex(HDLC.modeEAcknowledgement));
		equal(written[1], toHex(hex(HDLC.modeEAcknowledgement)));
		equal(speeds.join(), '9600');
		equal(server.binary, true);
		equal(binary.length, 0);
		server.receive(hex(HDLC.snrm));
		equal(binary.join(), toHex(hex(HDLC.snrm)));
	});

	it('opens byte by byte, and in one piece with what follows', () => {
		const bytes = hex(`${REQUEST} ${HDLC.modeEAcknowledgement} ${HDLC.snrm}`);
		const whole = rig();
		whole.server.receive(bytes);
		equal(whole.binary.join(''), toHex(hex(HDLC.snrm)));
		const single = rig();
		for (let i = 0; i < bytes.length; i++) single.server.receive(bytes.subarray(i, i + 1));
		equal(single.binary.join(''), toHex(hex(HDLC.snrm)));
		equal(single.written.length, 2);
	});

	it('takes characters with parity', () => {
		const { server, written } = rig();
		server.receive(hex('af 3f 21 8d 0a'));
		equal(written.join(), ANSWER);
	});

	it('goes over to HDLC at once where it hears its flag', () => {
		const { server, speeds, binary, written } = rig();
		server.receive(hex(`2f 3f ${HDLC.snrm}`));
		equal(binary.join(), toHex(hex(HDLC.snrm)));
		equal(speeds.length, 0);
		equal(written.length, 0);
	});

	it('answers to its address, zeros in front or not, and to none', () => {
		const ask = (address: string, own?: string) => {
			const { server, written } = rig(own);
			server.receive(Uint8Array.from(`/?${address}!\r\n`, (character) => character.charCodeAt(0)));
			return written.length;
		};
		equal(ask('', '1234'), 1);
		equal(ask('1234', '1234'), 1);
		equal(ask('00001234', '1234'), 1);
		equal(ask('1235', '1234'), 0);
		equal(ask('1234'), 0);
	});

	it('agrees neither to another mode nor to more speed than it offers', () => {
		const { server, written } = rig();
		server.receive(hex(REQUEST));
		for (const bytes of ['06 30 35 30 0d 0a', '06 32 36 32 0d 0a', '06 32 35 30 0d 0a']) server.receive(hex(bytes));
		equal(server.binary, false);
		equal(written.length, 1);
		server.receive(hex('06 32 30 32 0d 0a'));
		equal(server.binary, true);
	});

	it('begins again with each request, and after endless noise', () => {
		const { server, written } = rig();
		server.receive(hex(`${REQUEST} 2f 3f ${REQUEST} ${'41'.repeat(500)} ${REQUEST}`));
		equal(written.length, 3);
	});

	it('waits for an opening again after a reset', () => {
		const { server, speeds, written } = rig();
		server.reset();
		equal(speeds.length, 0);
		server.receive(hex(`${REQUEST} ${HDLC.modeEAcknowledgement}`));
		server.reset();
		equal(speeds.join(), '9600,300');
		server.receive(hex(REQUEST));
		equal(written.length, 3);
	});
});

describe('mode E: the hand-held', () => {
	function open(identification: Identification, maxSpeed?: number) {
		const events: string[] = [];
		const client: ModeEClient = new ModeEClient({
			...(maxSpeed === undefined ? {} : { maxSpeed }),
			write: (bytes) => {
				events.push(`write ${toHex(bytes)}`);
				meter.server.receive(bytes);
			},
			setSpeed: (speed) => events.push(`speed ${speed}`),
			onBinary: ({ identity }) => events.push(`binary ${identity}`),
			onRefused: (line) => events.push(`refused ${line}`),
		});
		const meter = rig(undefined, identification);
		client.open();
		client.receive(hex(`${REQUEST} ${meter.written[0]!}`));
		return { events, meter };
	}

	it('opens a meter, through an adapter that echoes', () => {
		const { events, meter } = open(IDENTIFICATION);
		equal(events.join(), `speed 300,write ${toHex(hex(REQUEST))},write ${toHex(hex(HDLC.modeEAcknowledgement))},speed 9600,binary ident`);
		equal(meter.server.binary, true);
	});

	/** What it tells of these pieces; opened unless told. */
	function heard(pieces: readonly string[], isOpened = true): string {
		const events: string[] = [];
		const client = new ModeEClient({
			...{ write: () => {}, setSpeed: () => {} },
			onBinary: ({ identity }) => events.push(`binary ${identity}`),
			onRefused: (line) => events.push(`refused ${line.length}`),
		});
		if (isOpened) client.open();
		for (const piece of pieces) client.receive(hex(piece));
		return events.join();
	}

	it('takes the identification in whatever pieces it comes, and nothing but the first line, nor before it has asked', () => {
		for (let at = 0; at <= ANSWER.length; at += 2) equal(heard([ANSWER.slice(0, at), ANSWER.slice(at)]), 'binary ident');
		equal(heard([ANSWER + ANSWER]), 'binary ident');
		equal(heard([`41 0d 0a ${ANSWER}`]), 'refused 1');
		equal(heard(['41 0d 0a', ANSWER]), 'refused 1');
		equal(heard([ANSWER], false), '');
	});

	it('forgets noise that is as long as a line may be', () => {
		equal(heard(['55'.repeat(40) + ANSWER]), 'binary ident');
		equal(heard(['55'.repeat(39) + ANSWER]), 'refused 11');
	});

	it('asks for less speed if it must', () => equal(open(IDENTIFICATION, 4800).meter.speeds.join(), '4800'));

	it('is refused by a meter without binary mode', () => equal(open({ ...IDENTIFICATION, binary: false }).events.at(-1), 'refused /FLG5ident'));
});

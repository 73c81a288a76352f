import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { ACSE, XDLMS } from '../../../vectors/cosem.js';
import {
	answerTo,
	BROADCAST_KEY,
	CLIENT_TITLE,
	clientSecurity,
	KEYS,
	Line,
	MANAGEMENT,
	MemoryCounters,
	NAMES,
	PUBLIC,
	rig,
	SERVER_TITLE,
} from '../device-rig.js';

const ENERGY = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
const TAG_LENGTH = 12;

function open(options: Parameters<typeof rig>[0] = {}) {
	const device = rig(options);
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
	equal(line.associate(), 'ok');
	return { ...device, line };
}

/** The same ciphertext without its tag, so that any bit of it can be turned round. */
function withoutTag(answer: Uint8Array): Uint8Array {
	const short = answer.slice(0, answer.length - TAG_LENGTH);
	short[1]! -= TAG_LENGTH;
	short[2] = CONTROL.encryption;
	return short;
}

describe('an answer on its way to a client', () => {
	it('is refused when its tag was left out, so that bits of its ciphertext could be turned round', () => {
		const { line } = open();
		let value: unknown = 'no answer';
		line.onAnswer = (answer) => {
			const changed = withoutTag(answer);
			changed[changed.length - 1]! ^= 0xff;
			return changed;
		};
		line.get(ENERGY, (error, result) => {
			value = error?.text ?? result;
		});
		equal(value, 'no answer');
		equal(line.client.refused, 1);
		line.client.abort('time-out');
		line.onAnswer = (answer) => answer;
		line.get(ENERGY, (_, result) => {
			value = toHex(result as Uint8Array);
		});
		equal(value, '0600003039', 'the next one, whose counter was not moved');
	});

	it('is refused as an InitiateResponse without its tag', () => {
		const line = new Line(rig().server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = (answer) => {
			const at = toHex(answer).indexOf('281f30') / 2;
			if (answer[0] !== 0x61 || at < 0) return answer;
			const initiate = withoutTag(answer.subarray(at));
			const aare = new Uint8Array([...answer.subarray(0, at), ...initiate]);
			aare[1]! -= TAG_LENGTH;
			aare[at - 3]! -= TAG_LENGTH;
			aare[at - 1]! -= TAG_LENGTH;
			return aare;
		};
		equal(line.associate(), 'the InitiateResponse is not under the right keys');
	});
});

describe('the AARQs of the Green Book', () => {
	// The ciphered one is under the right keys, but asks for a password, and its title is the server's own.
	for (const [name, diagnostic] of [
		['aarq', '02'],
		['aarqLow', '02'],
		['aarqGmac', '02'],
		['aarqCiphered', '0b'],
	] as const) {
		it(`open nothing under a policy, and leave nothing behind: ${name}`, () => {
			const { server, serverSecurity } = rig();
			const association = server.connect(MANAGEMENT)!;
			equal(toHex(answerTo(association, hex(ACSE[name]))!).includes(`a203020101a305a1030201${diagnostic}`), true);
			equal(association.state, 'idle');
			equal(serverSecurity.lastReceived, 0);
			equal(server.statistics.rejected, 1);
		});
	}

	it('that is ciphered opens nothing with GMAC either, for its title is the server’s own', () => {
		const { server, serverSecurity } = rig();
		const association = server.connect(MANAGEMENT)!;
		const gmac = hex(ACSE.aarqCiphered.replace('85 74 05 08 02 01', '85 74 05 08 02 05'));
		equal(toHex(answerTo(association, gmac)!).includes('a203020101a305a103020103'), true);
		equal(serverSecurity.lastReceived, 0);
	});
});

describe('a dedicated key', () => {
	it('is refused if it is a global key, under which counters would begin again', () => {
		const session = clientSecurity({ keys: { ...KEYS, broadcast: BROADCAST_KEY } }).session(SERVER_TITLE)!;
		equal(session.useDedicatedKey(KEYS.encryption.slice()), false);
		equal(session.useDedicatedKey(BROADCAST_KEY.slice()), false);
		equal(session.useDedicatedKey(new Uint8Array(16).fill(1)), true);
	});

	it('is gone with its association', () => {
		const device = rig();
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), protocol: 'ded', dedicated: true });
		equal(line.associate(), 'ok');
		line.get(ENERGY, () => {});
		const under = line.requests[line.requests.length - 1]!;
		line.release(() => {});
		equal(line.associate(), 'ok');
		bytesEqual(answerTo(line.association, under)!, 'd80105');
	});
});

describe('a long transfer', () => {
	const READ_LONG = 'C0 01 C1 0007 0100630100FF 02 00';
	const NO_LONG_GET = 'c402c101000000010110';
	const FIRST_BLOCK = 'C1 02 C1 0001 0000600102FF 02 00 00 00000001 02 0903';
	const SECOND_BLOCK = 'C1 03 C1 01 00000002 03 010203';

	/** In the clear, without a policy. */
	function plain() {
		const device = rig({ policy: 0, maxPdu: 128, peerTitle: CLIENT_TITLE });
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), maxPdu: 128 });
		equal(line.associate(), 'ok');
		return { line, device };
	}

	for (const [what, end] of [
		['a new association', (line: Line) => equal(line.associate(), 'ok')],
		[
			'a release and a new association',
			(line: Line) => {
				line.release(() => {});
				equal(line.associate(), 'ok');
			},
		],
	] as const) {
		it(`does not go on behind ${what}`, () => {
			const { line, device } = plain();
			equal(answerTo(line.association, hex(READ_LONG))![1], 2);
			end(line);
			bytesEqual(answerTo(line.association, hex('C0 02 C1 00000001'))!, NO_LONG_GET);
			bytesEqual(answerTo(line.association, hex(FIRST_BLOCK))!, 'c502c100000001');
			end(line);
			// 18: no-long-set-in-progress.
			bytesEqual(answerTo(line.association, hex(SECOND_BLOCK))!, 'c503c11200000002');
			equal(device.echo.calls, 0);
		});
	}

	it('does not go on behind a failed proof of HLS', () => {
		const { line } = plain();
		equal(answerTo(line.association, hex(READ_LONG))![1], 2);
		answerTo(line.association, hex(ACSE.aarqGmac));
		bytesEqual(answerTo(line.association, hex('C0 02 C1 00000001'))!, 'd80101');
		answerTo(line.association, hex(XDLMS.actionHls));
		bytesEqual(answerTo(line.association, hex('C0 02 C1 00000001'))!, 'd80101');
		equal(line.associate(), 'ok');
		bytesEqual(answerTo(line.association, hex('C0 02 C1 00000001'))!, NO_LONG_GET);
	});
});

describe('what a server refuses', () => {
	it('is logged the first few times, then ever more rarely, and always counted', () => {
		const lines: string[] = [];
		const device = rig();
		const server = new CosemServer({ ...device.server.options, log: { write: (layer, text) => lines.push(`${layer}: ${text}`) } });
		for (let i = 0; i < 1000; i++) {
			answerTo(server.connect(MANAGEMENT)!, hex(ACSE.aarq));
			answerTo(server.connect(PUBLIC)!, hex(XDLMS.getValue));
		}
		equal(server.statistics.rejected, 1000);
		equal(server.statistics.dropped, 1000);
		equal(lines.length, 2 * (8 + 6), lines.join('\n'));
		equal(lines[0], 'COSEM: client 1: association refused: diagnostic 102');
		equal(lines[lines.length - 1], 'COSEM: client 16: no request; 512 of this kind so far');
	});

	it('is never the same challenge: each association has one of its own', () => {
		const device = rig();
		const counters = new MemoryCounters();
		const seen = new Set<string>();
		for (let i = 0; i < 200; i++) {
			const line = new Line(device.server, MANAGEMENT, { security: clientSecurity({ counters }) });
			line.onAnswer = () => undefined;
			line.associate();
			const answer = toHex(line.answers[0]!);
			seen.add(answer.slice(answer.indexOf('aa128010') + 8).slice(0, 32));
		}
		equal(seen.size, 200);
	});
});

import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { equal, hex, toHex } from '../../../assert.js';
import { clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, rig } from '../device-rig.js';

const IN_BLOCKS = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };

function open() {
	const device = rig({ maxPdu: 128, maxTransfer: 10_000, conformance: IN_BLOCKS });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), conformance: IN_BLOCKS, maxPdu: 128, window: 4 });
	equal(line.associate(), 'ok');
	device.echo.value = { tag: DataTag.octetString, bytes: new Uint8Array(1000).fill(0x5a) };
	line.requests.length = line.answers.length = 0;
	return { ...device, line };
}

describe('a COSEM client that leaves', () => {
	it('in the midst of general blocks asks for none that come late, and takes the answer to its release', () => {
		const { line } = open();
		let late: Uint8Array[] = [];
		let outcome = 'no answer';
		line.onAnswer = (apdu) => {
			// It is on its way when the client gives up.
			late.push(apdu);
			return undefined;
		};
		line.get(ECHO, (error) => {
			outcome = error?.text ?? 'got';
		});
		line.client.abort('enough');
		equal(outcome, 'enough');
		equal(late.length > 0, true);
		const { refused } = line.client;
		const asked = line.requests.length;
		line.onAnswer = (apdu) => {
			for (const block of late) line.client.receive(block);
			late = [];
			return apdu;
		};
		line.release((error) => {
			outcome = error?.text ?? 'released';
		});
		equal(outcome, 'released');
		equal(
			line.requests
				.slice(asked)
				.map(([tag]) => tag!.toString(16))
				.join(),
			'62',
		);
		equal(line.client.refused > refused, true);
		equal(line.association.state, 'idle');
	});

	it('takes no late answer for the one to its release', () => {
		const { line } = open();
		let late: Uint8Array | undefined;
		line.onAnswer = (apdu) => {
			late = apdu;
			return undefined;
		};
		line.get({ classId: 3, name: NAMES.energy, index: 2, selection: undefined }, () => {});
		line.client.abort('enough');
		let outcome = 'no answer';
		line.onAnswer = (apdu) => {
			line.client.receive(late!);
			return apdu;
		};
		line.release((error) => {
			outcome = error?.text ?? 'released';
		});
		equal(outcome, 'released');
		equal(line.client.astray, 1);
		equal(line.client.malformed, undefined);
		equal(toHex(line.answers.at(-1)!.subarray(0, 1)), toHex(hex('63')));
	});
});

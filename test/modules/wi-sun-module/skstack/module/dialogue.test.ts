import { fromText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import type { ModelName } from '../../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal } from '../../../../assert.js';
import { sweepStep } from '../../../../fuzz/campaign.js';
import { dialogue } from '../../../../vectors/skstack.js';
import { pieces } from '../../network-rig.js';
import { SkstackRig } from '../module-rig.js';

// Route B as logs of real modules show it; see the vectors.
const GRAMMARS: readonly { model: ModelName; side: boolean }[] = [
	{ model: 'bp35a1', side: false },
	{ model: 'rl7023-ips', side: false },
	{ model: 'rl7023-dss', side: true },
];

/** The whole dialogue, each step's bytes handed over by `type`. */
function hold(rig: SkstackRig, side: boolean, type: (bytes: Uint8Array) => void): string {
	let printed = '';
	for (const { host } of dialogue(side)) {
		type(fromText(host));
		rig.scheduler.runFor(1_000);
		printed += rig.printed();
	}
	return printed;
}

describe('A dialogue with a module', () => {
	for (const { model, side } of GRAMMARS) {
		it(`goes byte for byte as in the logs: ${model}`, () => {
			const rig = new SkstackRig(model);
			for (const { host, module } of dialogue(side)) equal(rig.ask(host), module, host);
		});

		it(`is the same character by character: ${side ? 'a bp35c2 set to digits' : model}`, () => {
			const rig = new SkstackRig(side ? 'bp35c2' : model);
			if (side) equal(rig.ask('WOPT 01\r'), 'WOPT 01\r\nOK\r');
			const expected = dialogue(side)
				.map(({ module }) => module)
				.join('');
			const byCharacter = hold(rig, side, (bytes) => {
				for (let i = 0; i < bytes.length; i++) rig.module.receive(bytes.subarray(i, i + 1));
			});
			equal(byCharacter, expected, 'printed');
		});

		it(`does not depend on how the UART cuts it: ${model}`, () => {
			const whole = dialogue(side)
				.map(({ module }) => module)
				.join('');
			for (let seed = 0; seed < 20; seed += sweepStep()) {
				const rig = new SkstackRig(model);
				const printed = hold(rig, side, (bytes) => {
					for (const piece of pieces(bytes, seed)) rig.module.receive(piece);
				});
				equal(printed, whole, `seed ${seed}`);
			}
		});

		it(`does not depend on where one cut falls: ${model}`, () => {
			for (const step of dialogue(side)) {
				for (let cut = 1; cut < step.host.length; cut += sweepStep()) {
					const rig = new SkstackRig(model);
					const before = step.host.startsWith('SKTERM') || step.host.startsWith('SKSENDTO') ? dialogue(side).slice(6, 7) : [];
					for (const { host } of before) rig.ask(host);
					const bytes = fromText(step.host);
					rig.module.receive(bytes.subarray(0, cut));
					rig.module.receive(bytes.subarray(cut));
					rig.scheduler.runFor(1_000);
					equal(rig.printed(), step.module, `${step.host} cut at ${cut}`);
				}
			}
		});
	}

	it('answers commands typed ahead in their order', () => {
		const rig = new SkstackRig();
		const printed = rig.ask('SKVER\r\nSKSREG S2\r\nSKAPPVER\r\n');
		equal(printed, 'SKVER\r\nEVER 1.2.10\r\nOK\r\nSKSREG S2\r\nESREG 21\r\nOK\r\nSKAPPVER\r\nEAPPVER rev26e\r\nOK\r\n');
	});
});

/** Units on a board, as its words tell: what plugs in, the relay on its pins, contacts at the places, and power that goes at any moment. */
import assert from 'node:assert/strict';
import { loadOutput } from '../../boards/device-units.js';
import { PowerLoss } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { Board, FakePins } from './device-units-rig.js';

const MINUTE = 60_000;

describe('units on a board', () => {
	it('are none unless they are named, and then none of the other words is taken', () => {
		const board = new Board({ units: '' }).start().run(5000);
		assert.equal(board.firmware.backplane, undefined);
		assert.equal(board.hands, undefined);
		for (const word of ['relay', 'relayLevel', 'relayRest', 'relaySense', 'pullMetering', 'pullCover'])
			assert.throws(() => new Board({ units: '', [word]: '4' }).start(), { name: 'RangeError', message: `${word}: expected units=… as well` });
	});

	it('are those that are named', () => {
		const board = new Board({}).start().run(5000);
		const { backplane } = board.firmware;
		for (const place of ['metering', 'communication', 'option', 'cover'] as const) assert.equal(board.state(place), 'working', place);
		const codes = (['metering', 'communication', 'option', 'cover'] as const).map((place) => backplane!.report(place).identity!.code);
		assert.deepEqual(codes, ['1p3w-60-2way', 'rf-b', 'switch-1p3w-60', 'normal']);
		assert.equal(new Board({ units: '1p2w-30-1way,rf-b,rain' }).start().run(5000).state('option'), 'empty');
	});

	it('draw the load on the conductors of their metering unit', () => {
		const { currentT, power, currentR } = new Board({}).start().run(5000).firmware.readings.sample()!;
		assert.ok(power === 600 && currentT! > 0 && currentT! < currentR);
		const single = new Board({ units: '1p2w-30-1way,rf-b' }).start().run(5000).firmware.readings.sample()!;
		assert.equal(single.currentT, undefined);
		assert.ok(Math.abs(single.currentR - 600 / 101) < 1e-9);
	});

	for (const [words, error] of [
		[{ units: '1p3w-60-2way' }, /^CombinationError|units "1p3w-60-2way": .*communication/],
		[{ units: '1p3w-61-2way,rf-b' }, /"1p3w-61-2way" is no unit; perhaps/],
		[{ units: '1p3w-60-2way,rf' }, /units: expected a communication unit with Route B by radio, as rf-b, got rf$/],
		[{ units: '3p3w-60-2way,rf-b' }, /units: expected a single-phase metering unit: no load here has three, got 3p3w-60-2way$/],
		[{ units: '1p3w-60-2way,rf-b,voltage-60' }, /units: expected no voltage unit: a board has no such unit, got voltage-1p3w-60$/],
		[
			{ watts: '', meter: 'hlw8032', meterReceive: '18' },
			/units: expected a metering unit like 1p2w-30-1way, which is what the chip measures, got 1p3w-60-2way$/,
		],
		[{ units: '1p3w-60-2way,rf-b', relay: '4' }, /relay: expected a switching unit among units=…, as switch-60$/],
		[{ units: '1p3w-60-2way,rf-b', pullOption: '4' }, /pullOption: expected a switching unit among units=…, as switch-60$/],
		[{ relay: 'GPIO4' }, /relay: expected the number of a pin, 0 to 48, got GPIO4$/],
		[{ relay: '49' }, /relay: expected the number of a pin, 0 to 48, got 49$/],
		[{ relay: '4,' }, /relay: expected the number of a pin, 0 to 48, got $/],
		[{ relay: '4,4' }, /relay: expected one pin, or two with a comma between, got 4,4$/],
		[{ relay: '4,5,6' }, /relay: expected one pin, or two with a comma between, got 4,5,6$/],
		[{ relay: '4', relayLevel: 'on' }, /relayLevel: expected high or low, got on$/],
		[{ relay: '4', relayRest: 'off' }, /relayRest: expected open or closed, got off$/],
		[{ relay: '4,5', relayRest: 'closed' }, /relayRest: not with a latching relay, which stays where it is$/],
		[{ relaySense: '6' }, /relaySense: expected relay=… as well$/],
		[{ pullMetering: '-1' }, /pullMetering: expected the number of a pin, 0 to 48, got -1$/],
	] as const)
		it(`are refused: ${JSON.stringify(words)}`, () => {
			assert.throws(() => new Board(words).start(), error);
		});

	it('have pins from 0 to 48', () => {
		const { pins } = new Board({ relay: '0,48' }).start();
		assert.deepEqual([...pins.outputs.keys()], [0, 48]);
	});

	it('have no pins on Linux', () => {
		assert.throws(() => new Board({ relay: '4' }).start(false), /relay: this board has no pins$/);
		assert.equal(new Board({}).start(false).run(5000).state('option'), 'working');
	});
});

describe('the relay of a board', () => {
	it('is a coil that has current while the contact is closed', () => {
		const board = new Board({ relay: '16' }).start().run(5000);
		const coil = board.pins.outputs.get(16)!;
		assert.deepEqual(coil, { level: 'high', active: true });
		board.order('open').run(1000);
		assert.equal(coil.active, false);
		assert.equal(board.firmware.readings.sample()!.power, 0, 'nothing flows');
		board.order('close').run(1000);
		assert.equal(coil.active, true);
		assert.equal(board.firmware.readings.sample()!.power, 600);
		assert.ok(board.lines.includes('relay: nothing reads it back, so it is taken to be where it was sent'));
		assert.deepEqual(
			board.lines.filter((line) => /^relay: (open|closed)$/.test(line)),
			['relay: open', 'relay: closed'],
		);
	});

	it('is a coil by the low level, or a contact that rests closed', () => {
		const board = new Board({ relay: '16', relayLevel: 'low', relayRest: 'closed' }).start().run(5000);
		const coil = board.pins.outputs.get(16)!;
		assert.deepEqual(coil, { level: 'low', active: false });
		board.order('open').run(1000);
		assert.equal(coil.active, true);
	});

	it('is two coils of a latching relay, each with a pulse of 100 ms, never both', () => {
		const board = new Board({ relay: '16,17' });
		let isBoth = false;
		board.pins.onOutput = () => {
			isBoth ||= board.pins.outputs.get(16)!.active && board.pins.outputs.get(17)!.active;
		};
		board.start().run(5000);
		assert.deepEqual(board.pins.story.splice(0), ['16 on', '16 off'], 'sent where it is, at the start');
		board.order('open').run(50);
		assert.deepEqual(board.pins.story.splice(0), ['17 on']);
		board.run(1000);
		assert.deepEqual(board.pins.story.splice(0), ['17 off']);
		board.order('close').run(50).order('open').run(1000);
		assert.deepEqual(board.pins.story, ['16 on', '16 off', '17 on', '17 off']);
		assert.equal(isBoth, false);
	});

	it('is read back where a pin senses the voltage behind it', () => {
		const board = new Board({ relay: '16', relaySense: '18' });
		board.start().run(5000);
		board.order('open').run(150);
		assert.equal(board.firmware.readings.sample()!.power, 600, 'it has not moved yet');
		board.pins.closed.set(18, false);
		board.run(60);
		assert.equal(board.firmware.readings.sample()!.power, 600, 'one look is none');
		board.run(60);
		assert.equal(board.firmware.readings.sample()!.power, 0);
		assert.ok(!board.lines.some((line) => line.includes('reads it back')));
	});

	it('that does not move is stuck', () => {
		const board = new Board({ relay: '16', relaySense: '18' }).start().run(5000);
		let outcome = '';
		board.firmware.communication.order({ action: 'open', origin: 'remote', reason: 'a test' }, ({ result }) => {
			outcome = result;
		});
		board.run(2000);
		assert.equal(outcome, 'stuck');
	});

	it('is where it was sent after a power cut, with its unit or without', () => {
		const board = new Board({ relay: '16' }).start().run(5000).order('open').run(1000);
		board.hands!.pull('option');
		board.run(1000).cut().start().run(10);
		assert.equal(board.pins.outputs.get(16)!.active, false);
		board.run(5000);
		assert.equal(board.pins.outputs.get(16)!.active, false);
		board.order('close').run(1000).cut().start().run(5000);
		assert.equal(board.pins.outputs.get(16)!.active, true);
	});

	it('is made up where no pin is told', () => {
		const board = new Board({}).start().run(5000).order('open').run(1000);
		assert.equal(board.firmware.readings.sample()!.power, 0);
		assert.ok(board.lines.includes('relay: no pin was told, so the contact is made up'));
	});
});

describe('contacts at the places of a board', () => {
	it('tell when a unit is pulled and when it is back, after 200 ms of rest', () => {
		const board = new Board({ pullMetering: '4', pullOption: '5' }).start().run(5000);
		board.pins.closed.set(4, false);
		board.run(190);
		assert.equal(board.state('metering'), 'working');
		board.run(20);
		assert.equal(board.state('metering'), 'empty');
		assert.equal(board.state('option'), 'working');
		board.pins.closed.set(4, true);
		board.run(5000);
		assert.equal(board.state('metering'), 'working');
	});

	it('say nothing by bouncing', () => {
		const board = new Board({ pullMetering: '4' }).start().run(5000);
		for (let i = 0; i < 200; i++) {
			board.pins.closed.set(4, i % 3 === 0);
			board.run(49);
			board.pins.closed.set(4, true);
			board.run(11);
		}
		assert.equal(board.state('metering'), 'working');
	});

	it('know of a unit that was pulled while the power was off', () => {
		const board = new Board({ pullMetering: '4' })
			.start()
			.run(40 * MINUTE)
			.cut();
		board.pins.closed.set(4, false);
		board.start().run(10_000);
		assert.equal(board.state('metering'), 'empty');
		assert.ok(
			board.lines.some((line) => line.includes('while the power was off')),
			board.lines.join('\n'),
		);
		board.pins.closed.set(4, true);
		board.run(5000);
		assert.equal(board.state('metering'), 'working');
	});
});

describe('lines at the console of a board', () => {
	it('pull units and plug them in, and say what came of it', () => {
		const board = new Board({}).start(false).run(5000);
		const { hands } = board;
		assert.equal(hands!.obey('plug metering'), 'metering: no unit was pulled');
		assert.equal(hands!.obey(' pull metering\r'), 'metering: pulled');
		board.run(100);
		assert.equal(board.state('metering'), 'empty');
		assert.equal(hands!.obey('pull metering'), 'metering: no unit is in its place');
		assert.equal(hands!.obey('plug metering'), 'metering: plugged in');
		assert.equal(hands!.obey('plug metering'), 'metering: no unit was pulled');
		board.run(5000);
		assert.equal(board.state('metering'), 'working');
		for (const line of ['metering', 'pull', 'pull base', 'drop metering', 'pull metering now'])
			assert.equal(hands!.obey(line), `expected pull or plug, and metering, communication, option, cover, or breaker reset, got ${line}`);
	});

	it('know of no unit where none ever was', () => {
		const board = new Board({ units: '1p3w-60-2way,rf-b' }).start(false).run(5000);
		assert.equal(board.hands!.obey('pull option'), 'option: no unit is in its place');
		assert.equal(board.hands!.obey('breaker reset'), 'breaker: no switching unit has power');
	});

	it('press the button of the switching unit, which closes what is ready for a hand, and nothing that the utility opened', () => {
		const board = new Board({}).start(false).run(5000);
		const power = () => board.run(1000).firmware.readings.sample()!.power;
		board.order('open');
		assert.equal(power(), 0);
		assert.equal(board.hands!.obey('breaker reset'), 'breaker: its button is pressed');
		assert.equal(power(), 0);
		assert.ok(
			board.lines.some((line) => /hand .*opened by the utility/.test(line)),
			board.lines.join('\n'),
		);
		board.order('ready');
		assert.equal(power(), 0);
		assert.equal(board.hands!.obey(' breaker reset\r'), 'breaker: its button is pressed');
		assert.equal(power(), 600);
		board.hands!.pull('option');
		board.run(1000);
		assert.equal(board.hands!.obey('breaker reset'), 'breaker: no switching unit has power');
	});
});

describe('the load relay of a board', () => {
	it('is a pin, where the part that has it is there', () => {
		const pins = new FakePins();
		assert.equal(loadOutput({}, pins), undefined);
		const output = loadOutput({ loadRelay: '19', loadRelayLevel: 'low', routeAParts: 'control,household' }, pins)!;
		assert.equal(pins.outputs.get(19)!.level, 'low');
		output.set(true);
		assert.ok(output.on && pins.outputs.get(19)!.active);
		output.set(false);
		assert.ok(!output.on && !pins.outputs.get(19)!.active);
		assert.throws(
			() => loadOutput({ loadRelay: '19', routeAParts: 'control' }, pins),
			/^RangeError: loadRelay: expected household among routeAParts/,
		);
		assert.throws(() => loadOutput({ loadRelayLevel: 'low' }, pins), /^RangeError: loadRelayLevel: expected loadRelay=… as well$/);
	});
});

describe('power that goes at any moment on a board', function () {
	this.timeout(120_000);

	/** What is done to it in an hour, with units pulled and the relay at work. */
	const hour: readonly ((board: Board) => void)[] = [
		(board) => board.hands!.pull('metering'),
		(board) => board.hands!.plug('metering'),
		(board) => board.order('open'),
		(board) => board.hands!.pull('option'),
		(board) => board.hands!.plug('option'),
		(board) => board.order('close'),
		(board) => board.hands!.pull('communication'),
		(board) => board.hands!.plug('communication'),
		(board) => board.hands!.pull('cover'),
		(board) => board.hands!.plug('cover'),
	];
	const PART = 4 * MINUTE;

	it('costs nothing that was recorded, and the contact is where it was sent, at 100 writes', () => {
		const random = new SeededRandom(20_261_130);
		const whole = new Board({ relay: '16' }).start().run(35 * MINUTE);
		const operations = [whole.flash.operations, whole.unitsFlash.operations];
		for (const act of hour) {
			act(whole);
			whole.run(PART);
		}
		const counts = [whole.flash.operations - operations[0]!, whole.unitsFlash.operations - operations[1]!];
		assert.ok(counts[0]! > 0 && counts[1]! > 20, counts.join());
		let cuts = 0;
		for (let i = 0; i < 100; i++) {
			const board = new Board({ relay: '16' }).start().run(35 * MINUTE);
			const before = board.firmware.readings.counts()!.import;
			const chosen = i % 4 === 0 ? 0 : 1;
			(chosen === 0 ? board.flash : board.unitsFlash).cutAt(random.below(counts[chosen]!), random);
			let sent = true;
			let closed = -1;
			let isCut = false;
			for (const [number, act] of hour.entries()) {
				try {
					act(board);
					if (number === 2) sent = false;
					if (number === 5) sent = true;
					board.run(PART);
				} catch (error) {
					if (!(error instanceof PowerLoss)) throw error;
					isCut = true;
				}
				// A unit whose write failed with the power is dead with it, and the base says so in its log: here the whole board goes.
				if (isCut || board.lines.some((line) => line.includes('the power failed'))) {
					isCut = true;
					closed = number;
					break;
				}
			}
			if (!isCut) continue;
			cuts++;
			board.lines.length = 0;
			board
				.cut()
				.start()
				.run(5 * MINUTE);
			for (const place of ['metering', 'communication', 'cover', 'option'] as const)
				assert.equal(board.state(place), 'working', `cut ${i}: ${place}`);
			const after = board.firmware.readings.counts()!.import;
			assert.ok(after >= before, `cut ${i}: ${after} below ${before}`);
			const halfHour = Math.ceil(board.time / MINUTE / 30) * 30 - 60;
			assert.ok(board.firmware.readings.interval(halfHour) !== undefined, `cut ${i}: a half-hour before it`);
			// While the order itself is under way, either side of it.
			if (closed !== 2 && closed !== 5) assert.equal(board.pins.outputs.get(16)!.active, sent, `cut ${i}, in step ${closed}`);
			assert.equal(board.firmware.readings.sample()!.power, board.pins.outputs.get(16)!.active ? 600 : 0);
		}
		assert.ok(cuts >= 90, `${cuts} cuts`);
	});

	it('leaves units that are out where they are, and takes them back', () => {
		const board = new Board({ pullOption: '5', relay: '16' })
			.start()
			.run(35 * MINUTE)
			.order('open')
			.run(1000);
		board.pins.closed.set(5, false);
		board.run(1000).cut().start().run(10_000);
		assert.equal(board.state('option'), 'empty');
		assert.equal(board.pins.outputs.get(16)!.active, false);
		board.pins.closed.set(5, true);
		board.run(5000);
		assert.equal(board.state('option'), 'working');
		board.order('close').run(1000);
		assert.equal(board.pins.outputs.get(16)!.active, true);
	});
});

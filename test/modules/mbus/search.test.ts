import { matchesSelection, type SecondaryAddress } from '../../../modules/mbus/header.js';
import { type Probed, SecondarySearch } from '../../../modules/mbus/search.js';
import { equal } from '../../assert.js';

const slave = (identification: number, deviceType = 3): SecondaryAddress => ({ identification, manufacturer: 0x2ca9, version: 1, deviceType });

const ANY = { manufacturer: 0xffff, version: 0xff, deviceType: 0xff };

/** Who is found, how it ended, and how often it was asked. */
function search(slaves: readonly SecondaryAddress[], { most = 1000, wanted = 99, among = ANY } = {}): string {
	const found: string[] = [];
	let probes = 0;
	let how = '';
	new SecondarySearch({
		among,
		most,
		probe: (selected, done) => {
			probes++;
			const meant = slaves.filter((each) => matchesSelection(each, selected));
			const probed: Probed = meant.length === 0 ? 'nobody' : meant.length === 1 ? meant[0]! : 'several';
			done(probed);
		},
		onFound: ({ identification }) => {
			found.push(identification.toString(16).padStart(8, '0'));
			return found.length < wanted;
		},
		onEnd: (told) => {
			how += told;
		},
	}).start();
	return `${found.join()} ${how} ${probes}`;
}

describe('M-Bus search by secondary addresses', () => {
	for (const [what, slaves, expected] of [
		['finds nobody where nobody is', [], ' whole 1'],
		['finds one at once', [slave(0x12345678)], '12345678 whole 1'],
		['finds two that differ in the first digit', [slave(0x92345678), slave(0x02345678)], '02345678,92345678 whole 11'],
		['finds two that differ in the last digit alone', [slave(0x12345679), slave(0x12345670)], '12345670,12345679 whole 81'],
		[
			'finds those beside one identification number that two have',
			[slave(0x11111111, 3), slave(0x11111111, 7), slave(0x99999999)],
			'99999999 several 81',
		],
	] as const)
		it(what, () => equal(search(slaves), expected));

	it('tells those of one identification number apart by what else is told of them', () => {
		const slaves = [
			slave(0x11111111, 3),
			slave(0x11111111, 7),
			{ ...slave(0x11111111, 3), version: 2 },
			{ ...slave(0x99999999, 7), manufacturer: 1 },
		];
		equal(search(slaves, { among: { ...ANY, deviceType: 7 } }), '11111111,99999999 whole 11');
		equal(search(slaves, { among: { ...ANY, version: 2 } }), '11111111 whole 1');
		equal(search(slaves, { among: { ...ANY, manufacturer: 1 } }), '99999999 whole 1');
	});

	it('ends with the one that is wanted', () => {
		equal(search([slave(0x10000000), slave(0x20000000), slave(0x30000000)], { wanted: 2 }), '10000000,20000000 ended 4');
	});

	it('gives up where everything answers', () => {
		const noise = Array.from({ length: 100 }, (_, i) => [slave(i, 3), slave(i, 7)]).flat();
		equal(search(noise, { most: 50 }), ' several 50');
	});

	it('waits for answers that come later', () => {
		const waiting: (() => void)[] = [];
		const found: number[] = [];
		const probe = (selected: SecondaryAddress, done: (probed: Probed) => void) => {
			waiting.push(() => done(matchesSelection(slave(0x12345678), selected) ? slave(0x12345678) : 'nobody'));
		};
		let ends = 0;
		new SecondarySearch({ among: ANY, most: 9, probe, onFound: ({ identification }) => found.push(identification) > 0, onEnd: () => ends++ }).start();
		equal([waiting.length, found.length, ends].join(), '1,0,0');
		waiting.shift()!();
		equal([waiting.length, found.length, ends].join(), '0,1,1');
	});

	it('finds all of many, whatever their numbers are', () => {
		const slaves = Array.from({ length: 30 }, (_, i) => slave(Number.parseInt(String(10_000_000 + 2_999_993 * i).padStart(8, '0'), 16)));
		const [found, how] = search(slaves).split(' ');
		equal([found!.split(',').length, new Set(found!.split(',')).size, how].join(), '30,30,whole');
	});
});

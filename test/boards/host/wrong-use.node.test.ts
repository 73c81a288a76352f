import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keikiHere, keikiHereIn } from './here-rig.js';

describe('keiki used wrongly', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** Ends with 2 and one clear message, and leaves the folder as it was. */
	async function refuses(words: readonly string[], message: RegExp): Promise<void> {
		const content = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
		const before = content();
		const { status, stdout, stderr } = await keikiHere(...words);
		assert.match(stderr, message);
		assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace');
		assert.deepEqual([status, stdout], [2, '']);
		assert.deepEqual(content(), before);
	}

	const CASES: readonly (readonly [string, RegExp])[] = [
		['rnu', /unknown command 'rnu'\n\(Did you mean run\?\)/],
		['conformance write', /which paper\? one of --companion-specification, --pics and --pixit/],
		['conformance write --pics --pixit', /which paper\?/],
		['conformance write --pics --html --markdown', /--html, --markdown: one of them|--html|--markdown/],
		['conformance write --pics --out /nowhere/pics.md', /--out \/nowhere\/pics.md: cannot be written/],
		['conformance test', /missing required argument 'meter'/],
		['conformance test [::1', /conformance test \[::1: expected HOST:PORT/],
		['conformance test [::1]:1 [::1]:1', /--meter \[::1\]:1: .*once/],
		['conformance test [::1]:1 --only C999', /--only: there is no check "C999"; keiki conformance list has them all/],
		['conformance test [::1]:1 --may-disconnect', /--may-disconnect: only with --may-write/],
		['conformance test [::1]:1 --ciphering ded', /--ciphering: expected one of glo, general-glo, got "ded"/],
		['fleet --meters 0', /--meters: expected a whole number from 1 to 1000000, got "0"/],
		['fleet --meters 3 --concentrators 4', /--concentrators: expected a whole number from 1 to 3, got "4"/],
		[
			'fleet --meters 200000 --concentrators 1',
			/--concentrators 1: 200000 meters of each would need wPorts beyond 1000 \+ 64535: expected at least 4/,
		],
		['fleet --first [::1]:65535', /--first \[::1\]:65535: 2 concentrators would end at port 65536/],
		['fleet --first ::1', /--first: expected/],
		['fleet --first 203.0.113.1:20000', /--first 203.0.113.1:20000: expected an address of this host/],
		['fleet --anyip fd00::1/64', /--anyip: expected a prefix of IPv6 .* like fd4b:4549::\/64, .*got "fd00::1\/64"/],
		['fleet --anyip fd00::/97', /--anyip: expected a prefix/],
		['fleet --push 4060', /--push: expected ADDRESS:PORT, such as \[::1\]:4060, or off, got "4060"/],
		['fleet --push [::1]:0', /--push: expected ADDRESS:PORT/],
		[
			'fleet --first 127.0.0.1:0',
			/--push \[::1\]:4060: datagrams of --first 127.0.0.1:0 do not get there: expected a place of IPv4, or off, or else --push-by tcp/,
		],
		['fleet --first [::1]:0 --push 127.0.0.1:4060', /--push 127.0.0.1:4060: .* expected a place of IPv6/],
		['fleet --push-by mail', /--push-by: expected udp or tcp, got "mail"/],
		['fleet --spread 31min', /--spread: expected a time like 90s or 5min, from 0s to 1800s, got "31min"/],
		['fleet --idle 0s', /--idle: expected a time like 90s or 5min, from 1s to 3600s, got "0s"/],
		['fleet --rate 0', /--rate: expected a whole number/],
		['fleet --master /nowhere', /--master \/nowhere: cannot read it/],
		['fleet --scenario /nowhere', /--scenario: cannot read \/nowhere/],
		['fleet --first [::1]:0 --list /nowhere/list', /--list \/nowhere\/list: cannot write it/],
		['hes --keys x walk', /unknown option '--keys'\n\(behind the command: keiki hes read --keys\)/],
		['run --sped 3', /unknown option '--sped'\n\(Did you mean/],
		['hes image make x', /required option '--unit <unit>' not specified/],
		['hes image make x --unit meter --firmware 1.0', /--unit: expected one of metering, communication, got "meter"/],
		['hes image make x --unit metering --firmware 1.x', /--firmware: expected up to four numbers .* like 1\.3\.0, got "1\.x"/],
		['hes image make x --unit metering --firmware 2 --maker jpm', /--maker: expected three letters from A to Z, got "jpm"/],
		['hes image make x --unit metering --firmware 2 --size 10', /--size: expected at least the 82 bytes that it has, or 5 more and above, got 10/],
		['hes image make x --unit metering --firmware 2 --load /no/such', /--load \/no\/such: cannot read it: ENOENT/],
		['hes image make /dev/null --unit metering --firmware 2', /\/dev\/null: expected a new file, found one/],
		['hes image load /dev/null', /\/dev\/null: expected a firmware image that keiki hes image make has made: no image/],
		['hes image load /no/such', /\/no\/such: cannot read it: ENOENT/],
		['run house', /too many arguments for 'run'/],
		['run --speed fast', /--speed: expected a number from 0\.01 to 100000, or max, got "fast"/],
		['run --speed 0', /--speed: expected a number/],
		['run --seed -1', /--seed: expected a whole number from 0 to 4294967295, got "-1"/],
		['run --neighbours 99', /--neighbours: expected a whole number from 0 to 20, got "99"/],
		['run --notify loudly', /--notify: expected inf or infc, got "loudly"/],
		['run --notify-delay soon', /--notify-delay: expected a time like 10s, or from-to like 5-120s, up to 30min, got "soon"/],
		['run --notify-delay 1h', /--notify-delay: expected a time like 10s/],
		['run --clock-offset soon', /--clock-offset: expected a time like 7min, ahead, or -7min, behind, up to 7d, got "soon"/],
		['run --clock-offset -8d', /--clock-offset: expected .* got "-8d"/],
		['run --profile gen3', /--profile: expected one of gen1, gen2, got "gen3"/],
		['run --dongle usb', /--dongle: expected pty, pty:PATH, tcp:PORT, rfc2217:PORT or rfc2217:ADDRESS:PORT .*serial:PATH.*got "usb"/],
		['run --dongle tcp:70000', /--dongle: expected pty, pty:PATH, tcp:PORT, rfc2217:PORT or rfc2217:ADDRESS:PORT \(.*0 to 65535/],
		['run --dongle serial:', /--dongle: expected pty.*got "serial:"/],
		['run --dongle rfc2217:65536', /--dongle: expected pty.*got "rfc2217:65536"/],
		['run --dongle serial:/dev/nothing,300', /--dongle serial:\/dev\/nothing,300: expected a speed of 2400, .* 115200 baud, got "300"/],
		['run --dongle serial:/dev/nothing,bp99', /--dongle serial:\/dev\/nothing,bp99: expected one of bp35a1, .*got "bp99"/],
		['run --dongle tcp:4000,9600', /--dongle tcp:4000,9600: expected one of bp35a1, .*got "9600"/],
		['run --dongle rfc2217:0,keep', /--dongle rfc2217:0,keep: expected keep with tcp:PORT only/],
		['run --dongle serial:/dev/nothing', /--dongle serial:\/dev\/nothing: there is no such port; (here are \/dev\/|there is none here)/],
		['run --dongle serial:/dev/null', /--dongle serial:\/dev\/null: this is no serial port; expected one like \/dev\/ttyGS0/],
		['run --dongle serial:/tmp', /--dongle serial:\/tmp: this is no serial port/],
		['run --dongle serial:/dev/nothing --dongle serial:/dev/../dev/nothing', /--dongle serial:\/dev\/nothing: expected each port once/],
		['run --customer-port tcp:99999', /--customer-port: expected pty, pty:PATH or tcp:PORT .*, got "tcp:99999"/],
		['run --load-relay 0', /--load-relay: expected a whole number from 1 to 10000, got "0"/],
		['run --payment cash', /--payment: expected one of credit, prepaid, got "cash"/],
		['hes token make 1000 --for KEIKI0000001', /--number: expected a whole number from 1 to 65535, got ""/],
		['hes account topup 1234', /token: expected 20 digits/],
		['run --dongle serial:/dev/nothing --local-port pty:/dev/nothing', /--dongle serial:\/dev\/nothing: expected each port once/],
		['run --dongle serial:/dev/nothing --radio serial:/dev/nothing', /--dongle: not with --radio/],
		['run --without 9F', /run: EPC 9F is a property map, which no object is without/],
		['run --without D3;EC', /--without: expected EPCs from 80 to FF with commas between, got "D3;EC"; for example D3,EC/],
		['run --unreadable 70', /--unreadable: expected EPCs from 80 to FF/],
		['run --unanswered C0', /run: EPC C0 is not in map 9F of this meter/],
		['run --energy-unit 05', /--energy-unit: expected a code of EPC E1, 00 to 04 or 0A to 0D, got "05"/],
		['run --coefficient 1000000', /run: EPC D3: expected a coefficient from 1 to 999999, got 1000000/],
		['run --coefficient -1', /--coefficient: expected a whole number, got "-1"/],
		['run --coefficient 10 --without D3', /run: a coefficient of 10 needs EPC D3/],
		['run --digits 9', /run: EPC D7: expected 1 to 8 digits, got 9/],
		['run --register 1000000', /--register: expected what the registers show, .* each from 0 to 999999, got "1000000"; for example 999999/],
		['run --register 5,', /--register: expected what the registers show/],
		['run --register 1 --digits 8 --energy-unit 0A', /--register: registers of 8 digits, 10000 Wh each, hold more than this meter can count/],
		['run --dongle pty,bp99', /--dongle pty,bp99: expected one of bp35a1, .*got "bp99"/],
		['run --dongle pty,bp35a1,bin', /--dongle pty,bp35a1,bin: expected one of binary, .*keep behind the model, got "bin"/],
		['run --dongle pty,rl7023-ips,binary', /rl7023-ips knows no WOPT, .*expected binary with bp35a1, bp35c0, bp35c2/],
		['run --dongle pty,keep', /--dongle pty,keep: expected keep with tcp:PORT only/],
		['run --dongle pty:/dev/null', /--dongle pty:\/dev\/null: something is there/],
		['run --dongle pty:/nowhere/dongle', /--dongle pty:\/nowhere\/dongle: cannot make the link: ENOENT/],
		['run --dongle tcp:0 --control /dev/null', /--control \/dev\/null: something is there/],
		['run --dongle tcp:0 --control /nowhere/control', /--control \/nowhere\/control: .*(ENOENT|EACCES)/],
		[`run --dongle tcp:0 --control ${'x'.repeat(104)}`, /--control: expected a path of at most 103 bytes, got 104/],
		['run --dongle-model x', /--dongle-model: expected one of bp35a1/],
		['exam', /what is to be examined\? keiki exam FILE\.yaml .*keiki exam --wait/],
		['exam nowhere.yaml', /nowhere\.yaml: .*ENOENT/],
		['exam one.yaml two.yaml', /one declaration was expected, got one\.yaml two\.yaml/],
		['exam one.yaml -- true', /one\.yaml: a declaration and a command behind -- are two programs/],
		['exam one.yaml --poll 10s', /--poll: one\.yaml says it already/],
		['exam --only A99 -- true', /--only: there is no check "A99"; keiki exam list has them all/],
		['exam --skip B8,nothing -- true', /--skip: there is no check "nothing"/],
		['exam --budget soon -- true', /--budget: expected a time as 10s, 5min or 1h, got "soon"/],
		['exam --jobs 2 -- true', /--jobs 2: the declaration has to say .*copies: yes/],
		['exam --jobs 17 -- true', /--jobs: expected a whole number from 1 to 16, got "17"/],
		['exam --dongle-model x -- true', /--dongle-model: expected one of bp35a1/],
		['exam --baseline nowhere.json -- true', /--baseline nowhere\.json: /],
		['exam --out /dev/null/there -- true', /\/dev\/null\/there: cannot be written/],
		['exam -- true {nothing}', /\{nothing\}/],
		['exam init /nowhere/hems.yaml', /\/nowhere\/hems\.yaml: cannot be written: .*ENOENT/],
		['run --route-b-id 0011', /Route B id: expected 32 hexadecimal digits \(0-9, A-F\), got 4/],
		['run --password 0123456789A!', /Route B password: expected 12 letters and digits .*character 12 is something else/],
		['run --start 2026-02-30', /--start: expected an ISO time like .*got "2026-02-30"/],
		['run --lan nowhere', /--lan: expected an IPv4 or IPv6 address, or an interface, of this host, got "nowhere"/],
		['run --lan 192.0.2.1', /--lan 192\.0\.2\.1: not an address of this host/],
		['run --lan fe80::1', /--lan fe80::1: a link-local address needs its %interface, for example fe80::1%eth0/],
		['run --lan --lan-answers all', /--lan-answers: expected one of standard, asker, both, got "all"/],
		['run --answer-announcements', /--answer-announcements: there is no LAN without --lan/],
		['run --release 4', /--release: expected a letter from A to Z and a revision from 0 to 255 or none, got "4"; for example R4/],
		['run --release R256', /--release: .*got "R256"/],
		['run --minute-history 60', /run: a minute history needs EPC EE, which is not in map 9F of this gen1 meter/],
		['run --profile gen2 --minute-history 9', /run: EPC EE: expected 10 to 1440 minutes, got 9/],
		['run --profile gen2 --minute-history x', /--minute-history: expected a whole number, got "x"/],
		['run --lan-answers both', /--lan-answers: there is no LAN without --lan/],
		['run --load sun', /--load: expected csv:FILE, house, pv, district, constant:W or script:FILE, got "sun"/],
		['run --load constant:much', /--load constant:much: expected a power from .*got "much"/],
		['run --load constant:0x10', /--load constant:0x10: expected a power from .*got "0x10"/],
		['run --load csv:', /--load csv:: expected the name of a file/],
		['run --fault dorp=10%', /--fault dorp=10%: there is no fault "dorp"; keiki faults lists them all/],
		['run --fault reply=1', /there is no fault "reply", perhaps stale-reply or/],
		['run --fault drop=lots', /--fault drop=lots: expected always, 1\/N or N%, got "lots"; for example drop=10%/],
		['run --fault delay=3', /--fault delay=3: expected a time like 200ms/],
		['run --dongle tcp:0 --route-a off --fault push-twice', /--fault push-twice: it would never strike: no head-end can meet the meter/],
		[
			'run --dongle tcp:0 --route-a off --local-port tcp:0 --fault release-unanswered',
			/--fault release-unanswered: .*no Route A over IP; keiki run --route-a/,
		],
		['run --dongle tcp:0 --route-a 127.0.0.1:0 --fault hdlc-noise', /--fault hdlc-noise: .*no local port; keiki run --local-port/],
		['run --dongle tcp:0 --route-a 127.0.0.1:0 --fault gbt-stalls', /--fault gbt-stalls: .*no client of the meter is offered gbt/],
		['faults --control /nowhere', /--control \/nowhere: expected --running with it/],
		['capture open /dev/null', /capture: \/dev\/null is no capture that keiki made/],
		['hems read --dongle nowhere --id 00112233445566778899AABBCCDDEEFF --password 0123456789AB', /--dongle nowhere: cannot open it/],
		['hems read --id 0 --password 0', /Route B id: expected 32 hexadecimal digits/],
	];
	for (const [words, message] of CASES) it(`refuses keiki ${words}`, () => refuses(words.split(' '), message));

	it('says which file it cannot read', async () => {
		await refuses(['run', '--load', `csv:${folder}/none.csv`], /--load: cannot read .*none\.csv: ENOENT/);
	});

	it('says which line and column of a recording is wrong', async () => {
		writeFileSync(join(folder, 'load.csv'), 'time,active_kw\n2026-01-01T00:00,0.5\n2026-01-01T00:01,much\n');
		await refuses(['run', '--load', `csv:${folder}/load.csv`], /load\.csv:3:18: expected a number or nothing, got "much"/);
	});

	it('says which line and column of a script is wrong', async () => {
		writeFileSync(join(folder, 'load.txt'), '00:00 500\n25:00 100\n');
		await refuses(['run', '--load', `script:${folder}/load.txt`], /load\.txt:2:1: expected a time of day/);
	});

	it('does not overwrite what is no capture', async () => {
		writeFileSync(join(folder, 'letter.txt'), 'Dear reader');
		await refuses(['run', '--dongle', 'tcp:0', '--capture', `${folder}/letter.txt`], /letter\.txt is there and is no capture/);
		await refuses(['run', '--dongle', 'tcp:0', '--capture', `${folder}/none/air.pcapng`], /--capture: cannot write .*ENOENT/);
	});

	it('leaves an old capture, and no new one, where something else is wrong', async () => {
		const old = readFileSync('test/boards/host/command-line-rig.ts').subarray(0, 8);
		old.set([0x0a, 0x0d, 0x0d, 0x0a]);
		writeFileSync(join(folder, 'old.pcapng'), old);
		for (const name of ['old', 'new']) {
			const capture = ['run', '--dongle', 'tcp:0', '--capture', `${folder}/${name}.pcapng`];
			await refuses([...capture, '--state', '/dev/null'], /expected a directory, found a file/);
			await refuses([...capture, '--state', join(folder, 'state'), '--meters-file', `${folder}/none/meters`], /--meters-file.*ENOENT/);
		}
	});

	it('says that a port is in use', async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		await refuses(
			['run', '--dongle', `tcp:${port}`, '--capture', `${folder}/air.pcapng`, '--state', `${folder}/state`],
			/the port is in use; choose another/,
		);
		server.close();
	});
});

describe('keiki asked about itself', () => {
	it('tells its version', async () => {
		const { status, stdout } = await keikiHere('--version');
		assert.equal(status, 0);
		assert.equal(stdout.trim(), (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version);
	});

	it('tells of every command and option', async () => {
		for (const [words, told] of [
			[['--help'], /run[\s\S]*faults[\s\S]*hems[\s\S]*hes[\s\S]*capture[\s\S]*config/],
			[['run', '--help'], /--load[\s\S]*--profile[\s\S]*--dongle[\s\S]*--state[\s\S]*--capture[\s\S]*--fault[\s\S]*--json/],
			[['hems', 'read', '--help'], /--dongle[\s\S]*--password[\s\S]*--day/],
			[['hes', '--help'], /read[\s\S]*profile[\s\S]*walk[\s\S]*clock[\s\S]*keys/],
			[['hes', 'read', '--help'], /--meter[\s\S]*--keys[\s\S]*--password[\s\S]*--counters[\s\S]*--json[\s\S]*--csv/],
			[['hes', 'profile', '--help'], /--from[\s\S]*--to[\s\S]*--out/],
			[['hes', 'clock', '--help'], /get[\s\S]*set/],
			[['hes', 'keys', 'change', '--help'], /--in/],
			[['catalogue', '--help'], /types[\s\S]*combinations/],
			[['capture', 'open', '--help'], /Wireshark/],
		] as const) {
			const { status, stdout } = await keikiHere(...words);
			assert.equal(status, 0);
			assert.match(stdout, told);
		}
	});

	it('knows the words of the version before, and says what they are now', async () => {
		for (const [old, now, words] of [
			['unit', 'meter', ['help']],
			['units', 'catalogue', ['combinations', '--count']],
		] as const) {
			const { status, stdout, stderr } = await keikiHere(old, ...words);
			assert.equal(stderr, `keiki: "keiki ${old}" is "keiki ${now}" now; the next version will not know the old word\n`);
			assert.equal(stdout, (await keikiHere(now, ...words)).stdout);
			assert.equal(status, 0);
		}
	});

	it('says where a wrong value was told', async () => {
		const { status, stderr } = await keikiHereIn({ KEIKI_RUN_SPEED: 'fast' }, 'run');
		assert.equal(stderr, 'keiki: KEIKI_RUN_SPEED: --speed: expected a number from 0.01 to 100000, or max, got "fast"\n');
		assert.equal(status, 2);
		const both = await keikiHereIn({ KEIKI_RUN_COEFFICIENT: '10', KEIKI_RUN_WITHOUT: 'D3' }, 'run');
		assert.match(
			both.stderr,
			/^keiki: run: a coefficient of 10 needs EPC D3.*\n {2}--without is from KEIKI_RUN_WITHOUT\n {2}--coefficient is from KEIKI_RUN_COEFFICIENT\n$/,
		);
	});

	it('lists the faults, all twenty field failures among them', async () => {
		const { status, stdout } = await keikiHere('faults');
		assert.equal(status, 0);
		for (let failure = 1; failure <= 20; failure++) assert.match(stdout, new RegExp(`^ {2,3}${failure} {2}[a-z0-9-]+ `, 'm'));
		const list = JSON.parse((await keikiHere('faults', '--json')).stdout) as readonly { name: string; does: string }[];
		for (const { name, does } of list) assert.ok(stdout.includes(name) && stdout.includes(does), name);
	});
});

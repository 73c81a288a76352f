import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function dryRun(...words: string[]): { readonly status: number | null; readonly lines: string[] } {
	const { NODE_OPTIONS: _ours, ...env } = process.env;
	const { status, stderr } = spawnSync(process.execPath, ['scripts/firmware.mjs', '--dry-run', ...words], { encoding: 'utf8', env });
	return { status, lines: stderr.trimEnd().split('\n') };
}

describe('npm run firmware', () => {
	for (const [words, commands] of [
		[['--board', 'esp32c6', 'id=1'], ['(cd boards/esp32c6 && mcconfig -d -m -p esp32/esp32c6 id=1)']],
		[['--board', 'esp32-skstack', '--build'], ['(cd boards/esp32-skstack && mcconfig -d -m -p esp32 -t build)']],
		[
			['--board', 'esp32-wifi', 'ssid=home', 'wifiPassword=right one', 'setupKey=set up key'],
			['(cd boards/esp32-wifi && mcconfig -d -m -p esp32 ssid=home wifiPassword=… setupKey=…)'],
		],
		[
			['--board', 'esp32-wifi', '--platform', 'esp32/esp32s3', '--flash', '8', '--build'],
			['(cd boards/esp32-wifi/flash8 && mcconfig -d -m -p esp32/esp32s3 -t build)'],
		],
		[['--board', 'linux'], ['(cd boards/linux && mcconfig -m -p x-cli-lin)']],
	] as const) {
		it(`runs mcconfig once: ${words.join(' ')}`, () => {
			assert.deepEqual(dryRun(...words), { status: 0, lines: commands.map((command) => `firmware: ${command}`) });
		});
	}

	it('builds the stick without the debugger, which would take its USB port, then flashes it', () => {
		assert.deepEqual(dryRun('--board', 'esp32s3-stick', 'model=bp35c2'), {
			status: 0,
			lines: [
				'firmware: (cd boards/esp32s3-stick && mcconfig -m -p esp32/esp32s3 -t build model=bp35c2)',
				'firmware: (cd boards/esp32s3-stick && mcconfig -m -p esp32/esp32s3 -t deploy model=bp35c2)',
			],
		});
		assert.deepEqual(dryRun('--board', 'esp32s3-stick', '--build').lines, [
			'firmware: (cd boards/esp32s3-stick && mcconfig -m -p esp32/esp32s3 -t build)',
		]);
	});

	it('tells a device keys of the files of keiki keys make, and shows none of their digits', () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-firmware-'));
		try {
			const [keys, credential] = ['meter.json', 'meter.credential'].map((name) => join(folder, name));
			const pair = { encryption: '1A'.repeat(16), authentication: '2B'.repeat(16) };
			writeFileSync(keys!, JSON.stringify({ systemTitle: '4A504D0000000001', firmwareKey: '3C'.repeat(16), clients: { 1: pair, 3: pair } }));
			writeFileSync(credential!, JSON.stringify({ systemTitle: '4A504D0000000001', key: '4D'.repeat(16) }));
			const told = '--board esp32c6 --build routeAParts=control,image --keys'.split(' ');
			assert.deepEqual(dryRun(...told, keys!, '--credential-key', credential!), {
				status: 0,
				lines: [
					'firmware: (cd boards/esp32c6 && mcconfig -d -m -p esp32/esp32c6 -t build routeAParts=control,image routeATitle=… firmwareKey=… routeAKeys1=… routeAKeys3=… credentialKey=…)',
				],
			});
			const refused = (words: readonly string[], message: RegExp) => {
				const { status, lines } = dryRun(...words);
				assert.equal(status, 2);
				assert.match(lines[0]!, message);
			};
			refused(['--board', 'esp32-skstack', '--credential-key', credential!], /^firmware: --credential-key: not with a Wi-SUN module/);
			refused(['--board', 'esp32c6', '--credential-key', keys!], /meter\.json: key: expected 32 hexadecimal digits$/);
			refused(['--board', 'linux', '--credential-key', credential!], /is told its keys when it runs/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	for (const [words, message] of [
		[['--board', 'esp32-wifi', 'id=1'], /^firmware: id: not on esp32-wifi, .* ssid=… wifiPassword=…$/],
		[['--board', 'esp32-wifi', '--credential-key', 'x'], /^firmware: --credential-key: not on Wi-Fi, where no HEMS is authenticated$/],
		[['--board', 'esp32-wifi', '--flash', '16'], /^firmware: --flash 16: esp32-wifi is laid out for 4 and 8 MB$/],
		[['--board', 'esp32c6', '--flash', '8'], /^firmware: --flash 8: esp32c6 is laid out for 4 MB$/],
	] as const) {
		it(`refuses what the board has no use for: ${words.join(' ')}`, () => {
			const { status, lines } = dryRun(...words);
			assert.equal(status, 2);
			assert.match(lines[0]!, message);
		});
	}

	it('names the boards there are', () => {
		const { status, lines } = dryRun('--board', 'esp32s3');
		assert.equal(status, 2);
		assert.match(lines[0]!, /^firmware: there is no board esp32s3; expected --board, one of .*\besp32s3-stick\b/);
	});
});

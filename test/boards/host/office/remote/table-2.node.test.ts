/**
 * All rows of Table 2 by real faults, told at the office: meters, HEMS, relay, control system and office are processes of their own, and what goes wrong goes
 * wrong at the meter.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { takeReport } from '../../../../../boards/host/office/remote/settle.js';
import { EXIT } from '../../../../../boards/host/shared/exit-codes.js';
import type { DiagnosisReport } from '../../../../../src/operations/diagnosis/report.js';
import { build, keiki, keikiLater, Running } from '../../command-line-rig.js';
import { mount } from './remote-rig.js';

const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789AB';
const [RADIO, PLC] = ['C0000000001', 'C0000000002'] as const;
const TITLES = { [RADIO]: '4A504D0000000001', [PLC]: '4A504D0000000002' } as const;

describe('Table 2 at the office', function () {
	this.timeout(300_000);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	const file = (name: string) => join(folder, name);
	const running: Running[] = [];
	let relay: string;
	let dongle: string;

	before(async function () {
		build.call(this);
		assert.equal(keiki('office', 'init', '--data', folder).status, EXIT.done);
		assert.equal(keiki('relay', 'certify', folder).status, EXIT.done);
		assert.equal(keiki('keys', 'make', file('keys.json'), '--meters', '2', '--quiet').status, EXIT.done);
		const keys = readFileSync(file('keys.json'), 'utf8').trim().split('\n');
		const credentials = readFileSync(file('keys.credential'), 'utf8').trim().split('\n');
		const started = ['rf-b,1p3w-60-2way,switch-60,normal', 'rf-bplc,1p3w-60-2way,normal'].map(async (units, i) => {
			for (const [name, lines] of [
				['json', keys],
				['credential', credentials],
			] as const)
				writeFileSync(file(`${i}.${name}`), lines[i]!, { mode: 0o600 });
			const words = ['--keys', file(`${i}.json`), '--credential-key', file(`${i}.credential`), '--meters-file', file(`${i}.jsonl`)];
			const places = ['--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', '--control', file(`${i}.control`)];
			return await Running.start('--units', units, ...words, ...places);
		});
		running.push(...(await Promise.all(started)));
		dongle = `tcp:${String(running[0]!.ready.dongle).split(':').at(-1)}`;
		writeFileSync(file('meters.jsonl'), [0, 1].map((i) => readFileSync(file(`${i}.jsonl`), 'utf8')).join(''), { mode: 0o600 });
		const served = Running.begin('relay', 'serve', '--data', file('relay'), '--port', '0');
		running.push(served);
		relay = String((await served.until(({ event }) => event === 'ready')).url);
		const control = Running.begin(
			...['supervise', '--data', file('control'), '--relay', relay, '--meters', file('meters.jsonl'), '--check', 'never', '--timeout', '2'],
		);
		running.push(control);
		await control.until(({ event }) => event === 'ready');
		await atOffice(async (office) => {
			await mount(office, { contract: RADIO, meter: TITLES[RADIO] });
			await mount(office, { contract: PLC, meter: TITLES[PLC], communication: 'rf-bplc', option: null });
		});
	});
	after(async () => {
		for (const each of running.reverse()) await each.stop('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	});

	async function atOffice(work: (office: Office) => Promise<unknown>): Promise<void> {
		const office = await Office.open({ data: folder, url: undefined });
		await work(office);
		await office.close();
	}
	const diagnose = async (contract: string) => {
		const { status, stdout, stderr } = await keikiLater('office', 'diagnose', contract, '--data', folder, '--relay', relay, '--json', '--wait', '60');
		assert.ok(stdout !== '', stderr);
		const { kind, report } = JSON.parse(stdout) as { readonly kind: string; readonly report: DiagnosisReport };
		assert.equal(kind, 'report', stdout);
		return { status, report };
	};
	const meter = (...words: string[]) => {
		const { status, stderr } = keiki('meter', '--control', file('0.control'), ...words);
		assert.equal(status, EXIT.done, stderr);
	};
	const row = ({ number, status, items, message }: DiagnosisReport) => [number, status, message, items && Object.values(items).join(' ')];

	it('③ while no HEMS is there, with the causes of radio', async () => {
		const { status, report } = await diagnose(RADIO);
		assert.deepEqual(row(report), [3, 'NG', 'HEMS is unconnected', 'clear clear failure normal']);
		assert.deepEqual([report.causes.all.length, report.causes.radio.length, report.causes.plc.length, status], [1, 2, 0, EXIT.done]);
	});

	it('③ with the causes of PLC where the unit has that', async () => {
		const { report } = await diagnose(PLC);
		assert.deepEqual(row(report), [3, 'NG', 'HEMS is unconnected', 'clear clear failure normal']);
		assert.deepEqual([report.causes.radio.length, report.causes.plc.length, report.evidence.medium], [0, 2, 'plc']);
	});

	it('② after a HEMS came with a wrong password', async () => {
		const hems = await keikiLater('hems', 'read', '--dongle', dongle, '--id', ID, '--password', 'WR0NGPASSW0R');
		assert.notEqual(hems.status, EXIT.done);
		const { report } = await diagnose(RADIO);
		assert.deepEqual(row(report), [2, 'NG', 'HEMS is failure', 'clear failure failure normal']);
		assert.deepEqual(report.causes.all, ['Password input to HEMS is wrong']);
	});

	it('① while a HEMS is connected', async () => {
		const hems = Running.begin('hems', 'watch', '--dongle', dongle, '--id', ID, '--password', PASSWORD);
		try {
			let report: DiagnosisReport;
			do ({ report } = await diagnose(RADIO));
			while (hems.exitCode === null && report.number !== 1);
			assert.deepEqual(row(report), [1, 'OK', 'active', 'clear clear clear normal'], hems.stderr);
			assert.deepEqual([report.causes.all, report.steps], [[], ['nothing']]);
		} finally {
			await hems.stop();
		}
	});

	it('④ while the communication unit is pulled, concluded where the street answers; nothing is known where nobody tells of it', async () => {
		meter('pull', 'communication');
		await atOffice((office) => office.database.updateTable('contract').set({ street: 'elsewhere' }).where('code', '=', PLC).execute());
		const alone = await diagnose(RADIO);
		assert.deepEqual([alone.status, ...row(alone.report)], [EXIT.untold, null, null, 'no answer', null]);
		assert.ok(alone.report.evidence.heardAt !== null);
		await atOffice(async (office) => {
			await office.database.updateTable('contract').set({ street: 'S1' }).where('code', '=', PLC).execute();
			const facts = { meter: TITLES[PLC], answers: true, since: office.now(), medium: 'rf', units: null } as const;
			await takeReport(office, { at: office.now(), meters: [facts] });
		});
		const { status, report } = await diagnose(RADIO);
		assert.deepEqual([status, ...row(report)], [EXIT.done, 4, 'NG', 'abnormality', 'failure  failure abnormality']);
		assert.deepEqual([report.causes.all, report.evidence.neighbours], [['Communication unit could go down'], { answering: 1, silent: 0 }]);
	});

	it('something else once the unit is back', async () => {
		meter('plug', 'communication');
		let report: DiagnosisReport;
		do ({ report } = await diagnose(RADIO));
		while (report.message === 'abnormality' || report.message === 'no answer' || report.message === 'undetermined');
		assert.deepEqual(row(report), [3, 'NG', 'HEMS is unconnected', 'clear clear failure normal']);
	});
});

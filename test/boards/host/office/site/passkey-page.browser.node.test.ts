/** Passkeys of staff in a real browser, with a device that it plays itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { Passkeys } from '../../../../../boards/host/office/people/passkeys.js';
import { SignIn } from '../../../../../boards/host/office/people/sign-in.js';
import { addStaff } from '../../../../../boards/host/office/people/staff.js';
import { staffSite } from '../../../../../boards/host/office/site/staff-site.js';
import { Assets } from '../../../../../boards/host/web/assets.js';
import { Door } from '../../../../../boards/host/web/door.js';
import { pagesFolder } from '../../../../../boards/host/web/pages.js';
import { SiteServer } from '../../../../../boards/host/web/site-server.js';
import { build } from '../../command-line-rig.js';
import { axeProblems } from '../../web/axe.js';
import { BrowserRig } from '../../web/browser-rig.js';
import { ANYBODY } from '../engines.js';
import { Script } from './site-rig.js';

describe('passkeys at the site of the staff', function () {
	this.timeout(120_000);
	let browser: BrowserRig;
	let office: Office;
	let server: SiteServer;
	/** A browser takes passkeys at `localhost` without TLS, too. */
	let origin: string;
	const failures: unknown[] = [];

	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	after(() => browser?.close());
	beforeEach(async () => {
		office = await Office.open({ data: mkdtempSync(join(tmpdir(), 'keiki-office-')), url: undefined }, { isNew: true });
		await addStaff(office, ANYBODY, 'aoki', 'Aoki', ['clerk']);
		const door = await Door.open({ address: '127.0.0.1', port: 0 });
		origin = `http://localhost:${new URL(door.url).port}`;
		const signIn = new SignIn(office, { hash: async (password) => password, isRight: async (kept, password) => kept === password });
		const options = { assets: new Assets(pagesFolder('office')), onError: (error: unknown) => failures.push(error) };
		server = new SiteServer(staffSite(office, signIn, options, await Passkeys.of(office, { name: 'localhost', origin })), door);
		await office.database.updateTable('staff').set({ password: 'correct horse battery' }).execute();
	});
	afterEach(async () => {
		assert.deepEqual([failures, browser.complaints], [[], []]);
		await browser.closePages();
		server.close();
		await office.close();
		rmSync(office.data, { recursive: true });
	});

	it('are added, sign in without a name, and are removed', async () => {
		const page = await browser.newPage();
		const devices = await page.context().newCDPSession(page);
		await devices.send('WebAuthn.enable');
		await devices.send('WebAuthn.addVirtualAuthenticator', {
			options: {
				...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
				...{ isUserVerified: true, automaticPresenceSimulation: true },
			},
		});
		await page.goto(`${origin}/sign-in`);
		await page.fill('[name="name"]', 'aoki');
		await page.fill('[name="password"]', 'correct horse battery');
		await page.keyboard.press('Enter');
		await page.waitForURL(`${origin}/`);
		await page.getByRole('link', { name: 'My passkeys' }).click();
		await page.getByRole('button', { name: 'Add a passkey of this device' }).click();
		await page.getByText('You have one passkey.').waitFor();
		assert.deepEqual(await axeProblems(page), []);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.waitForURL(`${origin}/sign-in`);
		assert.deepEqual(await axeProblems(page), []);
		await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
		await page.waitForURL(`${origin}/`);
		assert.equal(await page.locator('header').getByText('Aoki').count(), 1);
		await page.goto(`${origin}/passkeys`);
		await page.getByRole('button', { name: 'Remove all my passkeys' }).click();
		await page.getByText('You have 0 passkeys.').waitFor();
		const log = await office.database
			.selectFrom('audit')
			.select('act')
			.where('actor', '=', 'aoki')
			.where('act', 'like', 'staff.%')
			.orderBy('seq')
			.execute();
		assert.deepEqual(
			log.map(({ act }) => act),
			['staff.sign-in', 'staff.own', 'staff.sign-in', 'staff.own'],
		);
	});

	it('refuse what is no answer of a browser, and sign nobody in by it', async () => {
		const script = new Script({ origin: server.url.slice(0, -1) });
		await script.get('/sign-in');
		assert.equal((await script.post('/sign-in/passkey', { answer: '{' })).status, 400);
		assert.equal((await script.post('/sign-in/passkey', { answer: '{"id":"x"}' })).status, 403);
	});
});

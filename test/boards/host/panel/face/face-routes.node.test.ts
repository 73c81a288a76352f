import assert from 'node:assert/strict';
import type { CatalogueChoices } from '../../../../../boards/host/panel/face/catalogue-choices.js';
import { faceRoutes } from '../../../../../boards/host/panel/face/face-routes.js';
import type { FaceState } from '../../../../../boards/host/panel/face/face-state.js';
import type { MeterRow } from '../../../../../boards/host/panel/face/meter-rows.js';
import { Refusal } from '../../../../../boards/host/web/app.js';
import { UNIT_TYPES } from '../../../../../src/meter/catalogue/unit-types.js';
import { FaceRig } from './face-rig.js';

function asked(rig: FaceRig, path: string, query = '', params = {}, language: 'en' | 'ja' = 'en'): unknown {
	const route = faceRoutes(rig.site).find((each) => each.path === path)!;
	const reply = route.handle({ params, query: new URLSearchParams(query), body: undefined, language });
	return (reply as { readonly json: unknown }).json;
}

const refused = (text: RegExp, status: number) => (error: unknown) => error instanceof Refusal && error.status === status && text.test(error.message);

describe('what can be asked of meters', () => {
	it('has every type of the catalogue in its place, and of those that do not fit why', () => {
		const { places, refused: none } = asked(new FaceRig(), '/api/catalogue') as CatalogueChoices;
		assert.equal(none, null);
		assert.equal(Object.values(places).flat().length, UNIT_TYPES.length);
		const find = (code: string) =>
			Object.values(places)
				.flat()
				.find((each) => each.code === code)!;
		assert.deepEqual(find('switch-1p3w-60'), {
			code: 'switch-1p3w-60',
			name: 'switching unit, single-phase 3-wire, 60 A',
			stock: 'current',
			misfits: [],
		});
		assert.deepEqual(
			find('1p2w-30-2way').misfits.map(({ rule }) => rule),
			['phases', 'rating'],
		);
		assert.deepEqual(
			find('rf-old').misfits.map(({ found }) => found),
			['1p3w-60-2way is two-way, rf-old is one-way'],
		);
	});

	it('holds a unit to the others that are in place now', () => {
		const rig = new FaceRig();
		rig.ask('pull option');
		const { places } = asked(rig, '/api/catalogue') as CatalogueChoices;
		assert.deepEqual(places.metering.find(({ code }) => code === '1p2w-30-2way')!.misfits, []);
	});

	it('says in Japanese why a unit does not fit', () => {
		const { places } = asked(new FaceRig(), '/api/catalogue', '', {}, 'ja') as CatalogueChoices;
		const [misfit] = places.option.find(({ code }) => code === 'voltage-3p3w-60')!.misfits;
		assert.equal(misfit!.found, 'voltage-3p3w-60は三相3線用、1p3w-60-2wayは単相3線用です');
	});

	it('says that there are no more units to be had', () => {
		const rig = new FaceRig();
		for (let i = 0; i < 995; i++) rig.ask('swap normal');
		const answer = rig.ask('swap normal');
		assert.equal(answer.refusal?.kind, 'tooManyUnits');
		assert.equal((asked(rig, '/api/catalogue') as CatalogueChoices).refused, answer.reason);
	});

	it('tells one meter by its name', () => {
		const rig = new FaceRig(2);
		assert.equal((asked(rig, '/api/meters/:node', '', { node: 'meter-2' }) as FaceState).serial, 'KEIKI0000002');
		assert.throws(() => asked(rig, '/api/meters/:node', '', { node: 'meter-3' }), refused(/^meter=meter-3: expected meter, or meter-2/, 400));
	});

	it('tells a part of many, and finds one among them', () => {
		const rig = new FaceRig(12);
		const rows = (query: string) => (asked(rig, '/api/meters', query) as { meters: number; rows: MeterRow[] }).rows.map(({ node }) => node);
		assert.deepEqual(rows('from=11'), ['meter-11', 'meter-12']);
		assert.deepEqual(rows('from=2&count=1'), ['meter-2']);
		assert.deepEqual(rows('find=0000012'), ['meter-12']);
		for (const query of ['from=0', 'from=13', 'count=201', 'count=a', 'from=1.5'])
			assert.throws(() => asked(rig, '/api/meters', query), refused(/: expected a whole number from 1 to/, 400), query);
	});
});

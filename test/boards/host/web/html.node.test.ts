import assert from 'node:assert/strict';
import { html, NONE } from '../../../../boards/host/web/html.js';

const EVIL = `<script>"&'</script>`;
const TAMED = '&#60;script&#62;&#34;&#38;&#39;&#60;/script&#62;';

describe('mark-up with places in it', () => {
	it('takes what is put there as text, between tags and in attributes', () => {
		assert.equal(html`<p title="${EVIL}">${EVIL}</p>`.text, `<p title="${TAMED}">${TAMED}</p>`);
	});

	it('takes mark-up of its own as it is, alone and in lists', () => {
		assert.equal(html`<ul>${['a', '<'].map((each) => html`<li>${each}</li>`)}</ul>`.text, '<ul><li>a</li><li>&#60;</li></ul>');
	});

	it('puts nothing where there is nothing, and 0 where there is 0', () => {
		assert.equal(html`[${undefined}${null}${false}${NONE}${[]}${0}${''}]`.text, '[0]');
	});

	it('takes no object for mark-up that only looks like it', () => {
		const forged = { text: '<b>', toString: () => '<b>' } as unknown as string;
		assert.throws(() => html`${forged}`.text);
	});
});

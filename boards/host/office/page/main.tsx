/**
 * What the two sites of the office do beyond forms, all of which work without it: the design page shows a choice as it is made, a page of work that is under way
 * shows how it goes on, `/` leads to the search, what is to be printed has a button for it, and passkeys are asked for.
 */
import '../../web/page/look.css';
import '../../web/page/frame.css';
import './picture.css';
import './site.css';

/** When a page of work under way looks again, ms: each look is an entry of the log, so it looks more and more seldom, and for a while alone. */
const AGAIN = Object.freeze({ first: 700, factor: 1.2, most: 10_000, whole: 5 * 60_000 });

/** Shows the parts of these ids as they are on the page at `url`. */
async function refill(ids: readonly string[], url: string, signal?: AbortSignal): Promise<void> {
	const response = await fetch(url, { credentials: 'same-origin', ...(signal && { signal }) });
	const page = new DOMParser().parseFromString(await response.text(), 'text/html');
	// A page that was refused has no such part; the form itself tells why when it is sent.
	if (!response.ok) return;
	for (const id of ids) {
		const [fresh, old] = [page.getElementById(id), document.getElementById(id)];
		if (fresh !== null && old !== null) old.replaceWith(fresh);
	}
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-shows]')) {
	const parts = (form.getAttribute('data-shows') ?? '').split(' ');
	let last = new AbortController();
	form.addEventListener('change', () => {
		last.abort();
		last = new AbortController();
		const chosen = new URLSearchParams();
		for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name !== 'csrf') chosen.append(name, value);
		const url = `${location.pathname}?${chosen}`;
		refill(parts, url, last.signal).then(
			() => history.replaceState(null, '', url),
			// The next choice has taken its place, or the server is gone: sending the form tells.
			() => undefined,
		);
	});
}

const underWay = () => document.querySelector('[data-under-way]');
if (underWay() !== null) {
	const until = performance.now() + AGAIN.whole;
	const look = async (pause: number) => {
		const id = underWay()?.id;
		if (id === undefined || performance.now() > until) return;
		await refill([id], location.href).catch(() => undefined);
		const next = Math.min(pause * AGAIN.factor, AGAIN.most);
		setTimeout(() => void look(next), next);
	};
	setTimeout(() => void look(AGAIN.first), AGAIN.first);
}

addEventListener('keydown', (event) => {
	if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null) return;
	const search = document.querySelector<HTMLInputElement>('input[type="search"]');
	if (search === null) return;
	event.preventDefault();
	search.focus();
	search.select();
});

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
	button.hidden = false;
	button.addEventListener('click', () => print());
}

/** What the browser is asked for, and its answer as the server takes it. Rejected where the person does not want to. */
async function passkeyOf(how: string, options: string): Promise<string> {
	const asked = JSON.parse(options);
	const made =
		how === 'create'
			? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
			: await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
	return JSON.stringify((made as PublicKeyCredential).toJSON());
}

for (const part of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
	const form = part.querySelector('form');
	const answer = form?.querySelector<HTMLInputElement>('input[name="answer"]');
	if (!form || !answer || !('PublicKeyCredential' in window) || !('parseCreationOptionsFromJSON' in PublicKeyCredential)) continue;
	part.hidden = false;
	form.addEventListener('submit', (event) => {
		if (answer.value !== '') return;
		event.preventDefault();
		passkeyOf(part.dataset.passkey ?? '', part.dataset.options ?? '').then(
			(text) => {
				answer.value = text;
				form.submit();
			},
			// The browser has told why, and the person can press the button again.
			() => undefined,
		);
	});
}

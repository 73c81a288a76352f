/** One property of Route B: what it is, and reading and writing it. */
import { useState } from 'preact/hooks';
import type { LastReader, RouteBAnswer, ToldNodeObject, ToldProperty } from '../../objects/told.js';
import type { Page } from '../page.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { spaced } from './edt.js';
import { Failure } from './failure.js';
import { PropertyForm } from './property-form.js';
import { clockOf } from './times.js';
import { useAsk } from './use-ask.js';

export interface PropertyProps {
	readonly page: Page;
	readonly words: ObjectsWords;
	readonly object: ToldNodeObject;
	readonly property: ToldProperty;
	/** Something was read or written: the tree is another one. */
	readonly onChange: () => void;
}

export function Property({ page, words, object, property, onChange }: PropertyProps) {
	const { epc, name, text, get } = property;
	const [isOpen, setOpen] = useState(false);
	return (
		<li class="object-leaf">
			<details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
				<summary>
					<span class="mono code">{epc}</span>
					<span class="name">{name}</span>
					<span class="now">{get === 'yes' ? text : ''}</span>
					<Rights words={words} property={property} />
				</summary>
				{isOpen && <Opened page={page} words={words} object={object} property={property} onChange={onChange} />}
			</details>
		</li>
	);
}

function Rights({ words, property: { get, set, announced } }: { readonly words: ObjectsWords; readonly property: ToldProperty }) {
	const { rights, rightsHint } = words;
	return (
		<span class="rights">
			{get === 'yes' && <span class="right">{rights.get}</span>}
			{get === 'refused' && (
				<span class="right bad" title={rightsHint.refused}>
					✕ {rights.refused}
				</span>
			)}
			{get === 'unanswered' && (
				<span class="right bad" title={rightsHint.unanswered}>
					✕ {rights.unanswered}
				</span>
			)}
			{set && <span class="right set">{rights.set}</span>}
			{announced && (
				<span class="right" title={rightsHint.announced}>
					{rights.announced}
				</span>
			)}
		</span>
	);
}

function Opened({ page, words, object, property, onChange }: PropertyProps) {
	const { eoj } = object;
	const { epc, edt, value, get, set, last } = property;
	const asking = useAsk<RouteBAnswer>(onChange);
	const post = (what: 'read' | 'write', body: object) =>
		asking.ask(() => page.ask.post<RouteBAnswer>(`/api/objects/route-b/${what}?meter=${page.meter}`, { eoj, ...body }));
	const isCompound = typeof value === 'object' && value !== null;
	return (
		<div class="object-open stack">
			{get === 'yes' ? (
				<dl>
					<dt>{words.bytes}</dt>
					<dd class="mono bytes">{spaced(edt)}</dd>
					<dt>{words.lastReader}</dt>
					<dd>{lastText(words, last)}</dd>
				</dl>
			) : (
				get !== 'no' && <p class="note warn">{words.rightsHint[get]}.</p>
			)}
			{isCompound && (
				<details>
					<summary>{words.decoded}</summary>
					<pre class="json">{JSON.stringify(value)}</pre>
				</details>
			)}
			{get !== 'no' && (
				<div class="row">
					<button type="button" disabled={asking.isAsking} onClick={() => post('read', { epcs: [epc] })}>
						{words.read}
					</button>
					<span class="muted">{asking.isAsking && words.asking}</span>
				</div>
			)}
			{set && <PropertyForm words={words} property={property} isBusy={asking.isAsking} onWrite={(bytes) => post('write', { epc, edt: bytes })} />}
			<div aria-live="polite">
				<Failure words={words} error={asking.error} />
				{asking.answer !== undefined && <Answered words={words} answer={asking.answer} />}
			</div>
		</div>
	);
}

function Answered({ words, answer }: { readonly words: ObjectsWords; readonly answer: RouteBAnswer }) {
	const { way, why, outcome, refusedJoin, service, properties, done, announced, request, time } = answer;
	const isWrite = service?.startsWith('Set') || request.slice(20, 22) === '61';
	const isRefused = properties.some(({ accepted }) => !accepted);
	return (
		<div class={`note ${outcome !== 'answered' || isRefused ? 'warn' : ''}`}>
			<p>
				<b>{way === 'would' ? words.wouldAnswer : words.byDongle}</b> <span class="muted">{clockOf(time)}</span>
			</p>
			{why === 'hems came' && <p>{words.would['hems came']('')}</p>}
			{outcome === 'unanswered' && <p>✕ {words.outcomes.unanswered}</p>}
			{outcome === 'notJoined' && <p>✕ {refusedJoin ? words.outcomes.refusedJoin : words.outcomes.notJoined}</p>}
			{isRefused && service !== null && <p>✕ {words.refusedBy(service)}</p>}
			{!isWrite &&
				properties.map(({ epc, name, text, accepted }) => (
					<p key={epc}>
						{accepted && (
							<>
								<span class="mono">{epc}</span> {name}: <b>{text}</b>
							</>
						)}
					</p>
				))}
			{isWrite && <p>{done ? `✓ ${words.done}` : `— ${words.notDone}`}</p>}
			{announced.length > 0 && <p>{words.announces(announced.join(', '))}</p>}
			<dl>
				<dt>{words.request}</dt>
				<dd class="mono bytes">{spaced(request)}</dd>
				<dt>{words.answer}</dt>
				<dd class="mono bytes">{answer.answer === null ? '–' : `${service} ${spaced(answer.answer)}`}</dd>
			</dl>
		</div>
	);
}

function lastText(words: ObjectsWords, last: LastReader | null): string {
	if (last === null) return words.nobodyYet;
	return words.last({ ...last, time: clockOf(last.time) }, last.node ?? last.peer);
}

/** One object of Route A: its attributes with their values and who may do what, and its methods. */
import { useState } from 'preact/hooks';
import type { RouteADone, ToldCosemObject, ToldReading } from '../../objects/told.js';
import type { Page } from '../page.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { AttributeForm } from './attribute-form.js';
import { Done } from './done.js';
import { spaced } from './edt.js';
import { Failure } from './failure.js';
import { MethodDialog } from './method-dialog.js';
import { ProfileRows } from './profile-rows.js';
import { clockOf } from './times.js';
import { useAsk } from './use-ask.js';

export interface CosemObjectProps {
	readonly page: Page;
	readonly words: ObjectsWords;
	readonly object: ToldCosemObject;
	/** Its value, as of all objects together. */
	readonly now: ToldReading | undefined;
	/** Of this object, while it is open; none before it was read. */
	readonly readings: readonly ToldReading[];
	readonly onOpen: (isOpen: boolean) => void;
	readonly onChange: () => void;
}

const PROFILE = 7;
const ROLES = Object.freeze(['public', 'reading', 'management'] as const);

export function CosemObject(props: CosemObjectProps) {
	const { object, now, onOpen } = props;
	const [isOpen, setOpen] = useState(false);
	return (
		<li class="object-leaf">
			<details
				onToggle={(event) => {
					const { open } = event.currentTarget as HTMLDetailsElement;
					setOpen(open);
					onOpen(open);
				}}
			>
				<summary>
					<span class="mono code obis">{object.obis}</span>
					<span class="name">{object.name || object.className}</span>
					<span class="now">{now?.error === null ? now.text : ''}</span>
					<span class="rights">
						<span class="right">
							{object.class} {object.className}
						</span>
					</span>
				</summary>
				{isOpen && <Opened {...props} />}
			</details>
		</li>
	);
}

function Opened({ page, words, object, readings, onChange }: CosemObjectProps) {
	const [method, setMethod] = useState<ToldCosemObject['methods'][number]>();
	const writing = useAsk<RouteADone>(onChange);
	const post = (what: 'write' | 'act', body: object) =>
		writing.ask(() =>
			page.ask.post<RouteADone>(`/api/objects/route-a/${what}?meter=${page.meter}`, { class: object.class, obis: object.obis, ...body }),
		);
	const writable = object.attributes.filter(({ access }) => access.management === 'write' || access.management === 'both');
	return (
		<div class="object-open stack">
			<div class="attributes">
				<table>
					<thead>
						<tr>
							<th scope="col">{words.attribute}</th>
							<th scope="col">{words.value}</th>
							<th scope="col">{words.access}</th>
						</tr>
					</thead>
					<tbody>
						{object.attributes.map(({ attribute, name, access }) => (
							<tr key={attribute}>
								<th scope="row">
									<span class="mono">{attribute}</span> {name}
								</th>
								<td>
									<Reading words={words} reading={readings.find((each) => each.attribute === attribute)} />
								</td>
								<td class="access">
									{ROLES.map((role) => (
										<span key={role}>
											<span class="muted">{words.accessOf[role]}</span> {words.accesses[access[role]]}
										</span>
									))}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
			{object.class === PROFILE && <ProfileRows page={page} words={words} obis={object.obis} />}
			{writable.map(({ attribute, name }) => (
				<AttributeForm
					key={attribute}
					words={words}
					classId={object.class}
					attribute={attribute}
					name={name}
					isBusy={writing.isAsking}
					onWrite={(value) => post('write', { attribute, ...value })}
				/>
			))}
			{object.methods.length > 0 && (
				<div>
					<h3>{words.methods}</h3>
					<ul class="methods">
						{object.methods.map((each) => (
							<li key={each.method} class="row">
								<span>
									<span class="mono">{each.method}</span> {each.name}
									{each.danger !== null && <span class="warn"> ⚠</span>}
								</span>
								<button
									type="button"
									class="small"
									disabled={each.access.management === 'none'}
									title={each.access.management === 'none' ? words.notYours : undefined}
									aria-label={words.callOf(each.name)}
									onClick={() => setMethod(each)}
								>
									{words.call}
								</button>
							</li>
						))}
					</ul>
				</div>
			)}
			<div aria-live="polite">
				<Failure words={words} error={writing.error} />
				{writing.answer !== undefined && <Done words={words} done={writing.answer} />}
			</div>
			{method !== undefined && (
				<MethodDialog
					words={words}
					object={object}
					method={method}
					onCall={(value) =>
						post('act', { method: method.method, ...(value !== undefined && { value }), ...(method.danger !== null && { confirmed: true }) })
					}
					onClose={() => setMethod(undefined)}
				/>
			)}
		</div>
	);
}

function Reading({ words, reading }: { readonly words: ObjectsWords; readonly reading: ToldReading | undefined }) {
	if (reading === undefined) return <span class="muted">–</span>;
	if (reading.error !== null) return <span class="bad">✕ {reading.error}</span>;
	return (
		<>
			<div class="text">{reading.text}</div>
			<div class="mono muted bytes">{spaced(reading.raw ?? '')}</div>
			{reading.last !== null && <div class="last">{words.lastClient({ ...reading.last, time: clockOf(reading.last.time) })}</div>}
		</>
	);
}

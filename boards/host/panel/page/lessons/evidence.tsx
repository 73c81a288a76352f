/** What a step has seen, as it was: frames, messages, lines and bytes. */
import type { ApduFact, FrameFact, MessageFact, Part, SerialFact } from '../../lessons/lesson-facts.js';
import { hashOf } from '../place.js';
import type { LessonsPageWords } from '../views/lessons-words.js';

/** Parts of a frame by turns, so that each is told from its neighbours. */
const SHADES = 4;
const PER_GROUP = 2;

export function Evidence({ words, facts }: { readonly words: LessonsPageWords; readonly facts: unknown }) {
	if (typeof facts !== 'object' || facts === null) return null;
	const of = facts as Readonly<Record<string, unknown>>;
	const frames = Object.values(of).filter(isFrame);
	const messages = [...Object.values(of).filter(isMessage), ...(isListOf(of.messages, isMessage) ? of.messages : [])];
	const neighbours = isListOf(of.neighbours, isFrame) ? of.neighbours : [];
	const lines = isListOf(of.lines, isSerial) ? of.lines : [];
	const apdus = isListOf(of.apdus, isApdu) ? of.apdus : [];
	const parts = isListOf(of.parts, isPart) ? of.parts : [];
	const whole = [...neighbours, ...frames];
	return (
		<div class="evidence stack">
			{parts.length > 0 && <Parts words={words} parts={parts} />}
			{lines.length > 0 && (
				<figure>
					<figcaption>{words.serial}</figcaption>
					<ol class="lines">
						{lines.map(({ direction, text }, i) => (
							<li key={`${i} ${text}`} class={direction}>
								<span aria-hidden="true">{direction === 'toModule' ? '→' : '←'}</span> <code>{text}</code>
							</li>
						))}
					</ol>
				</figure>
			)}
			{messages.length > 0 && (
				<figure>
					<figcaption>{words.messages}</figcaption>
					<ol class="exchange">
						{messages.map(({ at, from, name, length, afterMs, frame }) => (
							<li key={at} class={from}>
								<span class="muted number">+{afterMs.toFixed(1)} ms</span>
								<Way words={words} from={from} />
								<b>{name}</b>
								<span class="muted">{words.bytes(length)}</span>
								<details>
									<summary>{words.frame}</summary>
									<code class="hex">{grouped(frame.hex)}</code>
								</details>
							</li>
						))}
					</ol>
				</figure>
			)}
			{apdus.length > 0 && (
				<figure>
					<figcaption>{words.apdus}</figcaption>
					<ol class="exchange">
						{apdus.map(({ at, from, name, length, hex, source, destination }) => (
							<li key={`${at} ${name}`} class={from === 'meter' ? 'meter' : 'hems'}>
								<span class="muted number">
									{source} → {destination}
								</span>
								<Way words={words} from={from} />
								<b>{name}</b>
								<span class="muted">{words.bytes(length)}</span>
								<code class="hex">
									{grouped(hex)}
									{hex.length < 2 * length && ' …'}
								</code>
							</li>
						))}
					</ol>
				</figure>
			)}
			{whole.length > 0 && (
				<figure>
					<figcaption>{whole.length === 1 ? words.frame : words.frames}</figcaption>
					<ol class="exchange">
						{whole.map(({ at, time, from, channel, kind, name, length, hex }) => (
							<li key={`${at} ${from}`} class={from}>
								<a class="number" href={hashOf('frames', { at: String(at) })}>
									{time.slice(11, 23)}
								</a>
								<Way words={words} from={from} />
								<b>{name ?? words.kinds[kind]}</b>
								<span class="muted">
									{words.channel(channel)}, {words.bytes(length)}
								</span>
								<code class="hex">{grouped(hex)}</code>
							</li>
						))}
					</ol>
				</figure>
			)}
		</div>
	);
}

function Way({ words, from }: { readonly words: LessonsPageWords; readonly from: 'hems' | 'meter' | 'client' }) {
	const other = from === 'meter' ? '←' : '→';
	return (
		<span class="way">
			{words.from[from]} <span aria-hidden="true">{other}</span>
		</span>
	);
}

function Parts({ words, parts }: { readonly words: LessonsPageWords; readonly parts: readonly Part[] }) {
	return (
		<figure>
			<figcaption>{words.parts}</figcaption>
			<dl class="parts">
				{parts.map(({ name, hex }, i) => (
					<div key={name} class={`part shade-${i % SHADES}`}>
						<dt>{words.partNames[name] ?? name}</dt>
						<dd>
							<code class="hex">{grouped(hex)}</code>
						</dd>
					</div>
				))}
			</dl>
		</figure>
	);
}

/** In bytes, so that it may break between them. */
function grouped(hex: string): string {
	return (hex.match(new RegExp(`.{1,${PER_GROUP}}`, 'g')) ?? []).join(' ');
}

function has(value: unknown, ...names: readonly string[]): boolean {
	return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

function isFrame(value: unknown): value is FrameFact {
	return has(value, 'at', 'channel', 'kind', 'hex');
}

function isMessage(value: unknown): value is MessageFact {
	return has(value, 'afterMs', 'frame', 'name');
}

function isSerial(value: unknown): value is SerialFact {
	return has(value, 'direction', 'text');
}

function isApdu(value: unknown): value is ApduFact {
	return has(value, 'source', 'destination', 'hex');
}

function isPart(value: unknown): value is Part {
	return has(value, 'name', 'hex') && !has(value, 'at');
}

function isListOf<Item>(value: unknown, is: (item: unknown) => item is Item): value is readonly Item[] {
	return Array.isArray(value) && value.length > 0 && value.every(is);
}

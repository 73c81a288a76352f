/** One line over every page: the clock, Route B, faults, supply, the last value. What changes by itself each second is not read out. */
import type { Verdict } from '../../../../src/meter/communication/status-information.js';
import { useTopic } from '../../web/page/use.js';
import type { StatusTold } from '../status/status-told.js';
import { clockText } from './clock.js';
import type { Page } from './page.js';
import { STATUS_WORDS } from './status-words.js';
import './status-line.css';

export function StatusLine({ page }: { readonly page: Page }) {
	const words = STATUS_WORDS[page.language];
	const told = useTopic<StatusTold>(page.stream, 'status');
	if (told === undefined) return <div class="status-line" />;
	const { time, speed, power, supply, joined, served, verdict, faults } = told;
	const text = served?.texts[page.language];
	const isWell = verdict === 'active';
	return (
		<section class="status-line" aria-label={words.label}>
			<span class="time">
				{words.clock(clockText(time))} <span class="muted">{words.speed(speed)}</span>
			</span>
			<div class="said" aria-live="polite">
				<Mark kind={joined === null ? 'off' : 'good'} text={joined === null ? words.notJoined : words.joined(joined)} />
				<Mark
					kind={verdict === null ? 'off' : isWell ? 'good' : 'warn'}
					text={verdict === null ? words.noRouteB : `${words.verdict}: ${words.verdicts[verdict as Verdict]}`}
				/>
				<Mark kind={faults.length === 0 ? 'off' : 'warn'} text={faults.length === 0 ? words.noFaults : words.faults(faults)} />
				<Mark kind={power && supply ? 'good' : 'bad'} text={words.supply(power, supply)} />
			</div>
			<span class="served">
				{served === null || text === undefined ? (
					<span class="muted">{words.nothingServed}</span>
				) : (
					<>
						<span class="muted">
							{words.served} {clockText(served.at)}
						</span>
						<span>
							{served.epc} {text.name} <b class="mono">{text.value}</b>
						</span>
					</>
				)}
			</span>
		</section>
	);
}

const MARKS = Object.freeze({ good: '●', warn: '▲', bad: '✖', off: '○' });

function Mark({ kind, text }: { readonly kind: keyof typeof MARKS; readonly text: string }) {
	return (
		<span>
			<span class={`mark ${kind === 'off' ? 'muted' : kind}`} aria-hidden="true">
				{MARKS[kind]}
			</span>
			{text}
		</span>
	);
}

import { useAnswer } from '../../../web/page/use.js';
import type { ViewProps } from '../page.js';
import './meter.css';

export default function MeterView({ page }: ViewProps) {
	const { answer, error } = useAnswer(() => page.ask.get<unknown>(`/api/state?meter=${page.meter}`), page.meter);
	return (
		<div class="plain-meter card">
			<pre>{error ?? JSON.stringify(answer, undefined, 2)}</pre>
		</div>
	);
}

import type { Said } from './use-meter.js';

/** What came of a control, beside it. */
export function Answer({ said }: { readonly said: Said | undefined }) {
	return (
		<p class={`said ${said?.isRefused ? 'bad' : 'good'}`} role="status">
			{said !== undefined && said.text !== '' && (
				<>
					<span aria-hidden="true">{said.isRefused ? '✕ ' : '✓ '}</span>
					{said.text}
				</>
			)}
		</p>
	);
}

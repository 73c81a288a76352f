/** What the customer has and does at the meter: the account, tokens for it, emergency credit, and the button of the load relay. */
import { useState } from 'preact/hooks';
import { Answer } from './answer.js';
import { Chooser, Fold, type GroupProps } from './control-parts.js';
import { useCommands } from './use-meter.js';

export function Customer({ page, state: { account, relay }, words }: GroupProps) {
	const { send, said } = useCommands(page);
	const [token, setToken] = useState('');
	return (
		<Fold title={words.customer}>
			{account !== undefined && (
				<>
					<div class="row">
						<span>{words.account}</span>
						<span class={`badge ${account.status === 'active' && account.state === 'out' ? 'bad' : 'good'}`}>
							{words.stages[account.status]}
							{account.status === 'active' ? ` · ${words.credits[account.state]}` : ''}
						</span>
						<span class="mono">{account.credit.toFixed(2)} JPY</span>
					</div>
					<form
						class="row"
						onSubmit={(event) => {
							event.preventDefault();
							send(`token ${token}`);
							setToken('');
						}}
					>
						<label>
							{words.token}
							<input
								inputMode="numeric"
								autocomplete="off"
								placeholder="0000-0000-0000-0000-0000"
								value={token}
								onInput={(event) => setToken(event.currentTarget.value)}
							/>
						</label>
						<button type="submit" disabled={token.trim() === ''}>
							{words.enterToken}
						</button>
						<button type="button" disabled={!account.selectable} onClick={() => send('credit emergency')}>
							{words.emergencyCredit}
						</button>
					</form>
				</>
			)}
			{relay !== undefined && (
				<div class="row">
					<span>{words.loadRelay}</span>
					<Chooser isOn={relay} sign="●" label={words.relayOn} onClick={() => send('relay on')} />
					<Chooser isOn={!relay} sign="○" label={words.relayOff} onClick={() => send('relay off')} />
				</div>
			)}
			<Answer said={said} />
		</Fold>
	);
}

/** How the run began, and how a meter is. */
import type { Route } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';

export function stateRoutes(site: PanelSite): Route[] {
	return [
		{ method: 'GET', path: '/api/ready', handle: () => ({ json: withoutSecrets(site) }) },
		{
			method: 'GET',
			path: '/api/state',
			handle: ({ query, language }) => {
				const meter = meterAsked(site, query.get('meter'), language);
				let json: unknown;
				site.enter(() => {
					json = site.world.stateOf(meter);
				});
				return { json };
			},
		},
	];
}

/** Passwords and tokens are told by routes of their own. */
function withoutSecrets({ ready }: PanelSite): unknown {
	const { meters, password: _password, panelToken: _token, ...rest } = ready;
	const [first] = meters;
	return { ...rest, meters: meters.length, serial: first?.serial, supplyPoint: first?.supplyPoint };
}

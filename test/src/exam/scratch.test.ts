import { examine, troubles } from './rig.js';

import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
for (const mode of ['full', 'quick'] as const) describe('plan', () => { 
it('model', () => {
		const t = performance.now();
		const { examiner, outcomes, took, plan } = examine({ mode, candidate: (venue) => new ModelCandidate(venue), declaration: MODEL_DECLARATION, onProgress: (p) => { if (p.kind === 'played' && p.unplayed) console.log(JSON.stringify(p)); } });
		console.log(mode, took / 60000, performance.now() - t, [...examiner.missed], plan.least / 60000, plan.most / 60000);
		if (mode === 'full') console.log(troubles(outcomes).join('\n'));
		for (const h of examiner.held) console.log(h.setup, Math.round(h.took / 1000), h.steps.map((s) => `${s.name} ${Math.round((s.to - s.from) / 1000)}`).join(', '));
		for (const { entries } of examiner.chronicle.sessions) for (const e of entries) if (e.kind === 'trouble') console.log(JSON.stringify(e));
}).timeout(300000); });

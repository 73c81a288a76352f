import { examine } from './rig.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
describe('plan', () => { 
it('model', () => {
		const { examiner } = examine({ mode: 'full', candidate: (venue) => new ModelCandidate(venue), declaration: MODEL_DECLARATION });
		const s = examiner.chronicle.sessions[0]!;
		const span = examiner.stepsOf(1).find((x) => x.name === 'failed-reauthentication')!;
		console.log(span);
		for (const e of s.entries) if (e.at >= span.from - 1000 && e.at < span.to && (e.kind !== 'world' || ['serial', 'notify', 'get'].includes(e.event.event))) console.log(Math.round(e.at), e.kind === 'world' ? JSON.stringify({ ...e.event, properties: undefined, time: undefined }).slice(0, 170) : JSON.stringify(e).slice(0, 150));
}).timeout(300000); });

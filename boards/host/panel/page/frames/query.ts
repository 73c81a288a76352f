/** What is asked of the list of frames, as the API takes it, and whether a row that has just come fits it. */
import type { FrameRow } from '../../frames/frame-row.js';

export interface Asked {
	readonly medium: string;
	readonly layer: string;
	readonly node: string;
	readonly epc: string;
	readonly tid: string;
	readonly text: string;
}

export const ALL: Asked = Object.freeze({ medium: '', layer: '', node: '', epc: '', tid: '', text: '' });

export function isOpen(asked: Asked): boolean {
	return Object.values(asked).every((value) => value.trim() === '');
}

/** `epc=E7&text=Get`, without what is empty. */
export function queryOf(asked: Asked): URLSearchParams {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(asked)) if (value.trim() !== '') query.set(name, value.trim());
	return query;
}

/** As the server does it. */
export function fits(row: FrameRow, asked: Asked): boolean {
	const [medium, layer, node, text] = [asked.medium, asked.layer, asked.node, asked.text].map((value) => value.trim().toLowerCase()) as [
		string,
		string,
		string,
		string,
	];
	const epc = asked.epc.trim() === '' ? undefined : Number.parseInt(asked.epc, 16);
	const tid = asked.tid.trim() === '' ? undefined : Number(asked.tid);
	return (
		(medium === '' || row.medium.toLowerCase() === medium) &&
		(layer === '' || row.layers.some((each) => each.toLowerCase() === layer || each.toLowerCase().startsWith(`${layer} `))) &&
		(node === '' || [row.node, row.source, row.destination].some((each) => each.toLowerCase() === node)) &&
		(epc === undefined || row.epcs.includes(epc)) &&
		(tid === undefined || row.tid === tid) &&
		(text === '' || `${row.source} ${row.destination} ${row.protocol} ${row.info}`.toLowerCase().includes(text))
	);
}
